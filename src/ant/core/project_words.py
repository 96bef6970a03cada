"""The words that a project has for all of its routes: read and checked in one place."""

from collections.abc import Callable, Iterator
from typing import Any

from ant.core.access.preconditions import clash_of_keys
from ant.core.errors import Problem
from ant.core.fields.enums import ENUMS, clashes_of_enums, read_enums
from ant.core.json_keys import clashes_of_json_keys, read_json_keys
from ant.core.locations import Step, Where
from ant.core.spec import Spec
from ant.core.url_prefix import read_prefix

PROJECT_KEYS = (
    "auth", "description", ENUMS, "idempotency", "if_match", "json", "key", "name", "prefix",
)  # fmt: skip
"""All words of a project."""


def read_project_words(
    project: dict[str, Any], complain: Callable[[str, Step, str], None]
) -> dict[str, Any]:
    """Return the words for URLs, JSON and enums as parts of a spec; ``complain`` of wrong ones."""
    return {
        "prefix": read_prefix(project, complain),
        "json_keys": read_json_keys(project, complain),
        "enums": read_enums(project, complain),
    }


def clashes_with_words(spec: Spec, where: Where = lambda path: "") -> Iterator[Problem]:
    """Problems of routes and fields that do not fit the words of their project."""
    clash = clash_of_keys(spec, where)
    if clash is not None:
        yield clash
    yield from clashes_of_json_keys(spec, where)
    yield from clashes_of_enums(spec, where)
