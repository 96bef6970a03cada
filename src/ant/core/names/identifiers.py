"""Conversion of names to paths and identifiers."""

import re
from typing import NamedTuple

from ant.core.errors import InvalidName, Problem
from ant.core.text.words import character, quoted

LONGEST_PROJECT_NAME = 100
"""Characters; leaves room for a longer name beside it while the project is being built."""

LONGEST_DATABASE_NAME = 63
"""Bytes; PostgreSQL cuts off what is longer."""

_ALLOWED = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*\Z")
DEVICES = {"con", "prn", "aux", "nul"} | {
    f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789"
}
"""Names that no file may have on Windows, whatever its suffix."""

_SERVERS_OWN = {"postgres", "template0", "template1"}


class ProjectName(NamedTuple):
    """The name of a project, which is also the name of its directory."""

    text: str

    @property
    def slug(self) -> str:
        """The name as Docker Compose and Amazon ECR allow it: ``My.API`` gives ``my-api``."""
        slug = re.sub(r"[^a-z0-9]+", "-", self.text.lower()).strip("-")
        return slug if len(slug) > 1 else f"{slug}-api".strip("-")  # ECR asks for two characters

    @property
    def database(self) -> str:
        """The name of the project's PostgreSQL database."""
        name = self.slug.replace("-", "_")
        whole = f"db_{name}" if name[0].isdigit() or name in _SERVERS_OWN else name
        return whole[:LONGEST_DATABASE_NAME].rstrip("_")


def parse_project_name(text: str) -> ProjectName:
    """Return the name; raise ``InvalidName`` unless it is one safe path component."""
    fault = _fault(text)
    if fault:
        hint = "Use letters, digits, '-', '_' and '.', and begin with a letter, a digit or '_'."
        raise InvalidName(Problem(f"Invalid project name {quoted(text)}: {fault}.", hint=hint))
    return ProjectName(text)


def _fault(text: str) -> str | None:
    if not text:
        return "it is empty"
    if len(text) > LONGEST_PROJECT_NAME:
        return f"it is longer than {LONGEST_PROJECT_NAME} characters"
    if "/" in text or "\\" in text:
        return "it must be a name, not a path"
    if not _ALLOWED.match(text):
        return _odd_character(text)
    if text.endswith("."):
        return "it ends with '.'"
    if ".." in text:
        return "it contains '..'"
    if text.split(".")[0].lower() in DEVICES:
        return "Windows reserves it for a device"
    return None


def _odd_character(text: str) -> str:
    if text[0] in ".-":
        return f"it begins with {character(text[0])}"
    odd = next(char for char in text if not _ALLOWED.match(f"a{char}"))
    return f"it contains {character(odd)}"
