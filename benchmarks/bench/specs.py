"""Specs of any size, and whether what they ask for was made."""

import json
from functools import cache
from pathlib import Path

ONE_MORE = "one route more in a project of"
ADDED_TO = (0, 100, 1000)


def write_spec(path: Path, routes: int) -> None:
    """Write a spec with that many routes, each with two subroutes."""
    subroutes = {"profile": {"type": "GET"}, "create": {"type": "POST"}}
    spec = {f"thing{number}": {"type": "GET", "subroutes": subroutes} for number in range(routes)}
    path.write_text(json.dumps({"routes": spec}))


def is_registered(project: Path, route: str) -> bool:
    """Whether the application of a project registers a route and has a file for it."""
    app = project / "api/app.py"
    return (
        f"({route}_bp" in _text(app, app.stat().st_mtime_ns)
        and (project / f"api/routes/{route}_route.py").is_file()
    )


@cache
def _text(path: Path, _changed: int) -> str:
    return path.read_text()
