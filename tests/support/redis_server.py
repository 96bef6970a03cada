"""A real Redis; where it is not installed, it is only unpacked."""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import suppress

from support.debian import unpacked
from support.postgres import free_port
from support.server import plain_environment

PACKAGES = (
    "redis-server", "redis-tools", "libatomic1", "libjemalloc2", "liblzf1", "libssl3",
    "libsystemd0",
)  # fmt: skip


class Redis:
    """A server that keeps nothing on the disk."""

    def __init__(self) -> None:
        """Start it and wait until it answers."""
        self.port = free_port()
        program, environment = _program()
        options = [
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--daemonize",
            "no",
        ]
        self.process = subprocess.Popen(
            [program, *options], env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        for _ in range(200):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            assert self.process.poll() is None, "Redis has ended."
            time.sleep(0.05)
        raise AssertionError("Redis does not answer.")

    @property
    def url(self) -> str:
        """What REDIS_URL says of it."""
        return f"redis://127.0.0.1:{self.port}"

    def freeze(self) -> None:
        """Let it take connections and answer no more."""
        self.process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """End it."""
        self.process.kill()
        self.process.wait()


def _program() -> tuple[str, dict[str, str]]:
    if installed := shutil.which("redis-server", path=f"{os.environ['PATH']}:/usr/sbin"):
        return installed, plain_environment()
    folder, libraries = unpacked("redis-server", PACKAGES)
    return str(folder / "usr/bin/redis-server"), plain_environment(libraries)
