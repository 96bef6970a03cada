"""SIGTERM ends the server with 0, and not before every request that it took is answered."""

import signal
import threading
import time
from pathlib import Path

import pytest

from support.server import Server


@pytest.mark.slow
def test_sigterm_lets_a_request_finish(probed: Path, project_python: Path) -> None:
    server = Server.gunicorn(probed, project_python)
    statuses: list[int] = []
    slow = threading.Thread(
        target=lambda: statuses.append(server.get("/probe/slow?seconds=1.5").status)
    )
    slow.start()
    time.sleep(0.5)
    started = time.monotonic()
    assert server.terminate() == 0, server.log
    slow.join()
    assert statuses == [200]
    assert 0.5 < time.monotonic() - started < 10


class Load:
    """Clients that ask without a pause until no connection is taken any more, or they are told."""

    def __init__(
        self, server: Server, clients: int, path: str = "/probe/slow?seconds=0.05"
    ) -> None:
        """Start them."""
        self.answered, self.refused, self.reset = 0, 0, 0
        self.dropped = list[str]()
        self.enough = threading.Event()
        self._server, self._path = server, path
        self._threads = [threading.Thread(target=self._ask) for _ in range(clients)]
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        """Return once all have stopped."""
        for thread in self._threads:
            thread.join()

    def _ask(self) -> None:
        while not self.enough.is_set():
            try:
                status = self._server.get(self._path).status
            except ConnectionRefusedError:
                self.refused += 1
                return  # the door is closed: nothing was taken, nothing is lost
            except ConnectionResetError:
                self.reset += 1
                return
            except Exception as error:  # the server took the request and did not answer it
                self.dropped.append(repr(error))
                return
            if status != 200:
                self.dropped.append(str(status))
            self.answered += 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "turn", [0, *(pytest.param(turn, marks=pytest.mark.exhaustive) for turn in range(1, 4))]
)
def test_sigterm_under_load_drops_no_request(probed: Path, project_python: Path, turn: int) -> None:
    server = Server.gunicorn(probed, project_python)
    load = Load(server, 16)
    time.sleep(1 + turn / 20)
    assert server.terminate() == 0, server.log
    load.join()
    assert load.dropped == []
    # Microseconds lie between the last look into the queue of the socket and the end of both.
    assert load.reset <= 1
    assert load.answered > 20
    assert "Traceback" not in server.log


@pytest.mark.slow
def test_who_heeds_that_a_server_is_not_ready_loses_no_request(
    probed: Path, project_python: Path
) -> None:
    server = Server.gunicorn(probed, project_python, {"DRAIN_SECONDS": "2"})
    load = Load(server, 16)
    time.sleep(0.3)
    server.process.terminate()
    time.sleep(0.3)
    asked = [server.get("/health/ready") for _ in range(12)]
    assert {(ready.status, ready.headers["Retry-After"]) for ready in asked} == {(503, "5")}
    assert server.get("/health/live").status == 200
    answered = load.answered
    time.sleep(0.3)
    load.enough.set()
    load.join()
    assert load.answered > answered + 20
    assert (load.dropped, load.refused, load.reset) == ([], 0, 0)
    assert server.wait_for_end(10) == 0


@pytest.mark.slow
def test_an_interrupt_stops_a_server_that_drains_at_once(
    probed: Path, project_python: Path
) -> None:
    server = Server.gunicorn(probed, project_python, {"DRAIN_SECONDS": "20"})
    server.process.terminate()
    time.sleep(0.2)
    server.process.send_signal(signal.SIGINT)
    assert server.wait_for_end(15) == 0
