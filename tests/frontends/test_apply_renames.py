"""``ant apply`` tells what is called something else from what is gone."""

from pathlib import Path

import pytest

from conftest import Ant
from frontends.test_fields import code, fields, swap, text
from support.terminal import seen_on_a_terminal

MODEL = "api/models/Users_model.py"
GONE = "Field 'phone' of route 'users' is gone, and 'mobile' is new and of the same type."


@pytest.fixture
def edited(ant: Ant, project: Path) -> Path:
    """A project in whose ``ant.json`` somebody has called a field something else."""
    ant("generate", "route", "users", "name:string", "phone:string:max=20", cwd=project)
    swap(project, "ant.json", '"phone"', '"mobile"')
    return project


def migrations(project: Path) -> str:
    files = sorted((project / "api/migrations/versions").glob("*.py"))
    return files[-1].read_text()


@pytest.mark.parametrize("more", [(), ("--dry-run",), ("--by-hand",)])
def test_without_a_word_nothing_is_taken_for_the_same(
    ant: Ant, edited: Path, more: tuple[str, ...]
) -> None:
    before = code(edited)
    done = ant("apply", *more, cwd=edited)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"Error: {GONE}",
        "  If it is the same, say so and keep its data: --renamed users.phone=mobile",
        "  If it is another one, take the old one out: --yes",
    ]
    assert code(edited) == before


def test_renamed_keeps_the_column(ant: Ant, edited: Path) -> None:
    done = ant("apply", "--renamed", "Users.phone=mobile", cwd=edited)
    assert (done.returncode, done.stderr) == (0, "")
    assert "    mobile: Mapped[str | None]" in text(edited, MODEL)
    assert "drop_column" not in migrations(edited)
    assert ant("apply", cwd=edited).stdout == "Nothing to do.\n"


def test_yes_takes_the_old_one_out_and_puts_the_new_one_in(ant: Ant, edited: Path) -> None:
    done = ant("apply", "--yes", cwd=edited)
    assert (done.returncode, done.stderr) == (0, "")
    assert "mobile" in text(edited, MODEL)
    assert "drop_column" in migrations(edited)


def test_a_person_is_asked_and_says_yes(ant_path: Path, edited: Path) -> None:
    shown = seen_on_a_terminal(ant_path, "apply", cwd=edited, types="y\n")
    assert GONE in shown
    assert "Is it the same, renamed? [y/N]" in shown
    assert "Successfully applied ant.json" in shown
    assert "drop_column" not in migrations(edited)


def test_a_person_who_says_no_is_asked_about_the_data(ant_path: Path, edited: Path) -> None:
    shown = seen_on_a_terminal(ant_path, "apply", cwd=edited, types="n\ny\n")
    assert "Is it the same, renamed? [y/N]" in shown
    assert "Go on? [y/N]" in shown
    assert "drop_column" in migrations(edited)


def test_a_route_is_renamed_too(ant: Ant, edited: Path) -> None:
    swap(edited, "ant.json", '"mobile"', '"phone"')
    swap(edited, "ant.json", '"users"', '"people"')
    done = ant("apply", cwd=edited)
    assert done.returncode == 1
    assert "--renamed users=people" in done.stderr
    done = ant("apply", "--renamed", "users=people", cwd=edited)
    assert (done.returncode, done.stderr) == (0, "")
    assert "drop_table" not in migrations(edited)
    assert set(fields(edited, "people")) == {"name", "phone"}
    assert not (edited / MODEL).exists()


def test_a_field_of_another_type_is_another_one(ant: Ant, edited: Path) -> None:
    swap(edited, "ant.json", '"mobile": "string:max=20"', '"mobile": "integer"')
    done = ant("apply", "--yes", cwd=edited)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("renamed", "why"),
    [
        ("users.fax=mobile", "there was no field 'fax'"),
        ("users.name=mobile", "the field 'name' is still there"),
        ("users.phone=fax", "there is no field 'fax' in ant.json"),
        ("users.phone=name", "the field 'name' was there before"),
        ("orders=people", "there was no route 'orders'"),
    ],
)
def test_what_was_not_renamed_is_told(ant: Ant, edited: Path, renamed: str, why: str) -> None:
    before = code(edited)
    done = ant("apply", "--renamed", renamed, cwd=edited)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Error: --renamed {renamed} cannot be: {why}.\n"
    assert code(edited) == before


@pytest.mark.parametrize("wrong", ["users", "=", "users.=x", ".a=b", "users.phone="])
def test_a_rename_that_makes_no_sense_is_a_wrong_command_line(
    ant: Ant, edited: Path, wrong: str
) -> None:
    done = ant("apply", "--renamed", wrong, cwd=edited)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is not like users.phone=mobile or users=people" in done.stderr
