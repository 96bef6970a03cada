"""The spec: everything about a project that is not written by hand."""

from typing import Any, NamedTuple

from ant.core.names import ProjectName


class Spec(NamedTuple):
    """One project, as the user described it."""

    name: ProjectName

    def to_json(self) -> dict[str, Any]:
        """The spec as ``ant.json`` holds it."""
        return {"project": {"name": self.name.text}, "routes": {}}


class Secrets(NamedTuple):
    """Random values that a new project gets once; they are part of no spec."""

    jwt_secret: str
    postgres_password: str
