"""What tests look at in a project that grows: its files, and what it answers."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

from support.trees import Snapshot, snapshot
from support.warm_python import run_warm

MIGRATIONS = "api/migrations/versions"
OF_THE_PROJECT = {".gitattributes", "applied.json", "record", "schema.json"}
"""What of our own folder belongs to the project; the rest is what commands keep for themselves."""
_ASK = """
import json, sys
from app import create_app
client = create_app().test_client()
answers = []
for method, path, body in json.load(sys.stdin):
    response = client.open(path, method=method, json=body)
    answers.append([response.status_code, response.get_json(silent=True)])
print(json.dumps(answers))
"""


def project_files(project: Path) -> Snapshot:
    """Mode and content of everything that makes the project, as it stands."""
    return {
        path: seen
        for path, seen in snapshot(project).items()
        if not path.startswith(".ant/") or path.split("/")[1] in OF_THE_PROJECT
    }


def readable_files(project: Path) -> Snapshot:
    """The same without the record, which is compressed and so in no difference that is shown."""
    files = project_files(project)
    return {path: seen for path, seen in files.items() if not path.startswith(".ant/record")}


def code_files(project: Path) -> Snapshot:
    """The same without the migrations: a change that is taken back leaves one more of them."""
    files = project_files(project)
    return {path: seen for path, seen in files.items() if not path.startswith(MIGRATIONS)}


def migrations(project: Path) -> list[str]:
    """The names of the migrations in order, of which each builds upon the one before."""
    found: dict[str, tuple[str, str]] = {}
    for path in (project / MIGRATIONS).glob("*.py"):
        text = path.read_text()
        below = re.search(r"^down_revision.* = (.*)$", text, re.M)
        name = re.search(r'^revision.* = "(.*)"$', text, re.M)
        assert below and name
        assert found.setdefault(below[1].strip('"'), (name[1], path.stem))[1] == path.stem
    chain, at = [], "None"
    while at in found:
        at, stem = found.pop(at)
        chain.append(stem)
    assert not found
    return chain


def changed_files(project: Path, before: Snapshot) -> list[str]:
    """The absolute paths of the files that were created or changed since."""
    after = project_files(project)
    return sorted(
        str(project / path)
        for path, seen in after.items()
        if (project / path).is_file() and before.get(path) != seen
    )


def ask(python: Path, project: Path, *requests: tuple[str, str, object]) -> list[tuple[int, Any]]:
    """What the project answers to each method, path and body: status and JSON."""
    settings = {"FLASK_ENV": "development", "PYTHONDONTWRITEBYTECODE": "1"}
    env = {**os.environ, **settings}
    done = run_warm([python, "-c", _ASK], project / "api", env, given=json.dumps(requests))
    assert done.returncode == 0, done.stderr
    return [(status, answer) for status, answer in json.loads(done.stdout.splitlines()[-1])]


def apply_difference(project: Path, difference: str) -> None:
    """Change a project as a difference says, and only exactly where it says it."""
    # A repository around the project would make git look for the files from its root on.
    outside = {**os.environ, "GIT_CEILING_DIRECTORIES": str(project.parent)}
    done = subprocess.run(
        ["git", "apply", "-p1", "--whitespace=nowarn"], cwd=project, input=difference.encode(),
        env=outside, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
