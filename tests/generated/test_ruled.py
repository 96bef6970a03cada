"""A project whose spec has rules over several fields: all that it brings passes, and they hold."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from generated.conftest import RunTests
from support.generated import REPOSITORY, complaints_of_tools, generate, planted
from support.postgres import PostgresServer
from support.server import Server

SPEC = REPOSITORY / "tests/support/ruled.json"
ROUTES = ("boxes", "likes", "loans", "posts", "remarks", "seats", "shelves", "subscriptions")
AT_ONCE = 8
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def ruled(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project."""
    return generate(ant_path, tmp_path_factory.mktemp("ruled"), "club", SPEC)


@pytest.mark.exhaustive_for("postgresql")
@pytest.mark.slow
def test_its_own_tests_pass(ruled: Path, run_tests: RunTests, database: dict[str, str]) -> None:
    files = [*(f"tests/test_{name}_route.py" for name in ROUTES), "tests/test_migrations.py"]
    run = run_tests(ruled, *files, **database)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr


@pytest.mark.exhaustive
def test_its_checks_have_nothing_to_say(ruled: Path, project_python: Path) -> None:
    editors = ["basedpyright", "--pythonpath", str(project_python)]
    assert complaints_of_tools(ruled, project_python, editors) == ""


@pytest.mark.slow
def test_rows_are_planted_for_it(ruled: Path, project_python: Path, tmp_path: Path) -> None:
    said = planted(ruled, project_python, tmp_path / "app.db", 6)
    for name in ("loans", "seats", "subscriptions"):
        assert f"{name}: 6 rows\n" in said


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def served(
    ruled: Path, project_python: Path, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Server]:
    """The project behind gunicorn, on either database."""
    settings = {"SQLITE_FILE": str(tmp_path / "app.db")}
    if request.param == "postgresql":
        postgres: PostgresServer = request.getfixturevalue("postgres")
        settings = postgres.create_database(tmp_path.name.lower())
    server = Server.gunicorn(ruled, project_python, {"JWT_SECRET": "x" * 40, **settings})
    yield server
    server.kill()


def test_of_many_that_want_the_same_at_once_one_gets_it(served: Server) -> None:
    together = Barrier(AT_ONCE)
    seat = json.dumps({"row": 1, "number": 1, "place": "left"}).encode()

    def take_it(_number: int) -> int:
        together.wait(30)
        return served.request("POST", "/seats", seat, JSON).status

    with ThreadPoolExecutor(AT_ONCE) as pool:
        statuses = sorted(pool.map(take_it, range(AT_ONCE)))
    assert statuses == [201] + [409] * (AT_ONCE - 1)
    assert json.loads(served.get("/seats").body)["total"] == 1


def test_nothing_refers_to_a_row_that_is_deleted_meanwhile(served: Server) -> None:
    together = Barrier(AT_ONCE)

    def made(url: str, **body: object) -> int:
        answer = served.request("POST", url, json.dumps(body).encode(), JSON)
        return int(json.loads(answer.body)["id"]) if answer.status == 201 else 0

    post, user = made("/posts", title="A", picture="YQ=="), made("/users", name="A")

    def refer_or_delete(number: int) -> int:
        together.wait(30)
        if number == AT_ONCE // 2:
            return served.request("DELETE", f"/posts/{post}").status
        dates = {"from": "2030-01-01", "due_on": "2030-02-01"}
        return made("/loans", copy=post, lender=user, small=1, bound=6, large=8, **dates)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = [*pool.map(refer_or_delete, range(AT_ONCE))]
    status = found.pop(AT_ONCE // 2)
    assert (status, any(found)) in [(204, False), (409, True)]
    assert served.get(f"/posts/{post}").status == (404 if status == 204 else 200)
