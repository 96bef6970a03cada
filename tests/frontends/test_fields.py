"""``ant generate field``, ``destroy field``, ``rename field`` and ``rename route``."""

import json
from pathlib import Path

import pytest

from conftest import Ant
from support.trees import Snapshot, snapshot
from support.warm_python import run_warm

USERS = ("name:string:required", "phone:string:max=20")


@pytest.fixture
def users(ant: Ant, project: Path) -> Path:
    """A project with users that orders refer to."""
    ant("generate", "route", "users", *USERS, cwd=project)
    ant("generate", "route", "orders", "user:reference:to=users", cwd=project)
    return project


def fields(project: Path, route: str) -> dict[str, str]:
    read: dict[str, str] = json.loads((project / "ant.json").read_text())["routes"][route]["fields"]
    return read


def text(project: Path, path: str) -> str:
    return (project / path).read_text()


def swap(project: Path, path: str, old: str, new: str) -> None:
    content = text(project, path)
    assert old in content
    (project / path).write_text(content.replace(old, new))


def code(project: Path) -> Snapshot:
    """All of a project but the notes on what can be undone."""
    return {
        path: content for path, content in snapshot(project).items() if not path.startswith(".ant/")
    }


COMMANDS = {
    ("generate", "field", "Users", "site:url", "age:integer"): (
        "Successfully generated fields 'site', 'age' for route 'users'!"
    ),
    ("generate", "field", "users", "site:url"): (
        "Successfully generated field 'site' for route 'users'!"
    ),
    ("destroy", "field", "users", "Phone", "--yes"): (
        "Successfully destroyed field 'phone' of route 'users'!"
    ),
    ("rename", "field", "users", "phone", "Mobile"): (
        "Successfully renamed field 'phone' of route 'users' to 'mobile'!"
    ),
    ("rename", "route", "users", "People"): "Successfully renamed route 'users' to 'people'!",
}


@pytest.mark.parametrize("words", COMMANDS)
def test_a_change_is_shown_reported_made_and_undone(
    ant: Ant, users: Path, words: tuple[str, ...]
) -> None:
    before = code(users)
    dry = ant(*words, "--dry-run", cwd=users)
    assert (dry.returncode, dry.stderr) == (0, "")
    assert "+++ b/ant.json" in dry.stdout
    planned = json.loads(ant("--report", *words, "--dry-run", cwd=users).stdout)
    assert planned["dry_run"] is True
    assert code(users) == before
    done = ant(*words, cwd=users)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == COMMANDS[words]
    assert code(users) != before
    assert ant("apply", cwd=users).stdout == "Nothing to do.\n"
    report = json.loads(ant("--report", "undo", cwd=users).stdout)
    assert sorted(report["files"]) == sorted(planned["planned_files"])
    assert code(users) == before


def test_a_stub_becomes_a_resource_with_its_first_field(ant: Ant, project: Path) -> None:
    ant("generate", "route", "users", cwd=project)
    ant("generate", "subroute", "users", "photo", cwd=project)
    done = ant("generate", "field", "users", "name:string", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "CrudRepository" in text(project, "api/repositories/users_repository.py")
    assert "def get_photo" in text(project, "api/services/users_service.py")


def test_an_edited_stub_stays_one_and_its_files_are_named(ant: Ant, project: Path) -> None:
    ant("generate", "route", "users", cwd=project)
    swap(project, "api/services/users_service.py", "is working!", "is mine!")
    (project / "api/schemas/PostUsers_schema.py").unlink()
    before = code(project)
    done = ant("generate", "field", "users", "name:string", cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    told = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert sorted(told) == [
        "Error: 'api/schemas/PostUsers_schema.py' is not there,"
        " so route 'users' cannot get fields.",
        "Error: 'api/services/users_service.py' is not as it was generated,"
        " so route 'users' cannot get fields.",
    ]
    assert code(project) == before


def test_a_changed_column_is_not_overwritten(ant: Ant, users: Path) -> None:
    model = "api/models/Users_model.py"
    swap(users, model, "        String(20),\n", "        String(21),\n")
    before = code(users)
    done = ant("destroy", "field", "users", "phone", "--yes", cwd=users)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"at {model}, Users: phone" in done.stderr
    assert "phone is not as it was generated" in done.stderr
    assert code(users) == before
    done = ant("destroy", "field", "users", "phone", "--yes", "--force", cwd=users)
    assert done.returncode == 0
    assert "phone" not in text(users, model)
    assert "String(21)" in text(users, f".ant/kept/1/{model}")


OWN = '''"""Mine."""

from services.users_service import myUsersService


def call(id: int) -> str:
    row = myUsersService.get_users_by_id(id)
    return f"{row.phone}"
'''


@pytest.mark.parametrize(
    "words",
    [("rename", "field", "users", "phone", "mobile"), ("destroy", "field", "users", "phone")],
)
def test_code_that_mentions_a_field_is_named_and_left_alone(
    ant: Ant, users: Path, words: tuple[str, ...]
) -> None:
    (users / "api/helper/reminders.py").write_text(OWN)
    (users / "tests/test_mine.py").write_text(
        'def test_mine(client):\n    client.post("/users", json={"name": "A", "phone": "1"})\n'
    )
    before = code(users)
    more = ("--yes",) if words[0] == "destroy" else ()
    done = ant(*words, *more, cwd=users)
    assert (done.returncode, done.stdout) == (1, "")
    told = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert told == [
        "Error: api/helper/reminders.py:8 uses row.phone, which would be gone.",
        "Error: tests/test_mine.py:2 uses 'phone', which would be gone.",
    ]
    assert code(users) == before


def test_by_hand_renames_all_but_what_a_person_wrote(ant: Ant, users: Path) -> None:
    (users / "api/helper/reminders.py").write_text(OWN)
    done = ant("rename", "field", "users", "phone", "mobile", "--by-hand", cwd=users)
    assert (done.returncode, done.stderr) == (0, "")
    assert "By hand: api/helper/reminders.py:8 uses row.phone, which is gone." in done.stdout
    assert text(users, "api/helper/reminders.py") == OWN
    assert "mobile" in text(users, "api/models/Users_model.py")


def test_edited_files_of_a_route_move_with_every_line_of_their_owner(ant: Ant, users: Path) -> None:
    service = "api/services/users_service.py"
    mine = "\n\ndef mine() -> int:\n    return 1  # as it was\n"
    (users / service).write_text(text(users, service) + mine)
    done = ant("rename", "route", "users", "people", cwd=users)
    assert (done.returncode, done.stderr) == (0, "")
    assert not (users / service).exists()
    moved = text(users, "api/services/people_service.py")
    assert moved.endswith(mine)
    assert "class PeopleService" in moved
    assert "users" not in moved.lower()
    assert fields(users, "orders") == {"user": "reference:to=people"}


def test_a_name_that_was_left_can_be_given_again(
    ant: Ant, users: Path, project_python: Path
) -> None:
    for words in (
        "rename route orders purchases",
        "rename field users phone mobile",
        "rename field purchases user buyer",
        "generate field users phone:integer",
        "generate field purchases user:reference:to=users",
        "generate route orders name:string",
        "rename route orders goods",
        "rename field goods name title",
        "destroy route goods --yes",
        "generate route orders name:string title:string",
    ):
        done = ant(*words.split(), cwd=users)
        assert (done.returncode, done.stderr) == (0, ""), words
    for words in ("upgrade head", "check", "downgrade base"):
        run = run_warm([project_python, "-B", "-m", "alembic", *words.split()], users)
        assert run.returncode == 0, run.stdout + run.stderr


def test_a_route_that_code_elsewhere_imports_is_not_renamed(ant: Ant, users: Path) -> None:
    (users / "api/helper/reminders.py").write_text(OWN)
    before = code(users)
    done = ant("rename", "route", "users", "people", cwd=users)
    assert (done.returncode, done.stdout) == (1, "")
    assert "api/helper/reminders.py:3 uses services.users_service" in done.stderr
    assert code(users) == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("generate", "field", "nope", "a:string"), "Route 'nope' does not exist"),
        (("generate", "field", "users", "name:string"), "has a field 'name' already"),
        (("generate", "field", "users", "name:strin"), "unknown type 'strin'"),
        (("generate", "field", "users", 'a:{"type":"string"'), "begins with '{' is not JSON"),
        (("destroy", "field", "users", "nam"), "Did you mean 'name'?"),
        (("destroy", "field", "orders", "user"), "is the last field of route 'orders'"),
        (("rename", "field", "users", "phone", "name"), "has a field 'name' already"),
        (("rename", "route", "users", "orders"), "Route 'orders' already exists"),
        (("rename", "route", "users", "static"), "Invalid route name 'static'"),
        (("generate", "subroute", "users", "users_by_id"), "already uses get_users_by_id"),
        (("generate", "subroute", "users", "users_orders"), "already uses get_users_orders"),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(
    ant: Ant, users: Path, words: tuple[str, ...], told: str
) -> None:
    before = code(users)
    done = ant(*words, cwd=users)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert code(users) == before


def test_a_field_whose_collection_a_subroute_hides_is_refused(ant: Ant, users: Path) -> None:
    ant("generate", "subroute", "users", "users_pets", cwd=users)
    done = ant("generate", "route", "pets", "owner:reference:to=users", cwd=users)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: Subroute 'users_pets' cannot be in route 'users'"
        " (the generated code already uses get_users_pets).\n"
    )


def test_what_is_left_of_a_renamed_route_is_told_where_it_is_then(ant: Ant, users: Path) -> None:
    route = users / "api/routes/users_route.py"
    route.write_text(route.read_text().replace('"/users"', '"/api/v1/users"'))
    refused = ant("rename", "route", "users", "people", cwd=users)
    assert refused.returncode == 1
    assert "api/routes/users_route.py:" in refused.stderr
    done = ant("rename", "route", "users", "people", "--by-hand", cwd=users)
    assert (done.returncode, done.stderr) == (0, "")
    place, _, line = done.stdout.partition("By hand: ")[2].partition(" ")[0].partition(":")
    assert place == "api/routes/people_route.py"
    assert "/api/v1/users" in (users / place).read_text().splitlines()[int(line) - 1]
