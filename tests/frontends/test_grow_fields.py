"""``ant generate route NAME FIELD …``: the short string on the command line."""

import json
import shutil
from pathlib import Path

import pytest

from conftest import Ant
from support.trees import snapshot

PUT_BACK = "Put back what was applied last with: cp .ant/applied.json ant.json"
USERS = ("name:string:required:max=120", "email:email:required:unique", "age:integer:min=0")
FIELDS = {
    "name": "string:required:max=120",
    "email": "email:required:unique",
    "age": "integer:min=0",
}


def fields(project: Path, route: str) -> object:
    return json.loads((project / "ant.json").read_text())["routes"][route]["fields"]


def test_a_route_with_fields_is_announced_and_written(ant: Ant, project: Path) -> None:
    done = ant("generate", "route", "Users", *USERS, cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    layers = "route, service, repository, and model"
    assert done.stdout == f"Successfully generated {layers} for 'users'!\n"
    assert fields(project, "users") == FIELDS
    assert ant("apply", cwd=project).stdout == "Nothing to do.\n"


@pytest.mark.parametrize(
    "words",
    [
        ("--dry-run", "users", *USERS),
        ("users", "--dry-run", *USERS),
        ("users", USERS[0], "--dry-run", *USERS[1:]),
        ("--dry-run", "--", "users", *USERS),
        ("users", "--dry-run", "--", *USERS),
    ],
)
def test_options_stand_anywhere_between_the_fields(
    ant: Ant, project: Path, words: tuple[str, ...]
) -> None:
    before = snapshot(project)
    done = ant("generate", "route", *words, cwd=project)
    assert done.returncode == 0
    for name, text in FIELDS.items():
        assert f'+        "{name}": "{text}"' in done.stdout
    assert snapshot(project) == before


def test_a_field_can_be_given_as_json(ant: Ant, project: Path) -> None:
    spelled = {"type": "datetime", "min": "2030-01-01T00:00:00Z"}
    done = ant("generate", "route", "events", f"at:{json.dumps(spelled)}", cwd=project)
    assert done.returncode == 0
    assert fields(project, "events") == {"at": spelled}


def test_every_bad_field_is_named_and_nothing_changes(ant: Ant, project: Path) -> None:
    before = snapshot(project)
    given = ("name:strin", "age:integer:mim=0", "email", "id:text")
    done = ant("generate", "route", "users", *given, cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "Error: Invalid field 'name' in route 'users' (unknown type 'strin').",
        "  Did you mean 'string'?",
        "Error: Invalid field 'age' in route 'users' (unknown modifier 'mim').",
        "  Did you mean 'min'?",
        "Error: Invalid field 'email' in route 'users' (it has no type).",
        done.stderr.splitlines()[5],
        "Error: Invalid field name 'id' in route 'users' (every route has it already).",
        "  Leave it out.",
    ]
    assert done.stderr.splitlines()[5].startswith("  Types: string, text, smallint, integer, ")
    assert snapshot(project) == before


@pytest.mark.parametrize("levels", [101, 400, 30_000])
def test_json_that_is_too_deep_is_refused_as_such(ant: Ant, project: Path, levels: int) -> None:
    before = snapshot(project)
    deep = "[" * levels + "]" * levels
    done = ant(
        "generate", "route", "users", f'a:{{"type": "json", "default": {deep}}}', cwd=project
    )
    assert done.returncode == 1
    assert "nested more than 100 levels deep" in done.stderr
    assert snapshot(project) == before


@pytest.mark.slow
def test_a_file_with_code_that_is_too_deep_is_refused_and_one_that_is_nearly_is_edited(
    ant: Ant, project: Path
) -> None:
    assert ant("generate", "route", "users", *USERS, cwd=project).returncode == 0
    service = project / "api/services/users_service.py"
    generated = service.read_text()
    for terms, code in ((2000, 1), (190, 0)):
        service.write_text(generated + "\n\nTOTAL = " + " + ".join("1" * terms) + "\n")
        done = ant("rename", "route", "users", "people", cwd=project)
        assert done.returncode == code, done
        assert ("nested more than 200 levels deep" in done.stderr) == bool(code)
        assert service.exists() == bool(code)


def test_a_spec_with_the_same_faults_says_the_same(ant: Ant, project: Path) -> None:
    faults = {"name": "strin", "age": "integer:mim=0", "total": "decimal:precision=40", "id": "url"}
    spec = {"routes": {"users": {"fields": faults}}}
    read = ant("--report", "generate", "api", "x", "--json", json.dumps(spec), cwd=project)
    words = [f"{name}:{text}" for name, text in faults.items()]
    given = ant("--report", "generate", "route", "users", *words, cwd=project)
    places = [f"  at routes.users.fields.{name}\n" for name in faults]
    told = [
        error.replace("\n" + place.rstrip("\n"), "")
        for error, place in zip(json.loads(read.stdout)["errors"], places, strict=True)
    ]
    assert told == json.loads(given.stdout)["errors"]


def test_a_reference_leads_to_a_route_that_is_there(ant: Ant, project: Path) -> None:
    ant("generate", "route", "users", *USERS, cwd=project)
    done = ant("generate", "route", "orders", "user:reference:to=user", cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert "(there is no route 'user')" in done.stderr
    assert "Did you mean 'users'?" in done.stderr
    assert (
        ant("generate", "route", "orders", "user:reference:to=Users", cwd=project).returncode == 0
    )
    done = ant("destroy", "route", "users", cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: Other routes lead to 'users': orders.user.\n")


@pytest.mark.parametrize(
    ("option", "value"), [("--type", "GET"), ("--type", "POST"), ("--mock", "null")]
)
def test_fields_do_not_go_with_what_a_stub_has(
    ant: Ant, project: Path, option: str, value: str
) -> None:
    done = ant("generate", "route", "users", *USERS, option, value, cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[0] == (
        f"Error: Route 'users' has fields and so no '{option[2:]}'."
    )


def test_a_command_line_without_a_name_is_wrong(ant: Ant, project: Path) -> None:
    done = ant("generate", "route", cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == ("Error: The following arguments are required: NAME.")


def test_a_project_without_ant_json_is_adopted_first(ant: Ant, project: Path) -> None:
    (project / "ant.json").unlink()
    done = ant("generate", "route", "users", *USERS, cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert PUT_BACK in done.stderr
    assert ant("adopt", cwd=project).returncode == 0
    assert ant("generate", "route", "users", *USERS, cwd=project).returncode == 0
    assert fields(project, "users") == FIELDS


def test_a_lost_ant_json_with_fields_is_put_back_and_not_guessed(ant: Ant, project: Path) -> None:
    ant("generate", "route", "users", *USERS, cwd=project)
    (project / "ant.json").unlink()
    done = ant("adopt", cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: The code does not tell all that fields are.")
    assert PUT_BACK in done.stderr
    shutil.copy(project / ".ant/applied.json", project / "ant.json")
    assert ant("generate", "field", "users", "late:date", cwd=project).returncode == 0
