"""Routes that make many rows in one request: said on the command line, turned on and off."""

from pathlib import Path
from typing import Any

import pytest

from conftest import Ant
from support.grown import project_files
from support.said import done, say

OWN = {
    "api/helper/functions/bulk.py",
    "api/helper/openapi_many_rows.py",
    "api/repositories/bulk.py",
    "tests/bulk_checks.py",
}
REPOSITORY = "api/repositories/users_repository.py"
MINE = "    def restored(self) -> int:\n        return 1\n"


def test_it_is_turned_on_and_off_again(ant: Ant, shop: Path) -> None:
    before = project_files(shop)
    say(shop, "bulk", users=True)
    done(ant, shop, "apply")
    on = project_files(shop)
    assert on.keys() - before.keys() == OWN  # and no migration
    assert "POST    /users/bulk" in done(ant, shop, "routes")
    assert done(ant, shop, "apply") == "Nothing to do.\n"
    assert done(ant, shop, "check") == "No findings.\n"
    say(shop, "bulk", users=None)
    done(ant, shop, "apply", "--yes")
    after = project_files(shop)
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert {path for path in changed if not path.startswith(".ant/record")} <= {"ant.json"}


def test_it_comes_into_edited_layers_and_goes_again(ant: Ant, shop: Path) -> None:
    path = shop / REPOSITORY
    schema = "    schema = GetUsersSchema\n"
    path.write_text(path.read_text().replace(schema, f"{schema}\n{MINE}"))
    edited = path.read_text()
    done(ant, shop, "generate", "route", "pets", "user:reference:to=users", "--bulk")
    say(shop, "bulk", users=True, pets=None)
    done(ant, shop, "apply", "--yes")
    assert "    insert_all = insert_all\n" in path.read_text()
    assert MINE in path.read_text()
    say(shop, "bulk", users=False)
    done(ant, shop, "apply", "--yes")
    assert "insert_all" not in path.read_text()
    assert MINE in path.read_text()
    assert edited.splitlines()[0] == path.read_text().splitlines()[0]


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("users", "yes", "Invalid 'bulk' of route 'users' (it must be true or false)."),
        ("reports", True, "Invalid 'bulk' of route 'reports' (the route has no fields)."),
    ],
)
def test_what_makes_no_sense_is_refused(
    ant: Ant, shop: Path, name: str, said: Any, told: str
) -> None:
    say(shop, "bulk", **{name: said})
    before = project_files(shop)
    run = ant("apply", cwd=shop)
    assert (run.returncode, run.stdout) == (1, "")
    assert told in run.stderr
    assert project_files(shop) == before
