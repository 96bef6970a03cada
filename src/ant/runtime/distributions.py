"""What is installed in a project's own virtual environment, read without running anything."""

import os
import re
from collections.abc import Iterator
from importlib.metadata import Distribution as Metadata
from importlib.metadata import distributions
from typing import NamedTuple


class Distribution(NamedTuple):
    """Something that is installed."""

    name: str
    """As ``normalized`` has it."""
    modules: frozenset[str]
    """The modules and packages that can be imported once it is there, at their top."""
    needs: frozenset[str]
    """The distributions that it asks for itself."""
    is_found_by_name: bool
    """Whether it is a plugin with an entry point, or a command, so that nobody imports it."""


def normalized(name: str) -> str:
    """The name of a distribution as all its spellings have it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed_in(root: str) -> tuple[Distribution, ...]:
    """Return the distributions in ``.venv``; empty where it is missing or incomplete."""
    lib = os.path.join(root, ".venv", "lib")
    try:
        versions = [name for name in os.listdir(lib) if name.startswith("python")]
        folders = [os.path.join(lib, name, "site-packages") for name in versions]
        return tuple(_of_metadata(metadata) for metadata in distributions(path=folders))
    except (OSError, ValueError, TypeError, KeyError):
        return ()  # an environment that was half removed says nothing


def _of_metadata(metadata: Metadata) -> Distribution:
    needs = (re.match(r"[\w.-]+", line) for line in metadata.requires or ())
    return Distribution(
        normalized(metadata.metadata["Name"]),
        frozenset(_modules(metadata)),
        frozenset(normalized(need[0]) for need in needs if need),
        bool(metadata.read_text("entry_points.txt")),
    )


def _modules(metadata: Metadata) -> Iterator[str]:
    for line in (metadata.read_text("RECORD") or "").splitlines():
        path = line.partition(",")[0]
        top, _, below = path.partition("/")
        name = top if below else top.partition(".")[0]
        if path.endswith((".py", ".so")) and name.isidentifier():
            yield name
    yield from (metadata.read_text("top_level.txt") or "").split()
