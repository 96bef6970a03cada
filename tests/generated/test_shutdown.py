"""SIGTERM ends the server with 0, and not before every request that it took is answered."""

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
    """Clients that ask without a pause until no connection is taken any more."""

    def __init__(
        self, server: Server, clients: int, path: str = "/probe/slow?seconds=0.05"
    ) -> None:
        """Start them."""
        self.answered, self.dropped = 0, list[str]()
        self._server, self._path = server, path
        self._threads = [threading.Thread(target=self._ask) for _ in range(clients)]
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        """Return once all have stopped."""
        for thread in self._threads:
            thread.join()

    def _ask(self) -> None:
        while True:
            try:
                status = self._server.get(self._path).status
            except ConnectionRefusedError:
                return  # the door is closed: nothing was taken, nothing is lost
            except ConnectionResetError:
                return  # in the queue of the closing socket: the server never took it
            except Exception as error:  # the server took the request and did not answer it
                self.dropped.append(repr(error))
                return
            assert status == 200
            self.answered += 1


@pytest.mark.parametrize(
    "turn", [0, *(pytest.param(n, marks=pytest.mark.exhaustive) for n in range(1, 9))]
)
def test_sigterm_under_load_drops_no_request(probed: Path, project_python: Path, turn: int) -> None:
    server = Server.gunicorn(probed, project_python)
    load = Load(server, 8)
    time.sleep(1 + turn / 20)
    assert server.terminate() == 0, server.log
    load.join()
    assert load.dropped == []
    assert load.answered > 20
    assert "Traceback" not in server.log
