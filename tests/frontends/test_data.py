"""Changes that concern the rows of a database, and ``ant migrate``."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from conftest import Ant
from support.grown import migrations, project_files
from support.terminal import seen_on_a_terminal

DROP = ("destroy", "route", "users")
LOST = "The table 'users' goes, with all its rows."
REQUIRED = "Rows that are there would have no value of 'users.age'."


@pytest.fixture
def typed(ant: Ant, project: Path) -> Path:
    """A project with a route that has a field."""
    assert ant("generate", "route", "users", "name:string", cwd=project).returncode == 0
    return project


def set_fields(project: Path, **fields: str) -> None:
    """Change the fields of ``users`` in ``ant.json`` as a person would."""
    path = project / "ant.json"
    manifest = json.loads(path.read_text())
    manifest["routes"]["users"]["fields"] = fields
    path.write_text(json.dumps(manifest, indent=4))


def newest(project: Path) -> str:
    name = migrations(project)[-1]
    return (project / f"api/migrations/versions/{name}.py").read_text()


@pytest.mark.slow
def test_rows_do_not_go_without_a_word(ant: Ant, typed: Path) -> None:
    before = project_files(typed)
    done = ant(*DROP, cwd=typed)
    assert (done.returncode, done.stdout) == (1, "")
    assert LOST in done.stderr and "--yes" in done.stderr
    report = json.loads(ant(*DROP, "--report", cwd=typed).stdout)
    assert report["status"] == "error" and LOST in report["errors"][0]
    assert project_files(typed) == before
    assert ant(*DROP, "--yes", cwd=typed).stdout.splitlines() == [
        "Successfully destroyed route 'users'!", f"With its migration: {LOST}",
    ]  # fmt: skip
    assert migrations(typed)[-1] == "0003_drop_users"


def test_yes_says_what_rows_would_stop(ant: Ant, typed: Path) -> None:
    done = ant("generate", "field", "users", "age:integer:required", "--yes", cwd=typed)
    assert done.stdout.splitlines()[1:] == [
        "With its migration: Rows that are there would stop it: they have no value of 'users.age'."
    ]


def test_a_dry_run_tells_what_would_be_lost_and_asks_nothing(ant: Ant, typed: Path) -> None:
    done = ant(*DROP, "--dry-run", cwd=typed)
    assert (done.returncode, done.stderr) == (0, "")
    assert LOST in done.stdout


@pytest.mark.parametrize(
    ("types", "code", "said"),
    [
        ("y\n", 0, "Successfully destroyed"),
        ("n\n", 1, "Nothing was changed."),
        ("\n", 1, "Nothing"),
    ],
)
def test_a_person_is_asked(ant_path: Path, typed: Path, types: str, code: int, said: str) -> None:
    shown = seen_on_a_terminal(ant_path, *DROP, cwd=typed, types=types, code=code)
    assert LOST in shown and "Go on? [y/N]" in shown and said in shown
    assert (typed / "api/models/Users_model.py").exists() == bool(code)


def test_nobody_is_asked_who_says_so(ant_path: Path, typed: Path) -> None:
    shown = seen_on_a_terminal(ant_path, *DROP, "--no-input", cwd=typed, types="y\n", code=1)
    assert "[y/N]" not in shown and "--yes" in shown
    assert (typed / "api/models/Users_model.py").exists()
    seen_on_a_terminal(ant_path, "--no-input", *DROP, "--yes", cwd=typed)
    assert not (typed / "api/models/Users_model.py").exists()


def test_a_migration_that_has_run_is_not_undone(ant: Ant, typed: Path) -> None:
    first = re.findall(r'^revision.* = "(.*)"$', newest(typed), re.M)[0]
    assert ant("generate", "field", "users", "age:integer", cwd=typed).returncode == 0
    second = re.findall(r'^revision.* = "(.*)"$', newest(typed), re.M)[0]
    before = project_files(typed)
    (typed / "api/instance").mkdir()
    with closing(sqlite3.connect(typed / "api/instance/app.db")) as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES (?)", (second,))
        database.commit()
        for words in (("undo",), ("undo", "--dry-run")):
            done = ant(*words, cwd=typed)
            assert (done.returncode, done.stdout) == (1, "")
            assert f"{migrations(typed)[-1]}.py' has run in 'api/instance/app.db'" in done.stderr
            assert f"alembic downgrade {first}" in done.stderr
        assert {
            path: seen for path, seen in project_files(typed).items() if path in before
        } == before
        database.execute("UPDATE alembic_version SET version_num = ?", (first,))
        database.commit()
    assert ant("undo", cwd=typed).returncode == 0


def test_what_rows_may_stand_in_the_way_of_is_asked(ant: Ant, typed: Path) -> None:
    set_fields(typed, name="string:unique")
    done = ant("apply", cwd=typed)
    assert done.returncode == 1
    assert "Rows that share a value of 'users.name' would stop the migration." in done.stderr
    set_fields(typed, name="string", code="uuid:unique:required")
    fill = "users.code=90099062-3d2c-40dc-a1a2-89e0c5a84212"
    done = ant("apply", "--fill", fill, cwd=typed)
    assert done.returncode == 1
    assert "all get one value of 'users.code'" in done.stderr
    assert ant("apply", "--fill", fill, "--yes", cwd=typed).returncode == 0


def test_a_value_that_no_row_needs_is_refused(ant: Ant, typed: Path) -> None:
    done = ant("generate", "field", "users", "age:integer", "--fill", "users.age=1", cwd=typed)
    assert done.returncode == 1
    assert "Rows need no value of 'users.age': it is not required." in done.stderr


ENUM = "enum:values=new,{}:required"
REPLACES = "With its migration: Values of 'users.status' that its enum does not have are replaced."


def test_values_that_an_enum_has_no_longer_are_replaced_or_stop_the_migration(
    ant: Ant, typed: Path
) -> None:
    set_fields(typed, name="string", status=ENUM.format("closed"))
    assert ant("apply", "--fill", "users.status=new", cwd=typed).returncode == 0
    count = len(migrations(typed))
    set_fields(typed, name="string", status=ENUM.format("archived"))
    refused = ant("apply", cwd=typed)
    kept = "Rows whose 'users.status' is closed would stop the migration."
    hint = "Give them another value with --fill users.status=VALUE, or change them first;"
    assert refused.returncode == 1 and kept in refused.stderr and hint in refused.stderr
    left = ant("apply", "--yes", cwd=typed)
    assert f"With its migration: {kept}" in left.stdout.splitlines()
    assert len(migrations(typed)) == count + 1
    assert ant("undo", cwd=typed).returncode == 0
    set_fields(typed, name="string", status=ENUM.format("archived"))
    done = ant("apply", "--fill", "users.status=archived", cwd=typed)
    assert (done.returncode, done.stderr) == (0, "")
    assert REPLACES in done.stdout.splitlines()
    again = ant("apply", "--fill", "users.status=archived", cwd=typed)
    assert (again.returncode, again.stdout) == (0, "Nothing to do.\n")
    assert migrations(typed)[-1].endswith("_replace_values_of_status_of_users")


def test_a_text_that_becomes_an_enum_asks(ant: Ant, typed: Path) -> None:
    set_fields(typed, name="enum:values=Ada,Bob")
    refused = ant("apply", cwd=typed)
    assert refused.returncode == 1
    assert (
        "Rows whose 'users.name' is none of its enum's values would stop the migration."
        in refused.stderr
    )
    assert "--fill users.name=VALUE" in refused.stderr
    assert ant("apply", "--fill", "users.name=Ada", cwd=typed).returncode == 0


def test_a_reference_that_leads_elsewhere_asks(ant: Ant, typed: Path) -> None:
    for words in (("shops", "name:string"), ("orders", "user:reference:to=users")):
        assert ant("generate", "route", *words, cwd=typed).returncode == 0
    path = typed / "ant.json"
    path.write_text(path.read_text().replace("to=users", "to=shops"))
    told = "The values of 'orders.user_id' were ids of 'users' and are taken for ids of 'shops'."
    refused = ant("apply", cwd=typed)
    assert refused.returncode == 1 and told in refused.stderr and "--yes" in refused.stderr
    done = ant("apply", "--yes", cwd=typed)
    assert f"With its migration: {told}" in done.stdout
    assert f"- {told}" in newest(typed)


@pytest.mark.parametrize(("types", "value"), [("41\n", "41"), ("\n", None)])
def test_a_person_is_asked_for_the_value_of_rows_that_are_there(
    ant_path: Path, typed: Path, types: str, value: str | None
) -> None:
    words = ("generate", "field", "users", "shoe:integer:required")
    shown = seen_on_a_terminal(ant_path, *words, cwd=typed, types=types)
    assert "Rows that are there would have no value of 'users.shoe'." in shown
    assert "Successfully generated field 'shoe' for route 'users'!" in shown
    assert ("fill(" in newest(typed), f", {value})" in newest(typed)) == (bool(value), bool(value))


def test_apply_asks_as_well_and_takes_values_for_rows(ant: Ant, typed: Path) -> None:
    set_fields(typed, age="integer:required")
    before = project_files(typed)
    refused = ant("apply", cwd=typed)
    assert refused.returncode == 1
    assert "The column 'users.name' goes" in refused.stderr
    assert REQUIRED in refused.stderr and "--fill users.age=VALUE" in refused.stderr
    assert project_files(typed) == before
    set_fields(typed, name="string", age="integer:required")
    filled = ant("apply", "--fill", "users.age=7", cwd=typed)
    assert (filled.returncode, filled.stderr) == (0, "")
    assert 'fill("users", sa.column("age", sa.Integer()), 7)' in newest(typed)


@pytest.mark.parametrize(
    ("fill", "code", "said"),
    [
        ("users.age=old", 1, "The value for 'users.age' must be a whole number"),
        ("users.age=-1", 1, "The value for 'users.age' is less than 'min', which is 0."),
        ("users.nope=1", 1, "There is no field 'users.nope' to fill."),
        ("users=1", 2, "is not like users.age=0"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(
    ant: Ant, typed: Path, fill: str, code: int, said: str
) -> None:
    set_fields(typed, name="string", age="integer:required:min=0")
    done = ant("apply", "--fill", fill, cwd=typed)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr


def test_several_ends_of_the_migrations_are_refused(ant: Ant, project: Path) -> None:
    folder = project / "api/migrations/versions"
    first = (folder / "0001_initial.py").read_text()
    (folder / "0001_other.py").write_text(first.replace('revision: str = "', 'revision: str = "x'))
    done = ant("generate", "route", "users", cwd=project)
    assert done.returncode == 1
    assert "several heads" in done.stderr and "alembic merge" in done.stderr


@pytest.mark.slow
def test_migrate_runs_the_projects_own_alembic(
    ant: Ant, project: Path, project_python: Path
) -> None:
    (project / ".venv").symlink_to(project_python.parent.parent)
    done = ant("migrate", cwd=project / "api")
    assert (done.returncode, done.stdout) == (0, "The database is up to date.\n")
    assert "Create all tables." in done.stderr
    assert (project / "api/instance/app.db").exists()
    report = json.loads(ant("migrate", "--report", cwd=project).stdout)
    assert (report["status"], report["project_path"]) == ("success", str(project))
    failed = ant("migrate", "--to", "nowhere", cwd=project)
    assert failed.returncode == 1
    assert "nowhere" in failed.stdout  # Alembic's own words
    assert failed.stderr.endswith("Error: alembic ended with exit code 255.\n")


def test_a_project_without_migrations_is_told_so(ant: Ant, project: Path) -> None:
    (project / "alembic.ini").unlink()
    done = ant("migrate", cwd=project)
    assert done.returncode == 1
    assert "has no alembic.ini" in done.stderr
