"""Deleted rows that are kept: said on the command line and in ``ant.json``, turned on and off."""

from pathlib import Path
from typing import Any

import pytest

from ant.api.steps.stale_views import find_stale_views
from ant.artifacts.project import render_project
from ant.core.names.identifiers import ProjectName
from ant.core.spec_reader import read_spec
from conftest import Ant
from support.grown import migrations, project_files
from support.said import done, say

OWN = {
    "api/repositories/kept_rows.py",
    "api/repositories/deletion.py",
    "tests/deletion_checks.py",
}
REPOSITORY = "api/repositories/{}_repository.py"
RESTORED = "    def restored(self) -> int:\n        return 1\n"


@pytest.mark.slow
def test_it_is_turned_on_and_off_again(ant: Ant, shop: Path) -> None:
    before = project_files(shop)
    say(shop, "delete", users="soft")
    done(ant, shop, "apply")
    on = project_files(shop)
    [added] = [path for path in on.keys() - before.keys() if "versions" in path]
    assert added.endswith("_add_deleted_at_to_users.py")
    assert on.keys() - before.keys() == {added, *OWN}
    assert "would be found again" in (shop / added).read_text()
    assert '@users_bp.post("/<int:id>/restore")' in (shop / "api/routes/users_route.py").read_text()
    assert done(ant, shop, "apply") == "Nothing to do.\n"
    assert "POST    /users/<int:id>/restore" in done(ant, shop, "routes")
    assert done(ant, shop, "check") == "No findings.\n"
    say(shop, "delete", users=None)
    refused = ant("apply", cwd=shop)
    assert refused.returncode == 1
    assert "Rows of 'users' that were deleted and kept are found again." in refused.stderr
    assert "found again" in ant("apply", "--yes", cwd=shop).stdout
    after = project_files(shop)
    changed = {path for path in before if before[path] != after.get(path)}
    assert {path for path in changed if not path.startswith(".ant/record")} <= {"ant.json"}
    assert len(migrations(shop)) == len([path for path in before if "versions/0" in path]) + 2


def test_it_is_said_on_the_command_line(ant: Ant, shop: Path) -> None:
    words = ("pets", "name:string:required:unique", "user:reference:to=users", "--delete", "soft")
    done(ant, shop, "generate", "route", *words)
    model = (shop / "api/models/Pets_model.py").read_text()
    assert 'sqlite_where=text("deleted_at IS NULL")' in model
    assert "unique=True)" not in model
    assert "restore = restore" in (shop / REPOSITORY.format("pets")).read_text()
    done(ant, shop, "generate", "route", "toys", "pet:reference:to=pets:required")
    assert "_writing = hold_references" in (shop / REPOSITORY.format("toys")).read_text()
    assert "hold_references" not in (shop / REPOSITORY.format("users")).read_text()
    run = ant("generate", "route", "cats", "--delete", "soft", cwd=shop)
    assert run.returncode == 1
    assert "Route 'cats' has no fields and so no 'delete'." in run.stderr


def test_who_refers_to_a_route_follows_when_it_is_turned_on(ant: Ant, shop: Path) -> None:
    done(ant, shop, "generate", "route", "pets", "user:reference:to=users")
    path = shop / REPOSITORY.format("pets")
    text = path.read_text().replace(
        "    schema = GetPetsSchema\n", f"    schema = GetPetsSchema\n\n{RESTORED}"
    )
    path.write_text(text)
    say(shop, "delete", users="soft")
    done(ant, shop, "apply")
    assert "    _writing = hold_references\n" in path.read_text()
    assert RESTORED in path.read_text()


@pytest.mark.parametrize("before", ["soft", None])
def test_repositories_that_a_merge_has_left_behind_are_told(before: str | None) -> None:
    def spec(word: str | None) -> Any:
        users = {"fields": {"name": "string"}, **({"delete": word} if word else {})}
        pets = {"fields": {"user": "reference:to=users"}}
        return read_spec({"routes": {"users": users, "pets": pets}}, ProjectName("shop"), str)

    texts, after = render_project(spec(before)), None if before else "soft"
    wanted = {REPOSITORY.format("users"), REPOSITORY.format("pets")}
    found = {*find_stale_views(texts, spec(after))}
    assert found == wanted | (set() if before else {"api/repositories/ownership.py"})
    assert find_stale_views(texts, spec(before)) == {}
