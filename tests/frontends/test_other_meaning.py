"""People's lines that would go on to work, or to fail, on something else are named before."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from conftest import Ant
from support.grown import project_files

RENAMED = ("--renamed", "users.phone=mobile", "--renamed", "users.name=phone")
SPEC = {
    "users": {"fields": {"name": "string:required", "phone": "string:max=20"}},
    "tags": {"fields": {"title": "string"}},
    "orders": {"fields": {"note": "string", "tags": "many:to=tags"}, "subroutes": {"open": {}}},
    "pings": {},
}


class Case(NamedTuple):
    """What somebody has written, and what shall be done."""

    mine: str
    words: tuple[str, ...]
    told: list[str]
    routes: Mapping[str, Any] = {}
    """What is edited in ``ant.json`` before."""


USERS = "from services.users_service import myUsersService\n\n"
PINGS = "from services.pings_service import myPingsService\n\n"
CASES = {
    "a field whose name another one takes": Case(
        USERS + "print(myUsersService.get_users_by_id(1).phone)\n",
        ("apply", *RENAMED),
        [":3 uses myUsersService.get_users_by_id(1).phone, which would be something else."],
        {"users": {"fields": {"phone": "string:required", "mobile": "string:max=20"}}},
    ),
    "fields that change places": Case(
        USERS + "print(myUsersService.get_users_by_id(1).phone)\n",
        ("apply", "--renamed", "users.name=phone", "--renamed", "users.phone=name"),
        [":3 uses myUsersService.get_users_by_id(1).phone, which would be something else."],
        {"users": {"fields": {"phone": "string:required", "name": "string:max=20"}}},
    ),
    "routes that change places": Case(
        f"{USERS}URL = '/tags/1'\n",
        ("apply", "--renamed", "users=tags", "--renamed", "tags=users"),
        [
            ":1 uses services.users_service, which would be something else.",
            ":3 uses '/tags', which would be something else.",
        ],
        {
            "tags": SPEC["users"],
            "users": SPEC["tags"],
            "orders": {
                "fields": {"note": "string", "tags": "many:to=users"},
                "subroutes": {"open": {}},
            },
        },
    ),
    "a stub that gets fields": Case(
        PINGS
        + "from models.Pings_model import Pings\n\nmyPingsService.get_pings()\nPings(model='')\n",
        ("generate", "field", "pings", "host:string", "--yes"),
        [
            ":5 uses myPingsService.get_pings, which would be something else.",
            ":6 uses model=, which would be gone.",
        ],
    ),
    "a resource that loses its fields": Case(
        USERS + "myUsersService.get_users_by_id(1)\n",
        ("apply", "--yes"),
        [":3 uses myUsersService.get_users_by_id, which would be something else."],
        {"users": {}},
    ),
    "a collection that is called something else": Case(
        "def test(client, id):\n    client.get(f'/orders/{id}/tags?page=2')\n",
        ("rename", "field", "orders", "tags", "labels"),
        [":2 uses '/orders/…/tags', which would be gone."],
    ),
    "a collection that goes": Case(
        "URL = '/orders/1/tags'\n",
        ("destroy", "field", "orders", "tags", "--yes"),
        [":1 uses '/orders/…/tags', which would be gone."],
    ),
    "a subroute that goes": Case(
        "URL = 'http://localhost:5000/orders/open'\n",
        ("destroy", "subroute", "orders", "open"),
        [":1 uses '/orders/open', which would be gone."],
    ),
}


@pytest.fixture
def grown(ant: Ant, tmp_path: Path) -> Path:
    """A project with routes of every kind."""
    assert ant("generate", "api", "x", "--json", json.dumps({"routes": SPEC})).returncode == 0
    return tmp_path / "x"


@pytest.mark.parametrize("name", CASES)
def test_they_are_named_and_nothing_changes(ant: Ant, grown: Path, name: str) -> None:
    mine, words, told, routes = CASES[name]
    manifest = json.loads((grown / "ant.json").read_text())
    manifest["routes"] |= routes
    (grown / "ant.json").write_text(json.dumps(manifest))
    (grown / "api/helper/mine.py").write_text(mine)
    before = project_files(grown)
    done = ant(*words, cwd=grown)
    assert (done.returncode, done.stdout) == (1, "")
    lines = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert lines == [f"Error: api/helper/mine.py{rest}" for rest in told]
    assert project_files(grown) == before
    (grown / "api/helper/mine.py").write_text("tags = '/orders'\n")
    done = ant(*words, cwd=grown)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "words",
    [
        ("generate", "route", "books", "user:reference:to=users"),
        ("generate", "subroute", "users", "photo"),
        ("generate", "field", "tags", "user:reference:to=users"),
    ],
    ids=lambda words: words[1],
)
def test_a_name_that_somebody_has_changed_in_a_layer_is_not_imported(
    ant: Ant, grown: Path, words: tuple[str, ...]
) -> None:
    for path in (*grown.glob("api/*/*.py"), *grown.glob("tests/**/*.py")):
        path.write_text(path.read_text().replace("myUsersService", "users_service"))
    before = project_files(grown)
    done = ant(*words, cwd=grown)
    assert (done.returncode, done.stdout) == (1, "")
    error, hint, _ = done.stderr.splitlines()
    assert error.startswith(
        "Error: api/services/users_service.py has no 'myUsersService', which api/routes/"
    )
    assert hint == "  Give that name to what it has instead."
    assert project_files(grown) == before


def test_what_was_only_laid_out_anew_is_renamed(ant: Ant, grown: Path) -> None:
    model = grown / "api/models/Orders_tags_model.py"
    lines = model.read_text().splitlines(keepends=True)
    start = next(index for index, line in enumerate(lines) if "tags_id" in line)
    statement = "".join(lines[start:])
    assert '"tags.id"' in statement
    joined = " ".join(statement.split()).replace("( ", "(").replace(" )", ")")
    model.write_text("".join([*lines[:start], f"    {joined}\n"]))
    done = ant("rename", "route", "tags", "labels", cwd=grown)
    assert (done.returncode, done.stderr) == (0, "")
    assert '"labels.id"' in model.read_text()
    assert '"tags.id"' not in model.read_text()
