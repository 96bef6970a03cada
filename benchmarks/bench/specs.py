"""Specs of any size, and whether what they ask for was made."""

import json
from functools import cache
from pathlib import Path

ONE_MORE = "one route more in a project of"
ADDED_TO = (0, 100, 1000)
FIELD_MORE = "one field more among the routes of"
RENAMED = "a field renamed among the routes of"
RESOURCES = (10, 1000)
"""How many routes with fields there are where a field is added or renamed."""


def write_spec(path: Path, routes: int) -> None:
    """Write a spec with that many routes, each with two subroutes."""
    subroutes = {"profile": {"type": "GET"}, "create": {"type": "POST"}}
    spec = {f"thing{number}": {"type": "GET", "subroutes": subroutes} for number in range(routes)}
    path.write_text(json.dumps({"routes": spec}))


def write_resources(path: Path, routes: int) -> None:
    """Write a spec with that many routes of four fields; all but one refer to another."""
    fields = {"name": "string:required:max=120", "amount": "decimal", "born_on": "date"}
    spec = {
        f"thing{number}": {"fields": {**fields, "parent": f"reference:to=thing{number // 2}"}}
        for number in range(routes)
    }
    path.write_text(json.dumps({"routes": spec}))


def is_registered(project: Path, route: str) -> bool:
    """Whether the application of a project registers a route and has a file for it."""
    app = project / "api/app.py"
    return (
        f"({route}_bp" in _text(app, app.stat().st_mtime_ns)
        and (project / f"api/routes/{route}_route.py").is_file()
    )


def has_field(project: Path, route: str, field: str) -> bool:
    """Whether the model of a route has a field."""
    return f"    {field}: Mapped" in (project / f"api/models/{route.title()}_model.py").read_text()


@cache
def _text(path: Path, _changed: int) -> str:
    return path.read_text()
