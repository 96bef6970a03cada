"""The older ``backant-cli`` 0.7.4, and what its projects run on; both kept between runs."""

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from support.environments import kept_environment

RELEASE = "backant-cli==0.7.4"
IMPORTED = {
    "flask", "werkzeug", "jinja2", "itsdangerous", "click", "flask-cors", "python-dotenv",
    "sqlalchemy", "psycopg2-binary", "marshmallow",
}  # fmt: skip
"""What its projects import, of the 57 packages that they require."""


@cache
def backant_command() -> Path:
    """The program, in an environment of its own."""
    return _environment("backant", [RELEASE]) / "bin" / "ant"


def run_backant(folder: Path, *arguments: str) -> None:
    """Run it as its users do; it sends nothing anywhere and finds no settings."""
    home = folder / "no-home"
    home.mkdir(exist_ok=True)
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "DO_NOT_TRACK": "1"}
    done = subprocess.run(
        [backant_command(), *arguments], cwd=folder, env=environment, timeout=60,
        capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    shutil.rmtree(home)
    assert "Successfully" in done.stdout, done.stdout  # it ends with 0 whatever happens


@cache
def backant_python(project: Path) -> Path:
    """A Python with the releases that a project's ``requirements.txt`` asks for, pins included."""
    lines = (project / "requirements.txt").read_text().split()
    wanted = [line for line in lines if re.split("[=~]", line)[0].lower() in IMPORTED]
    assert len(wanted) == len(IMPORTED)
    return _environment("backant-project", wanted) / "bin" / "python"


def _environment(name: str, requirements: list[str]) -> Path:
    return kept_environment(name, " ".join(requirements).encode(), *requirements)
