"""Edited projects that have grown in every way still answer over HTTP, old endpoints and new."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ant.core.spec import METHODS, Subroute
from corpus.app_cases import APP_CASES
from corpus.edits import Files
from corpus.growth import BASE, MOCK, edited, expected_refusal, grown, with_route
from corpus.layer_cases import LAYER_CASES

CASES = {name: case for name, case in (APP_CASES | LAYER_CASES).items() if case.boots}
SERVE = """
import json
import sys

from app import create_app

client = create_app().test_client()
answers = []
for method, path, body in json.load(sys.stdin):
    response = client.open(path, method=method, json=body)
    answers.append([response.status_code, response.get_json(silent=True)])
json.dump(answers, sys.stdout)
"""
MOCKED = ("", " mock")
ENVIRONMENT = {"JWT_SECRET": "x" * 32, "FLASK_ENV": "development", "PYTHONDONTWRITEBYTECODE": "1"}
UNSERVED = (  # by the edit itself: it has taken the registrations out
    "registrations in a helper that is not called",
    "no registrations, and the app wrapped",
    "no registrations, a comment above the return",
)
PREFIXES = {
    "registrations on a blueprint": "/v1/users",
    "registrations with a prefix": "/people",
    "blueprint with another prefix": "/people",
}


def fully_grown(name: str) -> tuple[Files, dict[str, Any]]:
    """The project with all that is not refused, and what its endpoints have to answer."""
    case, spec = CASES[name], BASE
    prefix = PREFIXES.get(name, "/users")
    answers: dict[str, Any] = {
        f"GET {prefix}": "Your users route is working!",
        f"GET {prefix}/profile": "Your users profile route is working!",
        f"GET {prefix.rpartition('/')[0]}/": "Your backant backend is working",
    }
    files = edited(case)
    if not expected_refusal(case, "route"):
        spec, old = with_route(), spec
        files = grown(files, old, spec)
        answers["GET /orders"] = "Your orders route is working!"
    for number, operation in enumerate(f"{each}{mock}" for each in METHODS for mock in MOCKED):
        if expected_refusal(case, operation):
            continue
        method, _, mock = operation.partition(" ")
        subroute = Subroute(f"thing{number}", method, MOCK if mock else None)
        users = spec.routes[0]
        bigger = users._replace(subroutes=(*users.subroutes, subroute))
        new = spec._replace(routes=(bigger, *spec.routes[1:]))
        files, spec = grown(files, spec, new), new
        answers[f"{method} {prefix}/thing{number}"] = MOCK.value if mock else f"thing{number}"
    if name in UNSERVED:
        answers = {"GET /orders": answers["GET /orders"]}
    return files, answers


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_an_edited_project_answers_after_it_has_grown(
    name: str, tmp_path: Path, project_python: Path
) -> None:
    files, answers = fully_grown(name)
    for path, content in files.items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (tmp_path / "api/serve.py").write_text(SERVE)
    requests = [(*each.split(" "), {"a": 1} if each[0] == "P" else None) for each in answers]
    found = subprocess.run(
        [project_python, "serve.py"], cwd=tmp_path / "api", env=ENVIRONMENT, check=False,
        input=json.dumps(requests), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr
    for (request, wanted), (status, answer) in zip(
        answers.items(), json.loads(found.stdout), strict=True
    ):
        assert status == 200, (request, status, answer)
        if isinstance(wanted, str) and wanted.startswith("thing"):
            assert wanted in answer, request
        else:
            assert answer == wanted, request
