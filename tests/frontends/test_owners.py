"""Whose rows they are: said on the command line and in ``ant.json``, shown, and refused."""

import json
from pathlib import Path

import pytest

from ant.artifacts.where_needed import paths_of_token_tests
from conftest import Ant
from support.grown import project_files
from support.said import done, say

MODEL, VIEWS = "api/models/Orders_model.py", "api/routes/orders_route.py"
USER = "user:reference:to=users:required"


def owners(ant: Ant, project: Path) -> set[tuple[str, str]]:
    """What ``ant routes`` tells of the orders."""
    report = json.loads(ant("routes", "--report", cwd=project).stdout)
    found = (route for route in report["routes"] if route["url"].startswith("/orders"))
    return {(route["auth"], route["owner"]) for route in found}


@pytest.fixture
def orders(ant: Ant, project: Path) -> Path:
    """A project with users and their orders, which belong to nobody yet."""
    done(ant, project, "generate", "route", "users", "name:string:required")
    done(ant, project, "generate", "route", "orders", "number:integer", USER)
    return project


def test_the_command_line_says_whose_rows_they_are(ant: Ant, project: Path) -> None:
    done(ant, project, "generate", "route", "users", "name:string:required")
    words = ["generate", "route", "orders", "number:integer", USER]
    done(ant, project, *words, "--owner", '{"field": "user", "all": "admin"}')
    spec = json.loads((project / "ant.json").read_text())
    assert spec["routes"]["orders"]["owner"] == {"field": "user", "all": "admin"}
    assert owners(ant, project) == {("token", "user_id")}
    assert "OWNER" in done(ant, project, "routes").splitlines()[0]
    assert done(ant, project, "apply") == "Nothing to do.\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["posts", "title:string", "--owner", "user"],
         "Invalid 'owner' of route 'posts' (the route has no field 'user').\n"
         "  at routes.posts.owner\n  Name a field like user:reference:to=users:required."),
        (["posts", "--tenant", "user"],
         "Invalid 'tenant' of route 'posts' (the route has no field 'user').\n"
         "  at routes.posts.tenant\n  Name a field like user:reference:to=users:required."),
        (["posts", USER, "--owner", "{"], "Invalid --owner '{' (no JSON)."),
        (["posts", USER, "--owner", '{"all": "x"}'], "Invalid --owner (it names no field).\n"
         '  Write it like "user" or {"field": "user", "all": "admin"}.'),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(ant: Ant, orders: Path, words: list[str], message: str) -> None:
    before = project_files(orders)
    run = ant("generate", "route", *words, cwd=orders)
    assert (run.returncode, run.stdout, run.stderr) == (1, "", f"Error: {message}\n")
    assert project_files(orders) == before


def test_it_is_turned_on_and_off_again(ant: Ant, orders: Path) -> None:
    before = project_files(orders)
    say(orders, "owner", orders={"field": "user", "all": "admin"})
    done(ant, orders, "apply")
    on = project_files(orders)
    assert 'info={"claim": "sub", "all": "admin"}' in (orders / MODEL).read_text()
    assert {path for path in on.keys() - before.keys() if not path.startswith(".ant/")} == {
        "tests/factories/owned.py", "tests/owner_checks.py", "tests/guard_checks.py",
        *paths_of_token_tests(),
    }  # fmt: skip
    assert not [path for path in on if "migrations" in path and on[path] != before.get(path)]
    say(orders, "owner", orders=None)
    done(ant, orders, "apply")
    after = project_files(orders)
    changed = {path for path in before if before[path] != after.get(path)}
    assert {path for path in changed if not path.startswith(".ant/")} <= {"ant.json"}
    assert owners(ant, orders) == {("", "")}


def test_edited_files_keep_what_their_owner_wrote(ant: Ant, orders: Path) -> None:
    edits = {
        MODEL: ("KEY, MOMENT", "KEY, MOMENT as MOMENT"),
        VIEWS: ('    """List the rows of orders, a page at a time."""\n',
                '    """List orders."""\n    print("listed")\n'),
        "api/schemas/PostOrders_schema.py": (
            "    number = ", "    note = Integer()\n    number = "),
        "tests/factories/orders_factory.py": (
            "myOrdersService)", 'myOrdersService, examples={"number": [1]})'),
    }  # fmt: skip
    for path, (old, new) in edits.items():
        text = (orders / path).read_text()
        assert text.count(old) == 1, path
        (orders / path).write_text(text.replace(old, new))
    before = project_files(orders)
    say(orders, "owner", orders="user")
    done(ant, orders, "apply")
    assert owners(ant, orders) == {("token", "user_id")}
    assert all(new in (orders / path).read_text() for path, (_, new) in edits.items())
    say(orders, "owner", orders=None)
    done(ant, orders, "apply")
    assert {path: project_files(orders)[path] for path in edits} == {
        path: before[path] for path in edits
    }


def test_a_new_name_is_followed_and_what_says_whose_rows_they_are_stays(
    ant: Ant, orders: Path
) -> None:
    say(orders, "tenant", orders="user")
    done(ant, orders, "apply")
    done(ant, orders, "rename", "field", "orders", "user", "buyer")
    assert json.loads((orders / "ant.json").read_text())["routes"]["orders"]["tenant"] == "buyer"
    assert 'info={"claim": "buyer_id"}' in (orders / MODEL).read_text()
    before = project_files(orders)
    run = ant("destroy", "field", "orders", "buyer", cwd=orders)
    assert (run.returncode, run.stdout) == (1, "")
    assert "Invalid 'tenant' of route 'orders' (the route has no field 'buyer')." in run.stderr
    assert project_files(orders) == before


def test_a_merge_that_took_the_scopes_out_is_told(ant: Ant, orders: Path) -> None:
    path = orders / "api/repositories/ownership.py"
    without = path.read_text()
    record = (orders / ".ant/record/project").read_bytes()
    say(orders, "owner", orders="user")
    done(ant, orders, "apply")
    path.write_text(without)  # as git merges a branch that has taken out the last owner
    (orders / ".ant/record/project").write_bytes(record)
    run = ant("apply", cwd=orders)
    assert (run.returncode, run.stdout) == (1, "")
    assert "'api/repositories/ownership.py' was generated with other" in run.stderr
    done(ant, orders, "upgrade")
    assert "def unscoped" in path.read_text()
