"""Changes of rows that have to name a version: said in ``ant.json``, turned on and off, refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from ant.api.steps.stale_views import find_stale_views
from ant.artifacts.project import render_project
from ant.core.names.identifiers import ProjectName
from ant.core.spec_reader import read_spec
from conftest import Ant
from support.grown import project_files
from support.said import done, say

VIEWS = "api/routes/{}_route.py"
CHECKS = "tests/if_match_checks.py"


def required(root: Path, route: str) -> int:
    """How many views of a route need the header."""
    return (root / VIEWS.format(route)).read_text().count(", required=True)")


def test_it_is_turned_on_for_a_route_and_off_again(ant: Ant, shop: Path) -> None:
    before = project_files(shop)
    say(shop, "if_match", users="required")
    assert "Successfully applied" in done(ant, shop, "apply")
    assert (required(shop, "users"), required(shop, "tags")) == (3, 0)
    assert "class TestUsers(IfMatchChecks)" in (shop / "tests/test_users_route.py").read_text()
    assert (shop / CHECKS).exists()
    assert json.loads((shop / "ant.json").read_text())["routes"]["users"]["if_match"] == "required"
    assert done(ant, shop, "apply") == "Nothing to do.\n"
    say(shop, "if_match", users=None)
    done(ant, shop, "apply")
    after = project_files(shop)
    changed = {path for path in before if before[path] != after.get(path)}
    assert {path for path in changed if not path.startswith(".ant/record")} <= {"ant.json"}
    assert after.keys() == before.keys()


def test_the_project_speaks_for_routes_that_say_nothing(ant: Ant, shop: Path) -> None:
    say(shop, "if_match", project="required", tags="optional")
    done(ant, shop, "apply")
    assert (required(shop, "users"), required(shop, "tags")) == (3, 0)
    done(ant, shop, "generate", "route", "pets", "name:string")
    assert required(shop, "pets") == 3
    say(shop, "if_match", tags=None)
    done(ant, shop, "apply")
    assert required(shop, "tags") == 3


def test_an_edited_view_is_refused_with_what_to_write(ant: Ant, shop: Path) -> None:
    views = shop / VIEWS.format("users")
    call = "    myUsersService.delete_users(id, if_match(GetUsersSchema"
    views.write_text(views.read_text().replace(call, f"    print(id)\n{call}"))
    say(shop, "if_match", users="required")
    before = project_files(shop)
    run = ant("apply", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert f"{call}, required=True))" in run.stderr
    assert project_files(shop) == before
    views.write_text(views.read_text().replace(f"{call})", f"{call}, required=True)"))
    done(ant, shop, "apply", "--by-hand")
    assert required(shop, "users") == 3


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            {"users": "always"},
            "Invalid 'if_match' of route 'users' (must be required or optional).",
        ),
        ({"project": True}, "Invalid 'if_match' of the project (must be required or optional)."),
        ({"reports": "required"}, "Route 'reports' has no fields and so no 'if_match'."),
    ],
)
def test_what_makes_no_sense_is_refused(
    ant: Ant, shop: Path, said: dict[str, Any], told: str
) -> None:
    say(shop, "if_match", **said)
    before = project_files(shop)
    run = ant("apply", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert told in run.stderr
    assert project_files(shop) == before


@pytest.mark.parametrize(("before", "now"), [("optional", "required"), ("required", "optional")])
def test_views_that_a_merge_has_left_behind_are_told(before: str, now: str) -> None:
    def spec(word: str) -> Any:
        routes = {"users": {"fields": {"name": "string"}}, "reports": {}}
        given = {"project": {"if_match": word}, "routes": routes}
        return read_spec(given, ProjectName("shop"), str)

    texts = render_project(spec(before))
    assert [*find_stale_views(texts, spec(now))] == [VIEWS.format("users")]
    assert find_stale_views(texts, spec(before)) == {}
