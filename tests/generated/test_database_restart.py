"""A database that goes away while the API serves: 503 meanwhile, and all well afterwards."""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from support.disks import filled, mounted
from support.postgres import NOBODY, PostgresServer
from support.server import Answer, Server

ROW = json.dumps({"model": "x"}).encode()
JSON = {"Content-Type": "application/json"}


def ask(server: Server, path: str) -> Answer:
    """Read the rows, or add one."""
    if path == "add":
        return server.request("POST", "/probe/rows", ROW, JSON)
    return server.get("/probe/rows")


@pytest.mark.slow
def test_it_answers_503_meanwhile_and_recovers_by_itself(
    probed: Path, project_python: Path, postgres: PostgresServer, postgres_database: dict[str, str]
) -> None:
    server = Server.gunicorn(probed, project_python, postgres_database)
    try:
        for _ in range(8):  # so that each worker has a connection to lose
            assert ask(server, "add").status == 201
        postgres.stop()
        try:
            for path in ("rows", "add") * 6:
                answer = ask(server, path)
                assert answer.status == 503
                assert answer.headers["Content-Type"] == "application/json"
                assert answer.headers["Retry-After"]
                assert set(answer.json) == {"message", "request_id"}
            assert server.get("/").status == 200
        finally:
            postgres.start()
        for path in ("rows", "add") * 12:
            assert ask(server, path).status in (200, 201)
        assert len(ask(server, "rows").json) == 8 + 12
        assert "Traceback" not in server.log
        assert server.log.count("Booting worker") == 4
    finally:
        server.kill()


@pytest.mark.slow
def test_a_restart_under_load_never_shows_more_than_a_503(
    probed: Path, project_python: Path, postgres: PostgresServer, postgres_database: dict[str, str]
) -> None:
    server = Server.gunicorn(probed, project_python, postgres_database)
    statuses, kinds = list[int](), set[str | None]()
    over = threading.Event()

    def client(path: str) -> None:
        while not over.is_set():
            answer = ask(server, path)
            kinds.add(answer.headers["Content-Type"])
            statuses.append(answer.status)

    clients = [threading.Thread(target=client, args=(path,)) for path in ("rows", "add") * 4]
    try:
        for thread in clients:
            thread.start()
        for _ in range(2):
            time.sleep(0.5)
            postgres.stop()
            time.sleep(0.3)
            postgres.start()
        time.sleep(0.5)
        over.set()
        for thread in clients:
            thread.join()
        assert set(statuses) == {200, 201, 503}
        assert kinds == {"application/json"}
        added = statuses.count(201)
        stored = len(ask(server, "rows").json)
        assert added <= stored <= added + 2 * 4 * 2  # a commit whose answer was lost may stand
        assert {ask(server, path).status for path in ("rows", "add") * 8} == {200, 201}
    finally:
        over.set()
        server.kill()


@contextmanager
def on_a_small_disk(postgres: PostgresServer, disk: Path) -> Iterator[dict[str, str]]:
    """A database whose files are on a disk of their own."""
    place, name = disk / "tables", "test_full"
    place.mkdir()
    os.chown(place, NOBODY, NOBODY)  # only root mounts disks, and the server is then this user's
    settings = postgres.create_database(name)
    with postgres.connect("postgres") as connection:
        connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'".encode())
        connection.execute(f"ALTER DATABASE {name} SET TABLESPACE small".encode())
        yield settings
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
        connection.execute("DROP TABLESPACE small")


@pytest.mark.exhaustive
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_full_disk_costs_503s_until_there_is_room_again(
    probed: Path, project_python: Path, postgres: PostgresServer, kind: str
) -> None:
    with ExitStack() as stack:
        disk = stack.enter_context(mounted(postgres.folder / "disk", "size=32m,mode=755"))
        settings = {"DB_URL": "", "SQLITE_FILE": str(disk / "app.db")}
        if kind == "postgresql":
            settings = stack.enter_context(on_a_small_disk(postgres, disk))
        server = Server.gunicorn(probed, project_python, settings)
        stack.callback(server.kill)
        assert ask(server, "add").status == 201
        with filled(disk, 0):
            statuses = [ask(server, "add").status for _ in range(600)]
            assert statuses.count(503) > 100 and {*statuses} <= {201, 503}
            assert [ask(server, path).status for path in ("rows", "rows", "add")] == [200, 200, 503]
            assert server.get("/health/live").status == 200
        stored = len(ask(server, "rows").json)
        assert stored == 1 + statuses.count(201)
        assert {ask(server, "add").status for _ in range(8)} == {201}
        assert "Traceback" not in server.log
