"""A stop loses no request: who balances the load is told before, and all connections are taken."""

import gc
import logging
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from queue import SimpleQueue
from selectors import DefaultSelector
from socket import create_connection, create_server
from types import FrameType
from typing import Any

import pytest
from flask.testing import FlaskClient
from gunicorn.config import Config  # type: ignore[import-untyped]

from startup import draining, gunicorn_config
from startup.Environment import myEnvironment
from startup.gunicorn_config import DrainingWorker, when_ready

gc.enable()  # gunicorn's configuration has switched it off, for the application to be loaded


class Arbiter:
    """What ``when_ready`` uses of gunicorn's arbiter."""

    def __init__(self) -> None:
        self.log = logging.getLogger("gunicorn.error")
        self.stopped = 0
        self.signals: SimpleQueue[int] = SimpleQueue()

    def handle_term(self) -> None:
        self.stopped += 1

    def signal(self, number: int, _frame: FrameType | None) -> None:
        self.signals.put(number)


@pytest.fixture
def arbiter() -> Iterator[Arbiter]:
    handler = signal.getsignal(signal.SIGALRM)
    yield Arbiter()
    signal.alarm(0)
    signal.signal(signal.SIGALRM, handler)
    draining._flag[0] = 0


def test_a_server_that_stops_is_not_ready_before_it_ends(
    arbiter: Arbiter, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gunicorn_config, "myEnvironment", myEnvironment.replace(DRAIN_SECONDS=1))
    when_ready(arbiter)
    assert client.get("/health/ready").status_code == 200
    arbiter.handle_term()
    response = client.get("/health/ready")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert client.get("/health/live").status_code == 200
    assert client.get("/").status_code == 200
    assert not arbiter.stopped
    assert arbiter.signals.get(timeout=3) == signal.SIGTERM
    arbiter.handle_term()
    assert arbiter.stopped


def test_garbage_is_looked_for_once_the_application_is_loaded(arbiter: Arbiter) -> None:
    gc.disable()
    gc.unfreeze()
    when_ready(arbiter)
    assert gc.isenabled() and gc.get_freeze_count()
    gc.unfreeze()


def test_without_seconds_to_drain_a_server_stops_at_once(
    arbiter: Arbiter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gunicorn_config, "myEnvironment", myEnvironment.replace(DRAIN_SECONDS=0))
    when_ready(arbiter)
    arbiter.handle_term()
    assert arbiter.stopped


def test_a_worker_that_stops_takes_the_connections_that_wait(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    unused: Any = None
    with ExitStack() as opened:
        listener = opened.enter_context(create_server(("127.0.0.1", 0), backlog=8))
        worker = DrainingWorker(1, 0, [listener], unused, 30, Config(), unused)
        opened.callback(worker.tmp.close)
        worker.poller = opened.enter_context(DefaultSelector())
        monkeypatch.setattr(worker, "enqueue_req", lambda taken: opened.callback(taken.close))
        worker.alive = False  # maybe told to stop before it began
        worker.set_accept_enabled(True)
        address = listener.getsockname()
        for _ in range(5):
            opened.enter_context(create_connection(address))
        worker.set_accept_enabled(False)
        assert worker.nr_conns == 5
        with pytest.raises(ConnectionRefusedError):
            create_connection(address).close()
