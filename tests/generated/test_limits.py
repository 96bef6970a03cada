"""A database that hangs or is locked costs 503s, and holds neither the API nor a start of it."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.postgres import PostgresServer, free_port
from support.server import BOOT_SECONDS, Answer, Server, gunicorn_command

ROW = json.dumps({"model": "x"}).encode()
JSON = {"Content-Type": "application/json"}
SOON = 15
"""Seconds in which a client is answered, whatever the database does."""
REST = 0.1
"""Seconds from an answer to the next question: a crowd is many clients, not a busy machine."""
PAUSE = 2.5
"""Seconds after which a worker tries again to connect."""

pytestmark = pytest.mark.slow


def read(server: Server) -> Answer:
    """Read all rows."""
    return server.get("/probe/rows")


def add(server: Server) -> Answer:
    """Add a row."""
    return server.request("POST", "/probe/rows", ROW, JSON)


class Crowd:
    """Clients that ask for the same all at once, and again until they are stopped."""

    def __init__(self, server: Server, clients: int) -> None:
        """Begin; odd clients add rows, even ones read them."""
        self.answers: list[tuple[Answer, float]] = []
        self._over = threading.Event()
        asks = [add if number % 2 else read for number in range(clients)]
        self._threads = [threading.Thread(target=self._ask, args=(server, ask)) for ask in asks]
        for thread in self._threads:
            thread.start()

    def _ask(self, server: Server, ask: object) -> None:
        assert callable(ask)
        while not self._over.is_set():
            began = time.monotonic()
            answer = ask(server)
            self.answers.append((answer, time.monotonic() - began))
            self._over.wait(REST)

    def leave(self) -> list[tuple[Answer, float]]:
        """Stop; return the answers and how many seconds each took."""
        self._over.set()
        for thread in self._threads:
            thread.join()
        return self.answers


def seconds_for(server: Server, path: str, seconds: float) -> list[float]:
    """Ask for a path again and again; return how long each answer took."""
    took, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.monotonic()
        assert server.get(path).status == 200
        took.append(time.monotonic() - began)
        time.sleep(0.2)
    return took


@contextmanager
def locked(postgres: PostgresServer, database: dict[str, str], statement: str) -> Iterator[None]:
    """Let somebody else hold what a statement locks."""
    with postgres.connect(database["POSTGRES_DB"]) as connection:
        connection.execute("BEGIN")
        connection.execute(statement.encode())
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


def test_a_server_that_hangs_costs_503s_and_nothing_else(
    probed: Path, project_python: Path, postgres: PostgresServer, postgres_database: dict[str, str]
) -> None:
    server = Server.gunicorn(probed, project_python, postgres_database)
    try:
        for _ in range(8):
            assert add(server).status == 201
        with postgres.hanging():
            crowd = Crowd(server, 24)
            others = seconds_for(server, "/", 6) + seconds_for(server, "/health/live", 4)
            assert server.get("/health/ready").status == 503
            answers = crowd.leave()
        assert {answer.status for answer, _ in answers} == {503}
        assert all(answer.headers["Retry-After"] for answer, _ in answers)
        assert max(seconds for _, seconds in answers) < SOON
        assert max(others) < SOON / 2
        time.sleep(PAUSE)
        for _ in range(12):
            assert (read(server).status, add(server).status) == (200, 201)
        assert "Traceback" not in server.log
        assert server.log.count("Booting worker") == 4
    finally:
        server.kill()


@pytest.mark.exhaustive_for("of a statement", "of a request")
@pytest.mark.parametrize(
    "limits",
    [
        {"DB_LOCK_TIMEOUT": "1"},
        {"DB_LOCK_TIMEOUT": "30", "DB_STATEMENT_TIMEOUT": "1"},
        {"DB_LOCK_TIMEOUT": "30", "DB_STATEMENT_TIMEOUT": "30", "REQUEST_TIMEOUT": "1"},
    ],
    ids=["of a lock", "of a statement", "of a request"],
)
def test_what_somebody_else_locks_costs_503s(
    probed: Path,
    project_python: Path,
    postgres: PostgresServer,
    postgres_database: dict[str, str],
    limits: dict[str, str],
) -> None:
    server = Server.gunicorn(probed, project_python, {**postgres_database, **limits})
    try:
        assert add(server).status == 201
        with locked(postgres, postgres_database, 'LOCK TABLE "default" IN ACCESS EXCLUSIVE MODE'):
            for ask in (read, add):
                began = time.monotonic()
                answer = ask(server)
                assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
                assert time.monotonic() - began < SOON / 2
        assert (read(server).status, add(server).status) == (200, 201)
    finally:
        server.kill()


def test_a_transaction_that_does_nothing_is_ended_and_the_api_goes_on(
    probed: Path, project_python: Path, postgres: PostgresServer, postgres_database: dict[str, str]
) -> None:
    settings = {**postgres_database, "DB_IDLE_TIMEOUT": "1", "DB_POOL_SIZE": "1"}
    server = Server.gunicorn(probed, project_python, settings)
    try:
        assert server.request("POST", "/probe/idle?seconds=0").status == 201
        for _ in range(5):  # more often than there are connections
            answer = server.request("POST", "/probe/idle?seconds=2.5")
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5"), answer
        with postgres.connect(postgres_database["POSTGRES_DB"]) as connection:
            idle = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
            assert connection.execute(idle.encode()).fetchone() == (0,)
        for _ in range(12):
            assert (read(server).status, add(server).status) == (200, 201)
        assert read(server).json == ["before", "after", *["x"] * 12]
        assert "Traceback" not in server.log
        assert server.log.count("Booting worker") == 4
    finally:
        server.kill()


def test_a_start_says_that_it_waits_and_ends_where_it_waits_in_vain(
    probed: Path, project_python: Path, postgres: PostgresServer, postgres_database: dict[str, str]
) -> None:
    held = "SELECT pg_advisory_xact_lock(7231905)"
    with locked(postgres, postgres_database, held), pytest.raises(AssertionError) as ended:
        settings = {**postgres_database, "DB_START_TIMEOUT": "1"}
        Server.gunicorn(probed, project_python, settings).kill()
    log = str(ended.value)
    assert "Another process changes the tables" in log
    assert "The API does not start" in log
    assert "lock timeout" in log


def test_a_start_waits_for_who_writes_to_sqlite(probed: Path, project_python: Path) -> None:
    Server.gunicorn(probed, project_python).kill()
    holder = sqlite3.connect(probed / "api/instance/app.db")
    holder.execute("BEGIN IMMEDIATE")
    port = free_port()
    command = gunicorn_command(probed, project_python, port)
    server = Server(command, probed / "api", port, {"DB_LOCK_TIMEOUT": "0.1"})
    try:
        deadline = time.monotonic() + BOOT_SECONDS
        while "Another process changes the tables" not in server.log:
            assert time.monotonic() < deadline, server.log
            time.sleep(0.05)
        holder.rollback()
        assert add(server.wait()).status == 201
    finally:
        server.kill()
        holder.close()


def test_reads_go_on_while_somebody_holds_the_write_lock_of_sqlite(
    probed: Path, project_python: Path
) -> None:
    server = Server.gunicorn(probed, project_python)
    try:
        assert add(server).status == 201
        holder = sqlite3.connect(probed / "api/instance/app.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        crowd = Crowd(server, 40)
        others = seconds_for(server, "/probe/rows", 8)
        holder.execute("ROLLBACK")
        holder.close()
        statuses = {answer.status for answer, _ in crowd.leave()}
        assert statuses <= {200, 201, 503}
        assert max(others) < SOON / 2
        assert add(server).status == 201
    finally:
        server.kill()
