"""Checks of the machine: Python, its environment, a free port, Docker."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing

from ant.doctor.diagnosis import ERROR, NOTE, WARNING, Context, Diagnosis
from ant.runtime.environment import is_up_to_date, version_of

OLDEST_PYTHON = (3, 11)
PORT = 5000
"""Where a project is served for development, unless another port is asked for."""
PATIENCE = 10
"""Seconds after which Docker has not answered."""


def check_environment(context: Context) -> Iterator[Diagnosis]:
    """See that ``.venv`` is there, is Python 3.11 or newer and has what is required."""
    python = os.path.join(context.root, ".venv", "bin", "python")
    version = version_of(context.root)
    if not os.path.exists(python):
        message = "There is no virtual environment .venv, so its settings were not tried."
        remedy = "It is made when the project is run or tested for the first time."
        yield Diagnosis("environment-missing", NOTE, message, remedy)
    elif version and version < OLDEST_PYTHON:
        found, oldest = (".".join(map(str, number)) for number in (version, OLDEST_PYTHON))
        message = f"The virtual environment .venv is one of Python {found}."
        remedy = f"Delete .venv, and make it with Python {oldest} or newer."
        yield Diagnosis("python-too-old", ERROR, message, remedy)
    elif not is_up_to_date(context.root):
        message = "requirements.txt has changed since it was installed into .venv."
        remedy = "Run the project, which installs it, or install it with pip."
        yield Diagnosis("environment-outdated", WARNING, message, remedy)


def check_port(context: Context) -> Iterator[Diagnosis]:
    """See that nothing listens where the project is served for development."""
    with closing(socket.socket()) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", PORT))
        except OSError as error:
            message = f"Port {PORT} of this machine cannot be used: {error.strerror}."
            remedy = "End what listens there, or serve the project on another port."
            severity = NOTE if context.deploy else WARNING
            yield Diagnosis("port-taken", severity, message, remedy)


def check_docker(context: Context) -> Iterator[Diagnosis]:
    """See that a Docker Engine answers, where the project has a compose file."""
    if not any("compose" in path for path in context.files):
        return
    docker = shutil.which("docker")
    if docker is None:
        message, remedy = "Docker is not installed.", "Install it to run the compose files here."
        yield Diagnosis("docker-missing", NOTE, message, remedy)
        return
    try:
        done = subprocess.run(
            [docker, "ps", "-q"], stdin=subprocess.DEVNULL,
            capture_output=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        answers = False
    else:
        answers = done.returncode == 0
    if not answers:
        message = "Docker is installed, and no engine answers."
        remedy = "Start it, or see with 'docker ps' why it does not let you in."
        yield Diagnosis("docker-silent", NOTE, message, remedy)
