"""Edited projects that have grown in every way still answer over HTTP, old endpoints and new."""

from pathlib import Path
from typing import Any

import pytest

from ant.core.spec import METHODS, Subroute
from corpus.app_cases import APP_CASES
from corpus.edits import Files, write
from corpus.growth import BASE, MOCK, edited, expected_refusal, grown, with_route
from corpus.layer_cases import LAYER_CASES
from support.grown import ask
from support.sampling import sampled

CASES = {name: case for name, case in (APP_CASES | LAYER_CASES).items() if case.boots}
MOCKED = ("", " mock")
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
OUTER = {"registrations on a blueprint": "/v1"}


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
        outer = OUTER.get(name, "")
        answers[f"GET {outer}/orders"] = "Your orders route is working!"
    for number, operation in enumerate(f"{method}{mock}" for method in METHODS for mock in MOCKED):
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
@pytest.mark.parametrize("name", sampled(CASES, every=8))
def test_an_edited_project_answers_after_it_has_grown(
    name: str, tmp_path: Path, project_python: Path
) -> None:
    files, answers = fully_grown(name)
    write(files, tmp_path)
    parts = [answer.partition(" ") for answer in answers]
    requests = [(method, url, {"a": 1} if method[0] == "P" else None) for method, _, url in parts]
    found = ask(project_python, tmp_path, *requests)
    for (request, wanted), (status, answer) in zip(answers.items(), found, strict=True):
        assert status == 200, (request, status, answer)
        if isinstance(wanted, str) and wanted.startswith("thing"):
            assert wanted in answer, request
        else:
            assert answer == wanted, request
