"""Tests of a person's that use what is generated for tests are named before it goes."""

from pathlib import Path

import pytest

from conftest import Ant
from support.grown import project_files

MINE = """from factories import users_factory as ours
from factories.factory import factory_of
from factories.kinds import Many
from factories.planting import Planting
from factories.users_factory import users_factory
from test_users_route import TestUsers

tags = Many("users", print)


def test_mine(client):
    factory_of("users").new_id()
    [*Planting(0).plant(3, "users")]
    assert client.post("/tags", json={"label": users_factory.body()["name"]})


class TestMine(TestUsers):
    owner = Many("users", print)
"""
BELOW = "def make():\n    from .factories.users_factory import users_factory\n"
RENAME = ("rename", "route", "users", "people")
DESTROY = ("destroy", "route", "users", "--yes")
USES = [
    "tests/helpers.py:2 uses factories.users_factory",
    "tests/test_mine.py:1 uses factories.users_factory",
    "tests/test_mine.py:5 uses factories.users_factory",
    "tests/test_mine.py:6 uses test_users_route",
    "tests/test_mine.py:8 uses the factory of 'users'",
    "tests/test_mine.py:12 uses the factory of 'users'",
    "tests/test_mine.py:13 uses the factory of 'users'",
    "tests/test_mine.py:18 uses the factory of 'users'",
]


@pytest.fixture
def tested(ant: Ant, project: Path) -> Path:
    """A project with two resources, and tests of a person's for one of them."""
    assert ant("generate", "route", "tags", "label:string", cwd=project).returncode == 0
    assert ant("generate", "route", "users", "name:string:required", cwd=project).returncode == 0
    (project / "tests/test_mine.py").write_text(MINE)
    (project / "tests/helpers.py").write_text(BELOW)
    return project


def told(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(("Error: ", "Warning: "))]


@pytest.mark.parametrize("words", [RENAME, DESTROY], ids=["rename", "destroy"])
def test_a_route_does_not_go_from_under_them(
    ant: Ant, tested: Path, words: tuple[str, ...]
) -> None:
    before = project_files(tested)
    done = ant(*words, cwd=tested)
    assert (done.returncode, done.stdout) == (1, "")
    assert told(done.stderr) == [f"Error: {use}, which would be gone." for use in USES]
    assert project_files(tested) == before


def test_forced_they_are_warned_of(ant: Ant, tested: Path) -> None:
    done = ant(*DESTROY, "--force", cwd=tested)
    assert done.returncode == 0
    assert told(done.stdout) == [f"Warning: {use}, which is gone." for use in USES]


@pytest.mark.parametrize("words", [("destroy", "field", "users", "name", "--yes"),
                                   ("rename", "field", "users", "name", "title")])  # fmt: skip
def test_nor_does_a_field_that_a_factory_is_asked_for(
    ant: Ant, tested: Path, words: tuple[str, ...]
) -> None:
    assert ant("generate", "field", "users", "age:integer", cwd=tested).returncode == 0
    done = ant(*words, cwd=tested)
    assert done.returncode == 1
    assert told(done.stderr) == ["Error: tests/test_mine.py:14 uses 'name', which would be gone."]


def test_what_all_resources_share_stays_while_a_test_needs_it(ant: Ant, project: Path) -> None:
    assert ant("generate", "route", "users", "name:string", cwd=project).returncode == 0
    text = "from checks.resource import ResourceChecks\nfrom factories.values import fitted\n"
    (project / "tests/test_mine.py").write_text(text)
    done = ant(*DESTROY, cwd=project)
    assert done.returncode == 1
    assert told(done.stderr) == [
        "Error: tests/test_mine.py:1 uses checks.resource, which would be gone.",
        "Error: tests/test_mine.py:2 uses factories.values, which would be gone.",
    ]


def test_tests_of_other_routes_are_in_nobodys_way(ant: Ant, tested: Path) -> None:
    (tested / "tests/test_mine.py").write_text(
        "from factories.tags_factory import tags_factory\n\n\n"
        "def test_mine():\n    assert tags_factory.body()\n"
    )
    (tested / "tests/helpers.py").unlink()
    assert ant(*RENAME, cwd=tested).returncode == 0
