"""``ant destroy route --cascade``: a route goes with the fields that lead to it."""

import json
import shutil
from pathlib import Path

import pytest

from conftest import GrownProject
from support.grown import ask, migrations, project_files
from support.runners import Forked
from support.said import say

DROP = ("destroy", "route", "users")
GROWN = (
    ("generate", "route", "users", "name:string"),
    ("generate", "route", "orders", "total:integer", "user:reference:to=users",
     "watchers:many:to=users"),
    ("generate", "route", "notes", "text:text", "author:reference:to=users"),
)  # fmt: skip
WAYS = """\
  Take these fields out, too, with: --cascade
  Or take the route and these fields out of ant.json, and run: ant apply
"""


@pytest.fixture(scope="module")
def grown(grown_project: GrownProject) -> Path:
    """A project in which three fields lead to one route."""
    return grown_project(*GROWN)


@pytest.fixture
def shop(grown: Path, tmp_path: Path) -> Path:
    """One of one's own."""
    return Path(shutil.copytree(grown, tmp_path / "my-api"))


def test_a_refusal_names_both_ways(forked_ant: Forked, shop: Path) -> None:
    done = forked_ant.run(shop, *DROP)
    fields = "orders.user, orders.watchers, notes.author"
    assert done == (1, "", f"Error: Other routes lead to 'users': {fields}.\n{WAYS}")


@pytest.mark.slow
def test_the_fields_go_in_the_same_plan(
    forked_ant: Forked, shop: Path, project_python: Path
) -> None:
    before, count = project_files(shop), len(migrations(shop))
    done = forked_ant.run(shop, *DROP, "--cascade")
    assert done.code == 1 and project_files(shop) == before
    for name in ("'users'", "'orders.user_id'", "'notes.author_id'", "orders_watchers"):
        assert name in done.stderr, name
    planned = forked_ant.run(shop, *DROP, "--cascade", "--dry-run")
    assert planned.code == 0 and project_files(shop) == before
    done = forked_ant.run(shop, *DROP, "--cascade", "--yes")
    assert done[::2] == (0, "") and done.stdout.startswith("Successfully destroyed route 'users'!")
    assert len(migrations(shop)) == count + 1
    routes = json.loads((shop / "ant.json").read_text())["routes"]
    assert {name: [*route["fields"]] for name, route in routes.items()} == {
        "orders": ["total"], "notes": ["text"],
    }  # fmt: skip
    answers = ask(project_python, shop, ("GET", "/orders", None), ("GET", "/users", None))
    assert [status for status, _ in answers] == [200, 404]
    shutil.rmtree(shop / "api/instance")
    assert forked_ant.run(shop, "undo").stdout == "Successfully undid: ant destroy route users" \
        " --cascade\n"  # fmt: skip
    now = {path: seen for path, seen in project_files(shop).items() if "__pycache__" not in path}
    assert now == before


def test_the_way_by_the_manifest_does_the_same(
    forked_ant: Forked, shop: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copytree(shop, tmp_path / "other" / "my-api"))
    assert forked_ant.run(shop, *DROP, "--cascade", "--yes").code == 0
    manifest = json.loads((other / "ant.json").read_text())
    del manifest["routes"]["users"]
    for route, field in (("orders", "user"), ("orders", "watchers"), ("notes", "author")):
        del manifest["routes"][route]["fields"][field]
    (other / "ant.json").write_text(json.dumps(manifest, indent=2) + "\n")
    assert forked_ant.run(other, "apply", "--yes").code == 0
    assert project_files(other) == project_files(shop)


def test_what_somebody_changed_or_uses_is_refused_all_the_same(
    forked_ant: Forked, shop: Path
) -> None:
    (shop / "api/own.py").write_text(
        "from models.Notes_model import Notes\n\n\ndef of(author: int) -> object:\n"
        "    return Notes.author_id == author\n"
    )
    before = project_files(shop)
    done = forked_ant.run(shop, *DROP, "--cascade", "--yes")
    assert done.code == 1 and project_files(shop) == before
    assert "api/own.py:5 uses Notes.author_id" in done.stderr
    done = forked_ant.run(shop, *DROP, "--cascade", "--yes", "--force")
    assert done.code == 0 and "api/own.py:5 uses Notes.author_id" in done.stdout


def test_a_route_that_would_be_left_without_fields_is_named(forked_ant: Forked, shop: Path) -> None:
    words = ("generate", "route", "likes", "user:reference:to=users")
    assert forked_ant.run(shop, *words).code == 0
    before = project_files(shop)
    done = forked_ant.run(shop, *DROP, "--cascade", "--yes")
    assert done.code == 1 and project_files(shop) == before
    assert done.stderr.splitlines() == [
        "Error: Route 'likes' has no other fields than those that lead to 'users'.",
        "  Give it another field first, or destroy it: ant destroy route likes",
    ]


@pytest.mark.slow
def test_very_many_are_told_in_short_and_go_at_once(forked_ant: Forked, tmp_path: Path) -> None:
    names = [f"t{number}" for number in range(23)]
    fields = {"n": "integer"} | {f"u{number}": "reference:to=users" for number in range(5)}
    routes = {"users": {"fields": {"name": "string"}}} | {
        name: {"fields": fields} for name in names
    }
    spec = json.dumps({"routes": routes})
    assert forked_ant.run(tmp_path, "generate", "api", "many", "--json", spec).code == 0
    project = tmp_path / "many"
    done = forked_ant.run(project, *DROP)
    shown = ", ".join(f"t{number}.u{field}" for number in range(2) for field in range(5))
    first = f"Error: Other routes lead to 'users': {shown} and 105 more.\n"
    assert done == (1, "", first + WAYS)
    done = forked_ant.run(project, *DROP, "--cascade")
    assert done.code == 1 and len(done.stderr.splitlines()) < 110
    assert "… and 66 more errors; --report lists them all.\n" in done.stderr
    report = json.loads(forked_ant.run(project, "--report", *DROP, "--cascade").stdout)
    assert len(report["errors"]) == 116
    assert forked_ant.run(project, *DROP, "--cascade", "--yes")[::2] == (0, "")
    assert len(migrations(project)) == 2


def test_rules_over_several_fields_go_with_one_of_them(forked_ant: Forked, shop: Path) -> None:
    say(shop, "unique", orders=[["user", "total"]])
    say(shop, "index", orders=[["total", "-user"], ["total", "created_at"]])
    assert forked_ant.run(shop, "apply", "--yes").code == 0
    before = project_files(shop)
    planned = forked_ant.run(shop, *DROP, "--cascade", "--dry-run")
    assert project_files(shop) == before
    done = forked_ant.run(shop, *DROP, "--cascade", "--yes")
    assert done[::2] == (0, "")
    for output in (planned.stdout, done.stdout):
        assert "'unique' of route 'orders' goes with its field: [\"user\", \"total\"]." in output
        assert "'index' of route 'orders' goes with its field: [\"total\", \"-user\"]." in output
    orders = json.loads((shop / "ant.json").read_text())["routes"]["orders"]
    assert orders == {"index": [["total", "created_at"]], "fields": {"total": "integer"}}
    assert len(migrations(shop)) == 6
