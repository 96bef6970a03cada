"""POSTs that take an ``Idempotency-Key``: said in ``ant.json``, turned on and off, refused."""

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
OWN = {
    "api/decorators/idempotent.py",
    "api/models/Idempotency_keys_model.py",
    "api/repositories/idempotency_keys_repository.py",
    "tests/idempotency_checks.py",
}


def takes_keys(root: Path, route: str) -> bool:
    """Whether a route takes keys."""
    return "\n@idempotent\ndef create_" in (root / VIEWS.format(route)).read_text()


def test_it_is_turned_on_for_a_route_and_off_again(ant: Ant, shop: Path) -> None:
    before = project_files(shop)
    say(shop, "idempotency", users=True)
    done(ant, shop, "apply")
    assert (takes_keys(shop, "users"), takes_keys(shop, "tags")) == (True, False)
    on = project_files(shop)
    [created] = [path for path in on.keys() - before.keys() if "versions" in path]
    assert created.endswith("_create_idempotency_keys.py")
    assert on.keys() - before.keys() == {created, *OWN}
    assert done(ant, shop, "apply") == "Nothing to do.\n"
    say(shop, "idempotency", users=None)
    done(ant, shop, "apply", "--yes")
    after = project_files(shop)
    [dropped] = after.keys() - before.keys() - {created}
    assert dropped.endswith("_drop_idempotency_keys.py")
    changed = {path for path in before if before[path] != after.get(path)}
    assert {path for path in changed if not path.startswith(".ant/record")} <= {"ant.json"}


def test_the_project_speaks_for_routes_that_say_nothing(ant: Ant, shop: Path) -> None:
    say(shop, "idempotency", project=True, tags=False)
    done(ant, shop, "apply")
    assert (takes_keys(shop, "users"), takes_keys(shop, "tags")) == (True, False)
    done(ant, shop, "generate", "route", "pets", "name:string")
    assert takes_keys(shop, "pets")
    say(shop, "idempotency", tags=None)
    before = project_files(shop).keys()
    done(ant, shop, "apply")
    assert takes_keys(shop, "tags")
    assert project_files(shop).keys() == before  # the table is there already


def test_a_route_with_its_table_is_refused(ant: Ant, shop: Path) -> None:
    say(shop, "idempotency", project=True)
    done(ant, shop, "apply")
    before = project_files(shop)
    run = ant("generate", "route", "idempotency_keys", "name:string", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert "would share the table idempotency_keys" in run.stderr
    assert project_files(shop) == before


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"users": "yes"}, "Invalid 'idempotency' of route 'users' (must be true or false)."),
        ({"project": 1}, "Invalid 'idempotency' of the project (must be true or false)."),
        ({"reports": True}, "Route 'reports' has no fields and so no 'idempotency'."),
    ],
)
def test_what_makes_no_sense_is_refused(
    ant: Ant, shop: Path, said: dict[str, Any], told: str
) -> None:
    say(shop, "idempotency", **said)
    before = project_files(shop)
    run = ant("apply", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert told in run.stderr
    assert project_files(shop) == before


@pytest.mark.parametrize("before", [True, False])
def test_views_that_a_merge_has_left_behind_are_told(before: bool) -> None:
    def spec(word: bool) -> Any:
        routes = {"users": {"fields": {"name": "string"}}, "reports": {}}
        given = {"project": {"idempotency": word}, "routes": routes}
        return read_spec(given, ProjectName("shop"), str)

    texts = render_project(spec(before))
    assert [*find_stale_views(texts, spec(not before))] == [VIEWS.format("users")]
    assert find_stale_views(texts, spec(before)) == {}
