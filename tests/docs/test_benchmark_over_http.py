"""The benchmark over HTTP asks, counts and judges right; how fast anything is, is not tested."""

import json
import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bench.asked import KINDS, PAGES, ROWS, request
from bench.environments import SERVED
from bench.load import CONNECTIONS, Load, Rate, WrongAnswer, answer_length, group_cpu, measure, run
from bench.report import OURS
from bench.served import SERVED_KINDS
from bench.serving_report import (
    BARE,
    GUARDED,
    GUARDED_OVER_OPEN,
    OVER_BARE,
    OVER_OTHERS,
    ratio,
    table,
    verdicts,
)
from support.generated import REPOSITORY, TEMPLATE

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def _rates(*counts: int) -> list[Rate]:
    return [Rate(count, 2.0, 0.1, 0.6) for count in counts]


def _serve(listener: socket.socket, answer: bytes) -> None:
    """Answer every request of every connection alike, in two parts, until there is no listener."""

    def talk(connection: socket.socket) -> None:
        with connection, suppress(ConnectionError):
            while connection.recv(4096):
                connection.sendall(answer[:10])
                connection.sendall(answer[10:])

    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=talk, args=(connection,), daemon=True).start()


@pytest.fixture
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    listener = socket.create_server(("127.0.0.1", 0), backlog=CONNECTIONS)
    thread = threading.Thread(target=_serve, args=(listener, getattr(request, "param", OK)))
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def test_every_insert_has_an_email_of_its_own_and_every_conflict_one_that_is_there() -> None:
    taken = {f"user{number}@example.com" for number in range(1, ROWS + 1)}
    emails: dict[str, list[str]] = {"insert": [], "conflict": []}
    for kind, found in emails.items():
        for number in range(2 * ROWS):
            head, body = request(kind, number).split(b"\r\n\r\n")
            assert b"Content-Length: %d" % len(body) in head
            found.append(json.loads(body)["email"])

    assert len({*emails["insert"]} - taken) == 2 * ROWS
    assert {*emails["conflict"]} == taken


def test_reading_asks_for_rows_that_are_there() -> None:
    targets = {
        kind: {request(kind, number).split()[1] for number in range(ROWS)} for kind in KINDS[:2]
    }

    assert targets["list"] == {b"/users?page=%d" % page for page in range(1, PAGES + 1)}
    assert targets["get"] == {b"/users/%d" % number for number in range(1, ROWS + 1)}


@pytest.mark.parametrize(
    ("received", "length"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", 40),
        (b"HTTP/1.1 200 OK\r\na: b\r\ncontent-length: 12\r\nc: d\r\n\r\n", 63),
    ],
)
def test_an_answer_is_as_long_as_its_head_says(received: bytes, length: int | None) -> None:
    assert answer_length(bytearray(received)) == length


def test_an_answer_without_a_length_is_none() -> None:
    with pytest.raises(WrongAnswer, match="without Content-Length"):
        answer_length(bytearray(b"HTTP/1.1 200 OK\r\n\r\n"))


def test_answers_that_come_in_parts_are_counted(port: int) -> None:
    rate = measure(Load(port, "list", 0, 0.3, 200), os.getpgrp())

    assert rate.answers > CONNECTIONS
    assert rate.client > 0
    assert rate.per_second == rate.answers / rate.seconds


def test_the_processor_time_of_a_group_is_that_of_all_its_processes() -> None:
    burn = "import os, time\nos.fork()\nwhile time.process_time() < 0.2: pass\nprint(flush=True)"
    command = [sys.executable, "-c", f"{burn}\ninput()"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout
        for _ in range(2):
            process.stdout.readline()
        assert 0.36 <= group_cpu(process.pid) < 1
        assert group_cpu(process.pid + 1_000_000_000) == 0
        process.communicate(b"\n\n")


@pytest.mark.parametrize("port", [OK.replace(b"200", b"500")], indirect=True)
def test_a_wrong_status_is_no_result(port: int) -> None:
    with pytest.raises(WrongAnswer, match=r"get: not 200: .*500 OK"):
        measure(Load(port, "get", 0, 0.3, 200), os.getpgrp())


def test_a_connection_that_ends_is_no_result() -> None:
    def close_all(listener: socket.socket) -> None:
        for _ in range(CONNECTIONS):
            listener.accept()[0].close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        closing = threading.Thread(target=close_all, args=(listener,))
        closing.start()
        with pytest.raises((WrongAnswer, ConnectionError)):
            run(Load(listener.getsockname()[1], "list", 0, 0.3, 200))
        closing.join()


def test_ratios_are_medians_over_the_rounds_and_not_ratios_of_medians() -> None:
    rates = {"get": {OURS: _rates(2, 3, 8), BARE: _rates(1, 6, 2)}}

    assert ratio(rates, "get", OURS, BARE) == 2


def test_the_table_shows_medians_and_ratios() -> None:
    lines = table({"get": {OURS: _rates(300, 300), BARE: _rates(200, 200)}}).splitlines()

    assert lines[1].split() == ["get", "ant", "150", "1.50", "4000", "10", "%"]
    assert lines[2].split() == ["get", "bare", "100", "1.00", "1.50", "6000", "0.67", "10", "%"]


def test_every_kind_has_its_targets_which_are_met_at_their_limit_and_missed_below() -> None:
    names = [kind.name for kind in SERVED_KINDS]
    exact = {kind: {name: [_at_limit(kind, name)] for name in names} for kind in KINDS}
    low = {kind: {name: _rates(1 if name == GUARDED else 2) for name in names} for kind in KINDS}

    assert len(KINDS) * (len(names) - 1) - 1 == len(list(verdicts(exact)))
    assert all(met for met, _ in verdicts(exact))
    for met, line in verdicts(low):
        assert not met
        assert line.startswith("MISSED: ")


def _at_limit(kind: str, name: str) -> Rate:
    """Rates of which each has exactly the ratio to ours that is still enough."""
    if name == GUARDED:
        return Rate(round(100 * GUARDED_OVER_OPEN), 100.0, 0.1)
    limit = OVER_BARE.get(kind, 1.0) if name == BARE else OVER_OTHERS
    return Rate(1, 1.0 if name == OURS else limit, 0.1)


def test_ours_runs_on_what_a_generated_project_requires_and_the_bare_one_on_the_same() -> None:
    lines = (TEMPLATE / "requirements.txt").read_text().splitlines()
    required = {re.split("[>=]", line)[0] for line in lines if line and line[0] != "#"}

    assert {pin.split("==")[0] for pin in SERVED[OURS]} >= required
    assert {*SERVED[BARE]} <= {*SERVED[OURS]}
    assert {kind.environment for kind in SERVED_KINDS} == {*SERVED}


@pytest.mark.parametrize("words", [("--rounds", "0"), ("--seconds", "0"), ("--seconds", "nan")])
def test_impossible_numbers_are_refused(words: tuple[str, str]) -> None:
    serving = REPOSITORY / "benchmarks" / "serving.py"
    result = subprocess.run(
        [sys.executable, serving, *words], capture_output=True, text=True, check=False
    )

    assert result.returncode == 2
    assert f"{words[0]} must be" in result.stderr


def test_without_what_the_tests_have_it_says_how_to_run_it(tmp_path: Path) -> None:
    serving = REPOSITORY / "benchmarks" / "serving.py"
    result = subprocess.run(
        [sys.executable, "-S", serving], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert result.returncode == 1
    assert "run it with .venv/bin/python" in result.stderr
