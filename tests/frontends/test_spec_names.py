"""Every name is either refused in words or becomes a route, a table and an answer."""

import json
import re
import subprocess
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from ant.core.errors import InvalidSpec
from ant.core.names.identifiers import ProjectName
from ant.core.names.route_names import folded
from ant.core.spec_reader import read_spec
from support.grown import code_files
from support.names import NAMES, PYTHON
from support.runners import Forked
from support.server import plain_environment
from support.trees import Snapshot

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# Asks every endpoint with every method, and stores, finds and deletes a row of every table.
PROBE = """
import importlib, json, os, sys
from app import create_app
with open(sys.argv[1]) as file:
    spec = json.load(file)
client = create_app().test_client()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
wrong, asked = [], 0
def ask(path, method, words):
    global asked
    for called in METHODS:
        answer = client.open(path, method=called, json={"a": 7})
        asked += 1
        right = answer.status_code == (200 if called == method else 405)
        if not right or called == method and not all(word in answer.json for word in words):
            wrong.append((path, called, answer.status_code, answer.text))
for name, route in spec["routes"].items():
    ask(f"/{name}", route["type"], [name])
    for sub, subroute in route["subroutes"].items():
        ask(f"/{name}/{sub}", subroute["type"], [name, sub])
    class_name = "".join(part.capitalize() or "_" for part in name.split("_"))
    module = importlib.import_module(f"repositories.{name}_repository")
    repository = getattr(module, f"my{class_name}Repository")
    row = getattr(repository, f"add_{name}")("x")
    assert repository.get_by_id(row.id).model == "x", name
    getattr(repository, f"delete_{name}")(row.id)
    assert repository.get_by_id(row.id) is None, name
    importlib.import_module(f"schemas.Post{class_name}_schema")
print(json.dumps({"wrong": wrong, "asked": asked}))
"""


def without_refused(routes: dict[str, Any], depth: int) -> dict[str, Any]:
    """The routes without the entries of one level that are refused, each with a reason."""
    try:
        read_spec({"routes": routes}, ProjectName("x"), lambda path: json.dumps(path))
    except InvalidSpec as error:
        for problem in error.problems:
            kinds = ("Invalid route name ", "Invalid subroute name ", "Routes '")
            assert problem.message.startswith(kinds)
            path = json.loads(problem.where or "")
            assert len(path) == depth
            parent = routes if depth == 2 else routes[path[1]]["subroutes"]
            parent.pop(path[-1], None)
    return routes


def every_route() -> dict[str, Any]:
    """All routes that are read, each with a subroute for every method."""
    subroutes = {f"x{method.lower()}": {"type": method} for method in METHODS}
    routes = {
        name: {"type": METHODS[index % 5], "subroutes": subroutes}
        for index, name in enumerate(dict.fromkeys(map(folded, NAMES)))
    }
    return without_refused(routes, depth=2)


def every_subroute() -> dict[str, Any]:
    """A route for each method with all subroutes that are read."""
    names = dict.fromkeys(map(folded, NAMES))
    routes = {
        f"all_{method.lower()}": {
            "type": method, "subroutes": {name: {"type": method} for name in names},
        }
        for method in METHODS
    }  # fmt: skip
    return without_refused(routes, depth=4)


def generated(ant_path: Path, folder: Path, routes: dict[str, Any]) -> Path:
    (folder / "spec.json").write_text(json.dumps({"routes": routes}))
    done = subprocess.run(
        [ant_path, "generate", "api", "x", "--json", "spec.json"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder / "x"


def probe(project: Path, python: Path) -> dict[str, Any]:
    done = subprocess.run(
        [python, "-W", "error", "-c", PROBE, str(project.parent / "spec.json")],
        cwd=project / "api", env=plain_environment({}), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", ["routes", "subroutes"])
def test_every_name_that_is_not_refused_works(
    ant_path: Path, tmp_path: Path, project_python: Path, kind: str
) -> None:
    routes = every_route() if kind == "routes" else every_subroute()
    endpoints = sum(1 + len(route["subroutes"]) for route in routes.values())
    assert endpoints > 2000
    project = generated(ant_path, tmp_path, routes)
    found = probe(project, project_python)
    assert found["wrong"] == []
    assert found["asked"] == endpoints * len(METHODS)
    for check in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [project_python, "-m", "ruff", *check, "--no-cache", "-q", "."], cwd=project,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-3000:]


def grow(forked: Forked, project: Path, *words: str) -> bool:
    """Run a command that grows the project; whether it did, and else the name was refused."""
    done = forked.run(project, *words)
    if done.code:
        assert re.match(r"Error: (Invalid (sub)?route name |Routes '|Route ')", done.stderr), done
    return not done.code


@pytest.mark.exhaustive
def test_a_project_that_grows_by_every_name_is_the_one_that_a_spec_makes_at_once(
    forked_ant: Forked, memory: Path, project_python: Path
) -> None:
    # Every third one: each takes longer than the one before it.
    names = [*dict.fromkeys(map(folded, sorted(PYTHON)))][::3]
    assert forked_ant.run(memory, "generate", "api", "x").code == 0
    project = memory / "x"
    routes = [name for name in names if grow(forked_ant, project, "generate", "route", name)]
    homes = cycle(routes[::20])  # a file that holds them all would be slow to change
    subroutes = [
        (home, name)
        for home, name in zip(homes, names, strict=False)
        if grow(forked_ant, project, "generate", "subroute", home, name)
    ]
    spec: dict[str, Any] = {name: {"type": "GET", "subroutes": {}} for name in routes}
    for home, name in subroutes:
        spec[home]["subroutes"][name] = {"type": "GET"}
    wanted: dict[str, Any] = {name: {"subroutes": {}} for name in names}
    assert list(without_refused(wanted, depth=2)) == routes
    for home, name in zip(cycle(routes[::20]), names, strict=False):
        wanted[home]["subroutes"][name] = {}
    kept = without_refused(wanted, depth=4)
    assert all(list(kept[home]["subroutes"]) == list(spec[home]["subroutes"]) for home in routes)
    assert len(routes) > 130 and len(subroutes) > 130
    (memory / "spec.json").write_text(json.dumps({"routes": spec}))
    (memory / "once").mkdir()
    done = forked_ant.run(memory / "once", "generate", "api", "x", "--json", "../spec.json")
    assert done.code == 0, done
    assert without_secrets(memory / "once/x") == without_secrets(project)
    found = probe(project, project_python)
    assert (found["wrong"], found["asked"]) == ([], (len(routes) + len(subroutes)) * len(METHODS))


def without_secrets(project: Path) -> Snapshot:
    """The project without what each has of its own: secrets, and migrations step by step."""
    return {path: seen for path, seen in code_files(project).items() if path != ".env"}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["routes", "subroutes"])
def test_every_name_that_is_written_into_the_manifest_gives_what_a_spec_gives_at_once(
    forked_ant: Forked, memory: Path, kind: str
) -> None:
    routes = every_route() if kind == "routes" else every_subroute()
    (memory / "spec.json").write_text(json.dumps({"routes": routes}))
    (memory / "once").mkdir()
    done = forked_ant.run(memory / "once", "generate", "api", "x", "--json", "../spec.json")
    assert done.code == 0
    assert forked_ant.run(memory, "generate", "api", "x").code == 0
    manifest = json.loads((memory / "x/ant.json").read_bytes())
    edited = json.dumps({**manifest, "routes": routes}, indent=2) + "\n"
    (memory / "x/ant.json").write_text(edited)
    assert forked_ant.run(memory / "x", "apply")[::2] == (0, "")
    assert without_secrets(memory / "x") == without_secrets(memory / "once/x")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Default", "every project has that route"), ("_", "must have a letter"),
        ("__x", "begin with '__'"), ("sqlite_x", "SQLite"), ("pg_class", "PostgreSQL"),
        ("con", "Windows"), ("returning", "SQL reserves it"), ("c" * 61, "at most 60"),
        ("static", "Flask serves static files"), ("docs", "documentation is there"),
        ("alembic_version", "Alembic keeps the revision"),
        ("ﬁeld", "in ASCII"), ("\u212a", "in ASCII"),
        ("pk_default", "share the database name pk_default"),
        ("default_id_seq", "share the database name default_id_seq"),
        ("de_fault", "share the class DeFault"),
    ],
)  # fmt: skip
def test_a_name_is_refused_with_its_reason(name: str, reason: str) -> None:
    with pytest.raises(InvalidSpec, match=reason):
        read_spec({"routes": {name: {}}}, ProjectName("x"), str)


@pytest.mark.parametrize(
    ("route", "name", "method", "reason"),
    [
        ("users", "users", "GET", "already uses get_users"),
        ("users", "users", "POST", "already uses add_users"),
        ("users", "users", "DELETE", "already uses delete_users"),
        ("users", "by_id", "GET", "already uses get_by_id"),
        ("users", "all", "POST", "already uses add_all"),
        ("get", "bp", "GET", "already uses get_bp"),
        ("patch_a", "a_bp", "PATCH", "already uses patch_a_bp"),
        ("users", "aux", "GET", "Windows"),
    ],
)
def test_a_subroute_that_would_hide_generated_code_is_refused(
    route: str, name: str, method: str, reason: str
) -> None:
    spec = {"routes": {route: {"subroutes": {name: {"type": method}}}}}
    with pytest.raises(InvalidSpec, match=reason):
        read_spec(spec, ProjectName("x"), str)
