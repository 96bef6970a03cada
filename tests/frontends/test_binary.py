"""Fields of bytes: grown onto a project with rows, renamed, taken out again, and refused."""

from base64 import b64encode
from pathlib import Path

import pytest

from conftest import Ant
from support.grown import ask, migrations, project_files
from support.said import done

OWN = {
    "api/helper/binary.py",
    "api/helper/functions/bytes_answer.py",
    "api/helper/openapi_row_bytes.py",
    "api/helper/shown_bytes.py",
    "api/repositories/binary.py",
    "tests/binary_checks.py",
    "tests/factories/binary.py",
}
SERVICE = "api/services/users_service.py"
MINE = "    def greeting(self) -> str:\n        return self.__class__.__name__\n\n"


@pytest.mark.slow
def test_it_comes_into_an_edited_project_is_renamed_and_goes_again(ant: Ant, shop: Path) -> None:
    path = shop / SERVICE
    first = "    def get_users(self"
    path.write_text(path.read_text().replace(first, f"{MINE}{first}", 1))
    before = project_files(shop)
    done(ant, shop, "generate", "field", "users", "photo:binary:max=100", "scan:binary:private")
    on = project_files(shop)
    put = "api/schemas/PutUsers_schema.py"  # as what no row shows is kept by a PUT
    new = {name for name in on.keys() - before.keys() if "migrations" not in name}
    assert new == {*OWN, put}
    assert "GET     /users/<int:id>/photo" in done(ant, shop, "routes")
    assert "scan" not in done(ant, shop, "routes")
    assert done(ant, shop, "check") == "No findings.\n"
    done(ant, shop, "rename", "field", "users", "photo", "picture")
    service = path.read_text()
    assert MINE in service
    assert "def get_users_picture(" in service
    assert "photo" not in service
    assert '"/<int:id>/picture"' in (shop / "api/routes/users_route.py").read_text()
    done(ant, shop, "destroy", "field", "users", "picture", "--yes")
    assert "picture" not in path.read_text()
    done(ant, shop, "destroy", "field", "users", "scan", "--yes")
    after = project_files(shop)
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    passing = (".ant/", "api/migrations/", "tests/test_operations.py")
    assert {name for name in changed if not name.startswith(passing)} == set()


@pytest.mark.slow
def test_rows_that_are_there_get_bytes(ant: Ant, shop: Path, project_python: Path) -> None:
    content = b64encode(b"hello").decode()
    add = ("generate", "field", "users", "photo:binary:required:max=9", "--yes")
    refused = ant(*add, "--fill", "users.photo=hello?", cwd=shop)
    assert refused.returncode == 1
    assert "must be base64" in refused.stderr
    longer = ant(*add, "--fill", f"users.photo={b64encode(bytes(10)).decode()}", cwd=shop)
    assert longer.returncode == 1
    assert "is longer than 'max', which is 9" in longer.stderr
    (made,) = ask(project_python, shop, ("POST", "/users", {"name": "Ada"}))
    done(ant, shop, *add, "--fill", f"users.photo={content}")
    migration = (shop / f"api/migrations/versions/{migrations(shop)[-1]}.py").read_text()
    assert 'bytes.fromhex("68656c6c6f")' in migration
    known, many, row, missing, wrong = ask(
        project_python, shop,
        ("GET", "/users/1/photo", None), ("GET", "/users", None), ("GET", "/users/1", None),
        ("GET", "/users/2/photo", None), ("PATCH", "/users/1", {"photo": content[:-1]}),
    )  # fmt: skip
    assert (made[0], known[0]) == (201, 200)
    assert "photo" not in {*many[1]["items"][0], *row[1]}
    assert missing == (404, {"message": "There is no row 2 in users with a photo."})
    assert wrong[0] == 400
    assert wrong[1]["errors"] == {"photo": ["Must be base64 of one byte or more."]}


def test_what_makes_no_sense_is_refused(ant: Ant, shop: Path) -> None:
    before = project_files(shop)
    for word, told in {
        "by_id:binary": "the generated code already uses get_users_by_id",
        "photo:binary:default=AA==": "'default' does not go with binary",
        "photo:blob": "Did you mean 'binary'?",
    }.items():
        run = ant("generate", "field", "users", word, cwd=shop)
        assert run.returncode == 1, word
        assert told in run.stderr
    assert project_files(shop) == before
