"""The page at ``/docs`` in a real browser: its Authorize button lets a guarded request through."""

import json
import subprocess
from pathlib import Path

import pytest

from attacks.test_tokens import signed
from conftest import Ant
from support.chromium import browser
from support.generated import environment
from support.server import Server, plain_environment
from support.serving import SECRET

FOLDER = Path(__file__).parent / "browser"
OPERATION = "#operations-users-get_users"
SETTINGS = {"JWT_SECRET": SECRET, "DOCS": "True", "FLASK_ENV": "testing"}


@pytest.mark.slow
def test_the_authorize_button_sends_the_token(
    ant: Ant, project: Path, project_python: Path
) -> None:
    words = ("users", "name:string:required", "--auth", "token")
    done = ant("generate", "route", *words, cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    python = environment("browser", [FOLDER / "requirements.txt"])
    server = Server.gunicorn(project, project_python, SETTINGS)
    try:
        page = f"http://127.0.0.1:{server.port}/docs"
        clicked = subprocess.run(
            [python, FOLDER / "authorize.py", *browser(), page, OPERATION, signed()],
            env=plain_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=300, check=False,
        )  # fmt: skip
    finally:
        server.kill()
    assert clicked.returncode == 0, clicked.stderr
    found = json.loads(clicked.stdout)
    assert found["statuses"] == ["401", "200", "401"]
    assert found["hosts"] == [f"127.0.0.1:{server.port}"]
    # Nothing that the page needs is refused by its policy: all it may say is that a 401 came.
    assert [line for line in found["complaints"] if "401 (UNAUTHORIZED)" not in line] == []
