"""The tests that generated projects bring find what breaks: one fault of one line at a time."""

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from support.breakages import BreakableProject, Breakage
from support.database_breakages import ON_POSTGRESQL
from support.generated import REPOSITORY
from support.own_breakages import OF_A_PROJECT
from support.postgres import PostgresServer
from support.resource_breakages import OF_RESOURCES
from support.sketch_breakages import OF_SKETCHES

RESOURCES = REPOSITORY / "src/ant/templates/resources/api"
# They say what the tables are like, and are written anew as the models are: data, not code.
DATA = "migrations/versions/"

Place = pytest.TempPathFactory


@pytest.fixture(scope="module")
def fresh(
    pristine: Path, project_python: Path, tmp_path_factory: Place
) -> Iterator[BreakableProject]:
    """A project as it is fresh, to be broken."""
    folder = tmp_path_factory.mktemp("breakable")
    with closing(BreakableProject(pristine, project_python, folder)) as project:
        yield project


@pytest.fixture(scope="module")
def on_postgresql(
    pristine: Path, project_python: Path, postgres: PostgresServer, tmp_path_factory: Place
) -> Iterator[BreakableProject]:
    """The same, with the settings that lead to PostgreSQL."""
    folder = tmp_path_factory.mktemp("breakable")
    settings = postgres.create_database("test_breakages")
    with closing(BreakableProject(pristine, project_python, folder, settings)) as project:
        yield project


@pytest.fixture(scope="module")
def with_resources(
    resources: Path, project_python: Path, tmp_path_factory: Place
) -> Iterator[BreakableProject]:
    """A project whose routes have fields of every type, to be broken."""
    folder = tmp_path_factory.mktemp("breakable")
    with closing(BreakableProject(resources, project_python, folder)) as project:
        yield project


@pytest.fixture(scope="module")
def sketches(ant_path: Path, tmp_path_factory: Place) -> Path:
    """A project whose routes have no fields."""
    folder = tmp_path_factory.mktemp("sketches")
    spec = REPOSITORY / "examples/shop.json"
    subprocess.run(
        [ant_path, "generate", "api", "shop", "--json", spec],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder / "shop"


@pytest.fixture(scope="module")
def with_sketches(
    sketches: Path, project_python: Path, tmp_path_factory: Place
) -> Iterator[BreakableProject]:
    """The same, to be broken."""
    folder = tmp_path_factory.mktemp("breakable")
    with closing(BreakableProject(sketches, project_python, folder)) as project:
        yield project


def assert_found(project: BreakableProject, breakage: Breakage) -> None:
    """The tests that have to find it fail, and it is not that they cannot even run."""
    with project.broken(breakage):
        code, output = project.run_tests(*breakage.words)
    assert code == 1, output[-3000:]
    assert "1 failed" in output.splitlines()[-1], output[-3000:]
    assert " error" not in output.splitlines()[-1], output[-3000:]


@pytest.mark.slow
@pytest.mark.parametrize("breakage", OF_A_PROJECT, ids=str)
def test_a_breakage_of_a_project_is_found(fresh: BreakableProject, breakage: Breakage) -> None:
    assert_found(fresh, breakage)


@pytest.mark.slow
@pytest.mark.parametrize("breakage", OF_RESOURCES, ids=str)
def test_a_breakage_of_resources_is_found(
    with_resources: BreakableProject, breakage: Breakage
) -> None:
    assert_found(with_resources, breakage)


@pytest.mark.slow
@pytest.mark.parametrize("breakage", OF_SKETCHES, ids=str)
def test_a_breakage_of_endpoints_without_fields_is_found(
    with_sketches: BreakableProject, breakage: Breakage
) -> None:
    assert_found(with_sketches, breakage)


@pytest.mark.slow
@pytest.mark.parametrize("breakage", ON_POSTGRESQL, ids=str)
def test_a_breakage_on_postgresql_is_found(
    on_postgresql: BreakableProject, breakage: Breakage
) -> None:
    assert_found(on_postgresql, breakage)


@pytest.mark.slow
def test_without_a_breakage_the_same_tests_pass(
    fresh: BreakableProject,
    on_postgresql: BreakableProject,
    with_resources: BreakableProject,
    with_sketches: BreakableProject,
) -> None:
    for project, breakages in (
        (fresh, OF_A_PROJECT),
        (on_postgresql, ON_POSTGRESQL),
        (with_resources, OF_RESOURCES),
        (with_sketches, OF_SKETCHES),
    ):
        code, output = project.run_tests(*sorted({each.words[0] for each in breakages}))
        assert code == 0, output


@pytest.mark.parametrize("kind", ["fresh", "resources", "sketches"])
def test_each_breakage_is_one_edit_of_the_code_as_it_is(
    kind: str, pristine: Path, resources: Path, sketches: Path
) -> None:
    project, breakages = {
        "fresh": (pristine, OF_A_PROJECT + ON_POSTGRESQL),
        "resources": (resources, OF_RESOURCES),
        "sketches": (sketches, OF_SKETCHES),
    }[kind]
    for each in breakages:
        assert (project / "api" / each.file).read_text().count(each.before) == 1, each
        assert each.before != each.after


def test_each_file_of_the_api_has_a_breakage(pristine: Path) -> None:
    files = {str(path.relative_to(pristine / "api")) for path in pristine.glob("api/**/*.py")}
    code = {file for file in files if not file.startswith(DATA)}
    assert code == {each.file for each in OF_A_PROJECT}


def test_each_file_that_resources_share_has_a_breakage() -> None:
    files = {str(path.relative_to(RESOURCES)) for path in RESOURCES.rglob("*.py")}
    assert files <= {each.file for each in OF_RESOURCES}
