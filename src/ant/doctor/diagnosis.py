"""The findings of a check, and the context that checks get."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from ant.core.tree import Tree
from ant.recall.matching import Finding

ERROR, WARNING, NOTE = "error", "warning", "note"
SEVERITIES = (ERROR, WARNING, NOTE)
"""From what stops the project to what is only good to know."""


class Diagnosis(NamedTuple):
    """A problem around the project."""

    id: str
    severity: str
    message: str
    remedy: str


class Context(NamedTuple):
    """A project and what its checks look at."""

    root: str
    """Absolute."""
    files: Tree
    """Its requirements, Dockerfile and compose files, as far as they exist, by their paths."""
    settings: Mapping[str, str]
    """The variables that its code sees here: the environment, then ``.env``."""
    newest: frozenset[str]
    """The revisions on which no migration builds."""
    faults: tuple[Finding, ...]
    """The known faults of its generated code."""
    today: date
    deploy: bool
    """Whether it is to run in production, with these settings."""

    def worse_in_production(self, severity: str) -> str:
        """Return ``ERROR`` where the project is to be deployed, else a lesser severity."""
        return ERROR if self.deploy else severity


Check = Callable[[Context], Iterable[Diagnosis]]
