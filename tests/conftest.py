"""Fixtures that every part of the suite shares: the real command, projects, databases."""

import compileall
import gc
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest
from hypothesis import Phase, settings
from hypothesis.internal.conjecture import engine

from support.generated import generated_python
from support.keeper import keep, marked
from support.postgres import PostgresServer
from support.reports import check_report
from support.runners import Forked, Started
from support.stories import PLOTS, Story, make_story

pytest_plugins = ["support.serving"]

# How long an example takes says more of the machine than of the code. Many examples render whole
# projects: which parts of one matter (``Phase.explain``) would take minutes to find.
settings.register_profile(
    "tests", deadline=None, phases=[phase for phase in Phase if phase is not Phase.explain]
)
settings.load_profile("tests")
# A large counter-example is better than none for five minutes; the next run makes it smaller.
SHRINKING_SECONDS = 20
assert engine.MAX_SHRINKING_SECONDS >= SHRINKING_SECONDS
engine.MAX_SHRINKING_SECONDS = SHRINKING_SECONDS

START = """import sys
sys.path.insert(0, {site!r})
from ant.cli.main import main
sys.exit(main())
"""

Ant = Callable[..., subprocess.CompletedProcess[str]]
GrownProject = Callable[..., Path]


def pytest_configure() -> None:
    """Have what the tests start end with them."""
    keep()


def pytest_collection_finish() -> None:
    """Leave all that is imported and collected out of the search for garbage in every test.

    That is a third of a million objects which stay to the end.
    """
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give those cases the mark ``exhaustive`` that ``exhaustive_for`` names by their ids.

    What is marked ``long`` begins first, so that at the end no process waits for one of them.
    """
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    for item in items:
        rare = {name for mark in item.iter_markers("exhaustive_for") for name in mark.args}
        case = getattr(item, "callspec", None)
        if rare and case and any(id in rare for id in case._idlist):
            item.add_marker(pytest.mark.exhaustive)


@pytest.fixture(scope="session")
def ant_path() -> Path:
    """The installed command, or the one that the environment names."""
    return Path(os.environ.get("ANT_COMMAND") or Path(sys.executable).parent / "ant")


@pytest.fixture
def ant(request: pytest.FixtureRequest, tmp_path: Path) -> Ant:
    """Run the command: ``ant("generate", "api", "x", cwd=…, env=…)``.

    A fork of a process that has imported it already runs it, because a start of Python takes longer
    than what most tests are about. Those of start-up, signals, terminals and of what the
    environment tells Python itself ask for ``fresh_ant``.
    """
    if "ANT_COMMAND" in os.environ:  # another installation, which no process here could import
        return cast("Ant", request.getfixturevalue("fresh_ant"))
    warm: Forked = request.getfixturevalue("warm_ant")

    def run(
        *arguments: str, cwd: Path = tmp_path, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        done = warm.run_in({**os.environ, **(env or {})}, cwd, arguments)
        check_report(arguments, done.stdout)
        return subprocess.CompletedProcess(["ant", *arguments], *done)

    return run


@pytest.fixture(scope="session")
def warm_ant() -> Iterator[Forked]:
    """The command and all that it may import, ready to be forked."""
    places = [_folder_of(package) for package in ("yaml", "ant")]
    with closing(Forked(places[0], "ant.cli.main", places[1])) as warm:
        yield warm


def _folder_of(package: str) -> Path:
    found = importlib.util.find_spec(package)
    assert found and found.origin
    return Path(found.origin).parent.parent


@pytest.fixture
def fresh_ant(ant_path: Path, tmp_path: Path) -> Ant:
    """The same in a process of its own, started as a shell does it."""

    def run(
        *arguments: str, cwd: Path = tmp_path, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [ant_path, *arguments], cwd=cwd, env={**os.environ, **(env or {})},
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        check_report(arguments, done.stdout)
        return done

    return run


@pytest.fixture(scope="session")
def frozen_ant(tmp_path_factory: pytest.TempPathFactory) -> list[str | Path]:
    """A command line that makes the same system calls each time."""
    home = tmp_path_factory.mktemp("frozen")
    site = home / "site"
    for package in ("ant", "minijinja"):
        found = importlib.util.find_spec(package)
        assert found and found.origin
        ignored = shutil.ignore_patterns("__pycache__", ".*_cache")
        shutil.copytree(Path(found.origin).parent, site / package, ignore=ignored)
    assert compileall.compile_dir(str(site), quiet=2, rx=None)
    script = home / "ant"
    script.write_text(START.format(site=str(site)))
    # Isolated, so that neither the environment nor a site-packages folder changes what it does.
    return [sys.executable, "-I", "-S", "-B", script]


@pytest.fixture(scope="session")
def forked_ant(frozen_ant: list[str | Path]) -> Iterator[Forked]:
    """The same command, forked off processes that have imported it already."""
    site = Path(frozen_ant[-1]).parent / "site"
    with closing(Forked(site, "ant.cli.main", site)) as forked:
        yield forked


@pytest.fixture
def memory() -> Iterator[Path]:
    """A place for very many runs: in memory where there is such a one, which spares the disk."""
    shared = Path("/dev/shm")
    usable = shared.is_dir() and os.access(shared, os.W_OK)
    with tempfile.TemporaryDirectory(
        prefix=marked("faults"), dir=shared if usable else None
    ) as place:
        yield Path(place)


@pytest.fixture(scope="session")
def grown_project(
    forked_ant: Forked, pristine: Path, tmp_path_factory: pytest.TempPathFactory
) -> GrownProject:
    """Return a copy of a fresh project in which these commands were run."""

    def grow(*commands: Sequence[str]) -> Path:
        project = Path(shutil.copytree(pristine, tmp_path_factory.mktemp("grown") / "my-api"))
        for words in commands:
            done = forked_ant.run(project, *words)
            assert done.code == 0, done
        return project

    return grow


@pytest.fixture(scope="session")
def pristine(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project fresh from ``ant generate api my-api``; copy it before changing anything."""
    parent = tmp_path_factory.mktemp("pristine")
    subprocess.run(
        [ant_path, "generate", "api", "my-api"], cwd=parent, check=True, capture_output=True
    )
    return parent / "my-api"


@pytest.fixture
def project(pristine: Path, tmp_path: Path) -> Path:
    """A fresh project of one's own."""
    return Path(shutil.copytree(pristine, tmp_path / "my-api"))


@pytest.fixture(
    params=["route", *(pytest.param(plot, marks=pytest.mark.slow) for plot in [*PLOTS][1:])]
)
def story(
    request: pytest.FixtureRequest,
    frozen_ant: list[str | Path],
    forked_ant: Forked,
    pristine: Path,
    memory: Path,
) -> Story:
    """Each command that changes a project; every day the first one."""
    return make_story(request.param, Started(frozen_ant), forked_ant, pristine, memory)


@pytest.fixture(scope="session")
def of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all processes of this run share, for ``support.environments.kept``."""
    mine = tmp_path_factory.getbasetemp()
    return (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "shared"


@pytest.fixture(scope="session")
def project_python() -> Path:
    """A Python that has everything a generated project and its tests import."""
    return generated_python()


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL server for the whole run."""
    server = PostgresServer()
    yield server
    server.remove()


@pytest.fixture
def postgres_database(postgres: PostgresServer) -> dict[str, str]:
    """An empty database: the variables that lead a generated API to it."""
    return postgres.create_database(f"test_{uuid.uuid4().hex[:12]}")
