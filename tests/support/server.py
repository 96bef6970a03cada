"""Generated projects behind real servers: gunicorn as in the Dockerfile, and Flask's own."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from support.keeper import mark
from support.postgres import free_port
from support.warm_python import run_warm

PROBE = Path(__file__).parent.parent / "generated/inside/probe_route.py"
BOOT_SECONDS = 60
NO_ANSWER = (OSError, http.client.HTTPException)
"""What a call raises where a server is away, or ends in the middle of its answer."""


class Answer(NamedTuple):
    """What a server answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)


def plain_environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a bare login, so that no variable of ours reaches a project."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {**kept, **mark(), "PYTHONDONTWRITEBYTECODE": "1", **(extra or {})}


def gunicorn_command(project: Path, python: Path, port: int) -> list[str]:
    """The Dockerfile's CMD, word for word but for the port."""
    lines = (project / "Dockerfile").read_text().splitlines()
    program, *arguments = json.loads(lines[-1].removeprefix("CMD "))
    arguments[arguments.index("--bind") + 1] = f"127.0.0.1:{port}"
    return [str(python.parent / program), *arguments]


class SayingProcess:
    """A program that serves, and says in its first line, as JSON, what it has made."""

    def __init__(self, *command: str | Path, errors: int | None = None) -> None:
        """Start it and wait for that line; ``errors`` is where its standard error goes."""
        self.process = subprocess.Popen(
            command, env=plain_environment(), stdout=subprocess.PIPE, stderr=errors, text=True
        )
        assert self.process.stdout
        self.says: dict[str, Any] = json.loads(self.process.stdout.readline())

    def stop(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdout
        self.process.stdout.close()


def add_probe(project: Path) -> Path:
    """Add the routes that the tests call to a copy of a project, as the generator would."""
    app = project / "api/app.py"
    (project / "api/routes/probe_route.py").write_text(PROBE.read_text())
    text = app.read_text()
    for line in (
        "from routes.default_route import default_bp\n",
        "    app.register_blueprint(default_bp)\n",
    ):
        assert line in text
        text = text.replace(line, line + line.replace("default", "probe"))
    app.write_text(text)
    return project


class Client:
    """Sends requests to a port of this machine, each on a connection of its own."""

    def __init__(self, port: int) -> None:
        """Remember the port."""
        self.port = port

    def get(self, path: str = "/", headers: Mapping[str, str] | None = None) -> Answer:
        """Send a GET."""
        return self.request("GET", path, headers=headers)

    def request(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def raw(self, data: bytes, *, half_closed: bool = False) -> Answer:
        """Send bytes as they are and read the answer, which may come before all of them went.

        Where ``half_closed``, nothing follows them, and the server can see that.
        """
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.sendall(data)
                if half_closed:
                    connection.shutdown(socket.SHUT_WR)
            response = http.client.HTTPResponse(connection)
            response.begin()
            return Answer(response.status, response.headers, response.read())


class Server(Client):
    """A process that serves a project on a port of its own, and its log."""

    def __init__(
        self, command: list[str], folder: Path, port: int, env: Mapping[str, str] | None = None
    ) -> None:
        """Start the process; ``wait`` until it answers."""
        super().__init__(port)
        self.folder = Path(folder)
        self._log = self.folder / f"server-{port}.log"
        with open(self._log, "wb") as log:
            self.process = subprocess.Popen(
                command, cwd=folder, env=plain_environment(env), stdout=log, stderr=log,
                stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip

    @classmethod
    def gunicorn(
        cls,
        project: Path,
        python: Path,
        env: Mapping[str, str] | None = None,
        without: str = "",
        port: int | None = None,
    ) -> "Server":
        """Serve as the image does, maybe without one of the options."""
        port = port or free_port()
        command = [word for word in gunicorn_command(project, python, port) if word != without]
        server = cls(command, project / "api", port, env).wait()
        time.sleep(0.3)  # one worker answers; a SIGTERM to one that is still being born is lost
        return server

    @classmethod
    def flask(cls, project: Path, python: Path, env: Mapping[str, str] | None = None) -> "Server":
        """Serve with Flask's development server, from the root of the project."""
        port = free_port()
        command = [str(python), "-m", "flask", "run", "--port", str(port)]
        return cls(command, project, port, env).wait()

    def wait(self, path: str = "/") -> "Server":
        """Return once it answers; fail with its log where it ended instead."""
        limit = time.monotonic() + BOOT_SECONDS
        while time.monotonic() < limit:
            try:
                self.get(path)
                return self
            except NO_ANSWER:
                assert self.process.poll() is None, self.log
                time.sleep(0.03)
        self.kill()
        raise AssertionError(f"No answer in {BOOT_SECONDS} s: {self.log}")

    @property
    def log(self) -> str:
        """What it wrote so far."""
        return self._log.read_text(errors="replace")

    def terminate(self) -> int:
        """Send SIGTERM and return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait_for_end()

    def wait_for_end(self, seconds: float = 40) -> int:
        """Return the exit code once it has ended by itself."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"It did not end in {seconds} s: {self.log}") from None

    def kill(self) -> None:
        """End it and its workers at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def run_in_api(
    project: Path, python: Path, code: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run Python code in ``api/``, whose modules it can import."""
    return run_warm([python, "-c", code], project / "api", plain_environment(env), seconds=60)
