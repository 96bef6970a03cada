"""The tests that generated projects bring find what breaks: one fault of one line at a time."""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from ant.rendering.migrations.migration import BROUGHT_ALONG
from ant.rendering.templates import read_template
from support.account_breakages import OF_ACCOUNTS
from support.breakages import BreakableProject, Breakage, sampled
from support.database_breakages import ON_POSTGRESQL
from support.fieldless_breakages import OF_FIELDLESS_ROUTES
from support.generated import REPOSITORY, generate
from support.guarded_breakages import OF_GUARDED_ROUTES
from support.own_breakages import OF_A_PROJECT, OF_OPERATIONS
from support.owned_breakages import OF_OWNED_ROUTES
from support.postgres import PostgresServer
from support.resource_breakages import OF_RESOURCES
from support.ruled_breakages import OF_RULED_ROUTES
from support.token_breakages import OF_TOKENS

RESOURCES = REPOSITORY / "src/ant/templates/resources/api"
# They say what the tables are like, and are written anew as the models are: data, not code.
DATA = "migrations/versions/"
OF_OPTIONAL_PACKAGES = {"startup/sentry.py", "startup/tracing.py"}
"""What a project's own tests cannot import; ``test_traces.py`` tries them."""

Place = pytest.TempPathFactory
Copy = Callable[..., BreakableProject]


@pytest.fixture(scope="module")
def breakable(project_python: Path, tmp_path_factory: Place) -> Copy:
    """What copies a project to be broken, and takes the settings of its database."""

    def copied(project: Path, settings: Mapping[str, str] | None = None) -> BreakableProject:
        folder = tmp_path_factory.mktemp("breakable")
        return BreakableProject(project, project_python, folder, settings)

    return copied


@pytest.fixture(scope="module")
def fresh(pristine: Path, breakable: Copy) -> BreakableProject:
    """A project as it is fresh, to be broken."""
    return breakable(pristine)


@pytest.fixture(scope="module")
def on_postgresql(pristine: Path, breakable: Copy, postgres: PostgresServer) -> BreakableProject:
    """The same, with the settings that lead to PostgreSQL."""
    return breakable(pristine, postgres.create_database("test_breakages"))


@pytest.fixture(scope="module")
def with_resources(resources: Path, breakable: Copy) -> BreakableProject:
    """A project whose routes have fields of every type, to be broken."""
    return breakable(resources)


@pytest.fixture(scope="module")
def renamed(ant_path: Path, pristine: Path, tmp_path_factory: Place) -> Path:
    """A project with migrations that need more than Alembic offers, as upgrades make them, too."""
    project = tmp_path_factory.mktemp("renamed") / pristine.name
    shutil.copytree(pristine, project)
    fields = ("label:string", "price:decimal")
    for words in (["generate", "route", "tags", *fields], ["rename", "route", "tags", "x"]):
        subprocess.run([ant_path, *words], cwd=project, check=True, capture_output=True)
    for path, template in BROUGHT_ALONG["migrations.decimals"].items():
        (project / path).write_bytes(read_template(template))
    return project


@pytest.fixture(scope="module")
def with_renamed(renamed: Path, breakable: Copy) -> BreakableProject:
    """The same, to be broken."""
    return breakable(renamed)


def generated(ant_path: Path, folder: Path, spec: str) -> Path:
    """A project made from a spec of the repository."""
    return generate(ant_path, folder, "shop", REPOSITORY / spec)


@pytest.fixture(scope="module")
def fieldless_routes(ant_path: Path, tmp_path_factory: Place) -> Path:
    """A project whose routes have no fields."""
    return generated(ant_path, tmp_path_factory.mktemp("fieldless_routes"), "examples/shop.json")


@pytest.fixture(scope="module")
def guarded_routes(ant_path: Path, tmp_path_factory: Place) -> Path:
    """A project in which some endpoints ask for tokens, roles and scopes."""
    return generated(ant_path, tmp_path_factory.mktemp("guarded"), "tests/support/guarded.json")


@pytest.fixture(scope="module")
def accounts(ant_path: Path, tmp_path_factory: Place) -> Path:
    """A project with accounts."""
    return generated(ant_path, tmp_path_factory.mktemp("accounts"), "examples/club.json")


@pytest.fixture(scope="module")
def with_accounts(accounts: Path, breakable: Copy) -> BreakableProject:
    """The same, to be broken."""
    return breakable(accounts)


@pytest.fixture(scope="module")
def with_guarded_routes(guarded_routes: Path, breakable: Copy) -> BreakableProject:
    """The same, to be broken."""
    return breakable(guarded_routes)


@pytest.fixture(scope="module")
def owned_routes(ant_path: Path, tmp_path_factory: Place) -> Path:
    """A project in which rows belong to somebody."""
    return generated(ant_path, tmp_path_factory.mktemp("owned"), "tests/support/owned.json")


@pytest.fixture(scope="module")
def with_owned_routes(owned_routes: Path, breakable: Copy) -> BreakableProject:
    """The same, to be broken."""
    return breakable(owned_routes)


@pytest.fixture(scope="module")
def ruled_routes(ant_path: Path, tmp_path_factory: Place) -> Path:
    """A project with rules over several fields."""
    return generated(ant_path, tmp_path_factory.mktemp("ruled"), "tests/support/ruled.json")


@pytest.fixture(scope="module")
def with_ruled_routes(ruled_routes: Path, breakable: Copy) -> BreakableProject:
    """The same, to be broken."""
    return breakable(ruled_routes)


@pytest.fixture(scope="module")
def with_fieldless_routes(fieldless_routes: Path, breakable: Copy) -> BreakableProject:
    """The same, to be broken."""
    return breakable(fieldless_routes)


def assert_found(project: BreakableProject, breakage: Breakage) -> None:
    """The tests that have to find it fail, and it is not that they cannot even run."""
    with project.broken(breakage):
        code, output = project.run_tests(*breakage.words)
    assert code == 1, output[-3000:]
    assert "1 failed" in output.splitlines()[-1], output[-3000:]
    assert " error" not in output.splitlines()[-1], output[-3000:]


@pytest.mark.slow
@pytest.mark.parametrize("breakage", sampled(OF_A_PROJECT), ids=str)
def test_a_breakage_of_a_project_is_found(fresh: BreakableProject, breakage: Breakage) -> None:
    assert_found(fresh, breakage)


@pytest.mark.slow
@pytest.mark.parametrize("breakage", sampled(OF_RESOURCES), ids=str)
def test_a_breakage_of_resources_is_found(
    with_resources: BreakableProject, breakage: Breakage
) -> None:
    assert_found(with_resources, breakage)


@pytest.mark.slow
@pytest.mark.parametrize("breakage", sampled(OF_OPERATIONS), ids=str)
def test_a_breakage_of_what_migrations_do_is_found(
    with_renamed: BreakableProject, breakage: Breakage
) -> None:
    assert_found(with_renamed, breakage)


@pytest.mark.slow
@pytest.mark.parametrize("breakage", sampled(OF_FIELDLESS_ROUTES), ids=str)
def test_a_breakage_of_endpoints_without_fields_is_found(
    with_fieldless_routes: BreakableProject, breakage: Breakage
) -> None:
    assert_found(with_fieldless_routes, breakage)


@pytest.mark.slow
@pytest.mark.parametrize("breakage", sampled(OF_GUARDED_ROUTES + OF_TOKENS), ids=str)
def test_a_breakage_of_a_guard_is_found(
    with_guarded_routes: BreakableProject, breakage: Breakage
) -> None:
    assert_found(with_guarded_routes, breakage)


@pytest.mark.slow
@pytest.mark.parametrize("breakage", sampled(OF_OWNED_ROUTES), ids=str)
def test_a_breakage_of_whose_rows_they_are_is_found(
    with_owned_routes: BreakableProject, breakage: Breakage
) -> None:
    assert_found(with_owned_routes, breakage)


@pytest.mark.slow
@pytest.mark.parametrize("breakage", sampled(OF_RULED_ROUTES), ids=str)
def test_a_breakage_of_a_rule_over_several_fields_is_found(
    with_ruled_routes: BreakableProject, breakage: Breakage
) -> None:
    assert_found(with_ruled_routes, breakage)


@pytest.mark.exhaustive
@pytest.mark.parametrize("breakage", OF_ACCOUNTS, ids=str)
def test_a_breakage_of_accounts_is_found(
    with_accounts: BreakableProject, breakage: Breakage
) -> None:
    assert_found(with_accounts, breakage)


@pytest.mark.exhaustive
@pytest.mark.parametrize("breakage", ON_POSTGRESQL, ids=str)
def test_a_breakage_on_postgresql_is_found(
    on_postgresql: BreakableProject, breakage: Breakage
) -> None:
    assert_found(on_postgresql, breakage)


BREAKAGES = {
    "pristine": OF_A_PROJECT + ON_POSTGRESQL,
    "resources": OF_RESOURCES,
    "renamed": OF_OPERATIONS,
    "fieldless_routes": OF_FIELDLESS_ROUTES,
    "guarded_routes": OF_GUARDED_ROUTES + OF_TOKENS,
    "owned_routes": OF_OWNED_ROUTES,
    "ruled_routes": OF_RULED_ROUTES,
    "accounts": OF_ACCOUNTS,
}


@pytest.mark.parametrize("kind", BREAKAGES)
def test_each_breakage_is_one_edit_of_the_code_as_it_is(
    kind: str, request: pytest.FixtureRequest
) -> None:
    project, breakages = request.getfixturevalue(kind), BREAKAGES[kind]
    others = [
        breakage
        for breakage in breakages
        if (project / "api" / breakage.file).read_text().count(breakage.before) != 1
        or breakage.before == breakage.after
    ]
    assert others == []


def test_each_file_of_the_api_has_a_breakage(pristine: Path) -> None:
    files = {str(path.relative_to(pristine / "api")) for path in pristine.glob("api/**/*.py")}
    code = {file for file in files if not file.startswith(DATA)} - OF_OPTIONAL_PACKAGES
    assert code == {breakage.file for breakage in OF_A_PROJECT + OF_TOKENS}


def test_each_file_that_resources_share_has_a_breakage() -> None:
    files = {str(path.relative_to(RESOURCES)) for path in RESOURCES.rglob("*.py")}
    assert files <= {breakage.file for breakage in OF_RESOURCES}
