"""How much a generated project brings: little that is shared, less for each route."""

from pathlib import Path

import pytest

from conftest import Ant
from support.generated import TEMPLATE
from support.grown import project_files

SHARED, OF_COLLECTIONS = 1655, 113
"""The most lines of what all resources share (``tests/checks``, ``tests/factories`` and seeding),
and of what lists below rows share."""
BARE, ONE_ROUTE = 3549, 5775
"""The most lines of ``api/`` without a route, and with one of one field."""
BARE_TESTS = 2160
"""The most lines of ``tests/`` without a route."""
FILES, LINES = 9, 265
"""The most that a resource of three fields costs."""


def lines_of(paths: list[Path]) -> int:
    return sum(len(path.read_text().splitlines()) for path in paths)


@pytest.fixture
def grown(ant: Ant, project: Path) -> Path:
    """A project with a resource, so that what resources share is there."""
    done = ant("generate", "route", "tags", "label:string:required", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    return project


def test_what_all_resources_share_is_small(grown: Path) -> None:
    tests = grown / "tests"
    shared = [*tests.glob("checks/*.py"), *tests.glob("factories/*.py"), tests / "seed.py"]
    routes = [*tests.glob("factories/*_factory.py")]
    assert [path.name for path in routes] == ["tags_factory.py"]
    assert lines_of([path for path in shared if path not in routes]) <= SHARED
    assert lines_of([TEMPLATE.parent / "collections/tests/checks/collections.py"]) <= OF_COLLECTIONS


def test_the_code_that_a_project_begins_with_is_small(pristine: Path, grown: Path) -> None:
    """What it does not need yet comes with the first route, field, guard or migration that does."""
    assert lines_of([*pristine.glob("api/**/*.py")]) <= BARE
    assert lines_of([*pristine.glob("tests/**/*.py")]) <= BARE_TESTS
    assert lines_of([*grown.glob("api/**/*.py")]) <= ONE_ROUTE


def test_a_resource_of_three_fields_is_small(ant: Ant, grown: Path) -> None:
    before = project_files(grown)
    fields = ("name:string:required:max=120", "email:email:required:unique", "born_on:date")
    assert ant("generate", "route", "people", *fields, cwd=grown).returncode == 0
    new = [grown / path for path in project_files(grown).keys() - before.keys()]
    new = [path for path in new if ".ant" not in path.parts]
    assert len(new) <= FILES, new
    assert not [path for path in new if path.suffix != ".py"]
    assert lines_of(new) <= LINES
