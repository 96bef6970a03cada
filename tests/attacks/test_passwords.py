"""Hashing passwords takes memory and processors, so no more than a few are hashed at a time."""

import json
import subprocess
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from conftest import Ant
from support.server import Answer, Server, run_in_api

SECRET = "a secret for the tests, which is long enough"
HASH_MEGABYTES = 32
BUSY = """
from helper.execution_tracking.APIException import APIException
from helper.functions import hashed

hashed.LONGEST_WAIT, hashed.METHOD = 0.05, "pbkdf2:sha256:1"
with hashed.place_to_hash():
    assert hashed.hashed({"name": "x", "password": None}, "password")["name"] == "x"
    try:
        hashed.hashed({"password": "x"}, "password")
    except APIException as error:
        print(error.status_code, error.headers)
try:
    with hashed.place_to_hash():
        raise KeyError
except KeyError:
    print(hashed.hashed({"password": "x"}, "password")["password"][:6])
"""


@pytest.fixture
def users(ant: Ant, project: Path) -> Path:
    """A project whose users have passwords."""
    done = ant("generate", "route", "users", "email:email:unique", "key:password", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    return project


def test_who_finds_no_place_to_hash_is_told_to_try_again(users: Path, project_python: Path) -> None:
    done = run_in_api(users, project_python, BUSY, {"DB_URL": "", "HASHES_AT_ONCE": "1"})
    assert done.stdout.splitlines() == ["503 {'Retry-After': '1'}", "pbkdf2"], done.stderr


def megabytes_of(server: Server) -> int:
    """The memory of all workers."""
    done = subprocess.run(
        ["ps", "-o", "rss=", "--ppid", str(server.process.pid)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return sum(map(int, done.stdout.split())) // 1024


@pytest.mark.slow
def test_a_crowd_with_passwords_takes_no_more_memory_than_there_are_places(
    users: Path, project_python: Path
) -> None:
    settings = {"JWT_SECRET": SECRET, "DB_URL": "", "HASHES_AT_ONCE": "1"}
    settings["DB_MIGRATE_ON_START"] = "True"
    server = Server.gunicorn(users, project_python, settings)
    answers: list[Answer] = []

    def register(number: int) -> None:
        body = json.dumps({"email": f"{number}@example.com", "key": "a secret of users"}).encode()
        kind = {"Content-Type": "application/json"}
        answers.append(server.request("POST", "/users", body, kind))

    try:
        for number in range(16):  # so that every worker has loaded all that it needs
            register(-1 - number)
        answers.clear()
        before = most = megabytes_of(server)
        threads = [threading.Thread(target=register, args=(number,)) for number in range(60)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            most = max(most, megabytes_of(server))
            time.sleep(0.02)
        statuses = Counter(answer.status for answer in answers)
        assert statuses[201] and set(statuses) <= {201, 503} and statuses.total() == 60, statuses
        assert all(a.headers["Retry-After"] == "1" for a in answers if a.status == 503)
        assert most - before < 4 * (HASH_MEGABYTES + 8)  # four workers; without it 16 at a time
        assert megabytes_of(server) - before < HASH_MEGABYTES
    finally:
        server.kill()
