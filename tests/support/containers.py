"""Docker for the tests: the command, an engine that answers or not, images to build on."""

import json
import os
import platform
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from support.postgres import free_port

RUN = f"anttest{uuid.uuid4().hex[:8]}"
"""Begins every name that this run gives to anything in Docker."""


def docker(
    *arguments: str | Path, check: bool = True, text: str | None = None, **options: Any
) -> subprocess.CompletedProcess[str]:
    """Run a command of Docker and keep what it prints."""
    done = subprocess.run(
        ["docker", *arguments], input=text, capture_output=True, text=True, timeout=300,
        check=False, **options,
    )  # fmt: skip
    if check and done.returncode:
        raise RuntimeError(f"docker {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}")
    return done


def why_no_engine() -> str | None:
    """The reason why nothing can be run in containers here, or None."""
    try:
        answer = docker("version", "--format", "{{.Server.Version}}", check=False)
        compose = docker("compose", "version", check=False)
    except FileNotFoundError:
        return "no Docker Engine answers: there is no docker command"
    if answer.returncode:
        return f"no Docker Engine answers: {answer.stderr.strip()}"
    if compose.returncode:
        return "a Docker Engine answers, but without Docker Compose"
    return None


def inspect(name: str, what: str = "container") -> dict[str, Any]:
    """What Docker knows of a container, an image or a volume."""
    found: dict[str, Any] = json.loads(docker(what, "inspect", name).stdout)[0]
    return found


def build_base_image(original: str, requirements: Path, folder: Path, tag: str) -> None:
    """Build ``original`` plus the wheels that this machine's own pip fetches for it.

    The build inside Docker then needs no network, no proxy and no certificate of this machine.
    """
    version = docker(
        "run", "--rm", original, "python", "-c", "import sys; print('%d.%d' % sys.version_info[:2])"
    ).stdout.strip()
    machine = {"arm64": "aarch64", "AMD64": "x86_64"}.get(platform.machine(), platform.machine())
    platforms = [
        f"manylinux_2_28_{machine}",
        f"manylinux_2_17_{machine}",
        f"manylinux2014_{machine}",
    ]
    # Also what only an earlier patch of Python asks for: that of the image may be one.
    earlier = r" ; python_full_version < '\d+\.\d+\.\d+'"
    wanted = folder / "wanted.txt"
    wanted.write_text(re.sub(earlier, "", requirements.read_text()))
    subprocess.run(
        [
            sys.executable, "-m", "pip", "download", "-q", "--only-binary=:all:",
            "--python-version", version, *(f"--platform={name}" for name in platforms),
            "-d", folder / "wheels", "-r", wanted,
        ],
        check=True, capture_output=True,
    )  # fmt: skip
    dockerfile = f"FROM {original}\nCOPY wheels /wheels\n"
    (folder / "Dockerfile").write_text(
        f"{dockerfile}ENV PIP_NO_INDEX=1 PIP_FIND_LINKS=/wheels PIP_DISABLE_PIP_VERSION_CHECK=1\n"
    )
    docker("build", "-q", "-t", tag, folder)


def call(url: str, body: object = None, timeout: float = 15) -> tuple[int, Any]:
    """The status and the JSON of an answer; a status of 0 is no answer at all."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)
    except OSError:
        return 0, None


def eventually(promise: Callable[[], bool], seconds: float = 30) -> float:
    """Wait until it holds; return how long that took."""
    began = time.monotonic()
    while not promise():
        assert time.monotonic() - began < seconds, f"still not after {seconds} s"
        time.sleep(0.2)
    return time.monotonic() - began


class Stack:
    """A compose file, with the variables and the options that it is run with."""

    def __init__(self, project: Path, environment: dict[str, str], *files: Path) -> None:
        """Give it a name of its own, so that it meets nobody else's containers."""
        self.project = project
        self.name = f"{RUN}{uuid.uuid4().hex[:4]}"
        self.port = free_port()
        self.environment = {**os.environ, **environment, "API_PORT": str(self.port)}
        self.files = [part for file in files for part in ("-f", str(file))]
        self.url = f"http://127.0.0.1:{self.port}"

    def compose(self, *arguments: str) -> str:
        """Run a command of Docker Compose and return what it printed."""
        return docker(
            "compose", "-p", self.name, *self.files, *arguments,
            cwd=self.project, env=self.environment,
        ).stdout  # fmt: skip

    def up(self, *options: str) -> None:
        """Start it and wait until it is healthy; where it is not, say what it printed."""
        try:
            self.compose("up", "--wait", "--wait-timeout", "180", *options)
        except RuntimeError as error:
            raise RuntimeError(f"{error}\n{self.compose('logs', '--no-color')}") from error

    def container(self, service: str) -> str:
        """The container of a service, also of one that has stopped."""
        return self.compose("ps", "-a", "-q", service).strip()

    def python(self, code: str) -> str:
        """Run a line of Python where the application runs."""
        return self.compose("exec", "-T", "backend", "python", "-c", code).strip()

    def remove(self) -> None:
        """Leave nothing behind."""
        self.compose("down", "--volumes", "--rmi", "local", "--remove-orphans", "--timeout", "5")


class Starter:
    """Runs the project's image."""

    def __init__(self, image: str) -> None:
        """Remember what was started."""
        self.image = image
        self.names: list[str] = []

    def __call__(self, *options: str) -> tuple[str, str]:
        """Start a container; return its name and where it is published."""
        name = f"{RUN}-{len(self.names)}-{uuid.uuid4().hex[:4]}"
        self.names.append(name)
        docker("run", "-d", "--name", name, "-p", "127.0.0.1:0:5000", *options, self.image)
        return name, self.url(name)

    def url(self, name: str) -> str:
        """Where the container is published, or nothing if it has ended."""
        return f"http://{docker('port', name, '5000', check=False).stdout.strip()}"

    def healthy(self, *options: str) -> tuple[str, str]:
        """Start a container and wait for its first answer."""
        name, url = self(*options)
        eventually(lambda: call(f"{url}/")[0] == 200)
        return name, url
