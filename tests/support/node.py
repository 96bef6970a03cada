"""Node.js and Java, and the packages of Node.js that tests install once."""

import os
import shutil
import subprocess
from pathlib import Path

from support.environments import kept
from support.generated import REPOSITORY, environment

CLIENTS = REPOSITORY / "tests/generated/clients"


def tools() -> Path:
    """The Python of the environment that has the generators of clients, and Node.js with npm."""
    return environment("clients", [CLIENTS / "requirements.txt"])


def with_node(more: dict[str, str] | None = None) -> dict[str, str]:
    """The environment of a process that starts programs of Node.js."""
    places = f"{tools().parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": places, **(more or {})}


def run(*command: str | Path, cwd: Path) -> None:
    """Run a program of that environment, which may use the others in it."""
    done = subprocess.run(
        command, cwd=cwd, env=with_node(), capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def packages(name: str, listing: Path) -> Path:
    """The folder ``node_modules`` with what a ``package.json`` lists."""

    def install(place: Path) -> None:
        place.mkdir()
        shutil.copy(listing, place)
        words = ("install", "--no-audit", "--no-fund", "--ignore-scripts")
        run(tools().parent / "npm", *words, cwd=place)

    return kept(name, install) / "node_modules"
