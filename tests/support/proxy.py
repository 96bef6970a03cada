"""A real nginx with a generated configuration; where it is not installed, it is only unpacked."""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from support.debian import unpacked
from support.postgres import free_port
from support.server import Client, plain_environment

PACKAGES = ("nginx", "libpcre2-8-0", "libssl3", "libcrypt1")
# The image never is root; as root nginx would give up what lets it into the folders of a test.
ALSO = "user root;" if os.geteuid() == 0 else ""
BACKEND = "        server backend:5000 max_fails=0;\n"


class Proxy(Client):
    """An nginx in front of servers, as the production compose file starts it."""

    def __init__(self, project: Path, folder: Path, backends: list[int], **variables: str) -> None:
        """Start it with the settings that the compose file has where nobody says another."""
        super().__init__(free_port())
        self.configuration = folder / "nginx.conf"
        text = filled(
            (project / "nginx/nginx.conf.template").read_text(),
            {"MAX_CONTENT_LENGTH": "1048576", "PROXY_TLS": "", **variables},
        )
        servers = "".join(BACKEND.replace("backend:5000", f"127.0.0.1:{port}") for port in backends)
        for mine, theirs in (
            (BACKEND, servers),
            ("listen 8080", f"listen 127.0.0.1:{self.port}"),
            ("127.0.0.1:8081", f"127.0.0.1:{free_port()}"),
            ("/tmp/", f"{folder}/"),
            ("/etc/nginx/certificates", str(folder)),
        ):
            assert mine in text, mine
            text = text.replace(mine, theirs)
        self.configuration.write_text(text)
        self._program, self._environment = _nginx()
        self._log = folder / "nginx.log"
        with open(self._log, "wb") as log:
            self.process = subprocess.Popen(
                self._command("-g", f"daemon off; {ALSO}"), env=self._environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self._wait()

    def check(self) -> str:
        """Return what ``nginx -t`` says of the configuration."""
        command = self._command("-t", "-g", ALSO)
        return subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=False
        ).stderr

    @property
    def log(self) -> str:
        """What it wrote so far."""
        return self._log.read_text(errors="replace")

    def stop(self) -> None:
        """Let it finish what it has begun, as the image does."""
        self.process.send_signal(3)
        self.process.wait(40)

    def _command(self, *options: str) -> list[str]:
        return [self._program, "-c", str(self.configuration), "-e", "stderr", *options]

    def _wait(self) -> None:
        limit = time.monotonic() + 10
        while time.monotonic() < limit:
            assert self.process.poll() is None, self.log
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.02)
        raise AssertionError(self.log)


def filled(template: str, variables: Mapping[str, str]) -> str:
    """Put variables in as the image does by ``envsubst``: those that it has, in braces or not."""
    return re.sub(
        r"\$(?:\{(\w+)\}|(\w+))",
        lambda found: variables.get(found[1] or found[2], found[0]),
        template,
    )


def _nginx() -> tuple[str, dict[str, str]]:
    if installed := shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"):
        return installed, plain_environment()
    folder, libraries = unpacked("nginx", PACKAGES)
    return str(folder / "usr/sbin/nginx"), plain_environment(libraries)
