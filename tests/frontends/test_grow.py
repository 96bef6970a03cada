"""``ant generate route`` and ``ant generate subroute``, line by line as their users know them."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conftest import Ant
from support.grown import (
    apply_difference,
    ask,
    changed_files,
    project_files,
    readable_files,
)
from support.terminal import seen_on_a_terminal

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
LAYERS = "route, service, repository, and model"
MOCK: dict[str, Any] = {"é": [1, 1.5, 10**30, True, None], "deep": {"": "\u2028"}}
MADE = (
    "api/routes/users_route.py",
    "api/services/users_service.py",
    "api/repositories/users_repository.py",
    "api/models/Users_model.py",
    "api/schemas/PostUsers_schema.py",
)
ADD_USERS = ("generate", "route", "users")
ADD_PROFILE = ("generate", "subroute", "users", "profile")


def said(done: subprocess.CompletedProcess[str], text: str) -> None:
    assert (done.returncode, done.stdout, done.stderr) == (0, text, "")


def refused(done: subprocess.CompletedProcess[str], text: str, code: int = 1) -> None:
    assert (done.returncode, done.stdout, done.stderr) == (code, "", text)


@pytest.fixture
def users(ant: Ant, project: Path) -> Path:
    """A project with a route."""
    assert ant(*ADD_USERS, cwd=project).returncode == 0
    return project


def test_a_route_is_announced_in_the_words_users_know(ant: Ant, project: Path) -> None:
    said(ant(*ADD_USERS, cwd=project), f"Successfully generated {LAYERS} for 'users'!\n")
    assert all((project / path).is_file() for path in MADE)


def test_a_route_with_a_mock_is_announced_so(ant: Ant, project: Path) -> None:
    expected = f"Successfully generated {LAYERS} for 'users' with mock data!\n"
    said(ant(*ADD_USERS, "--mock", "null", cwd=project), expected)


@pytest.mark.parametrize("method", METHODS)
def test_a_subroute_is_announced_with_its_method(ant: Ant, users: Path, method: str) -> None:
    expected = f"Successfully generated {method} subroute 'profile' for route 'users'"
    lower = method.lower()
    said(ant(*ADD_PROFILE, "--type", lower, cwd=users), f"{expected}!\n")
    mocked = ant("generate", "subroute", "users", "other", "--type", method, "--mock", "[]",
                 cwd=users)  # fmt: skip
    said(mocked, f"{expected.replace('profile', 'other')} with mock data!\n")


def test_upper_case_letters_are_folded(ant: Ant, project: Path) -> None:
    done = ant("generate", "route", "Users", cwd=project)
    said(done, f"Successfully generated {LAYERS} for 'users'!\n")
    done = ant("generate", "subroute", "USERS", "Profile", cwd=project)
    said(done, "Successfully generated GET subroute 'profile' for route 'users'!\n")


def test_a_subroute_needs_its_route(ant: Ant, project: Path) -> None:
    before = project_files(project)
    refused(
        ant(*ADD_PROFILE, cwd=project),
        "Error: Route 'users' does not exist. Please generate the main route first using:\n"
        "  ant generate route users\n",
    )
    assert project_files(project) == before


def test_a_subroute_that_is_there_is_a_warning_and_changes_nothing(ant: Ant, users: Path) -> None:
    assert ant(*ADD_PROFILE, cwd=users).returncode == 0
    before = project_files(users)
    warning = "Warning: Subroute 'profile' already exists in api/routes/users_route.py\n"
    said(ant(*ADD_PROFILE, cwd=users), warning)
    report = report_of(ant("--report", *ADD_PROFILE, cwd=users))
    assert (report["status"], report["files"], report["errors"]) == ("success", [], [])
    assert report["warnings"] == [warning.removeprefix("Warning: ").rstrip()]
    assert project_files(users) == before


def test_a_route_that_is_there_is_an_error_and_nothing_is_overwritten(
    ant: Ant, users: Path
) -> None:
    (users / MADE[1]).write_text("mine = 1\n")
    before = project_files(users)
    done = ant(*ADD_USERS, "--type", "POST", cwd=users)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: Route 'users' already exists")
    assert project_files(users) == before


@pytest.mark.parametrize("path", MADE)
def test_a_file_in_the_way_is_an_error_and_nothing_is_overwritten(
    ant: Ant, project: Path, path: str
) -> None:
    (project / path).write_text("mine = 1\n")
    before = project_files(project)
    done = ant(*ADD_USERS, cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ") and path in done.stderr
    assert project_files(project) == before


@pytest.mark.parametrize("name", ["my-route", "../x", "con", "default", "1a", "a b", "", "é"])
def test_a_name_that_is_none_is_refused(ant: Ant, project: Path, name: str) -> None:
    before = project_files(project)
    done = ant("generate", "route", name, cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: Invalid route name ")
    assert project_files(project) == before


@pytest.mark.parametrize(
    "words",
    [
        ["route"], ["subroute", "users"], ["route", "users", "--type", "TRACE"],
        ["route", "users", "--nothing"], ["subroute", "users", "x", "--type", "TRACE"],
    ],
)  # fmt: skip
def test_a_wrong_command_line_ends_with_2(ant: Ant, project: Path, words: list[str]) -> None:
    before = project_files(project)
    done = ant("generate", *words, cwd=project)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: ")
    report = ant("--report", "generate", *words, cwd=project)
    assert (report.returncode, json.loads(report.stdout)["status"]) == (2, "error")
    assert project_files(project) == before


def test_outside_a_project_nothing_is_made(ant: Ant, tmp_path: Path) -> None:
    for words in (ADD_USERS, ADD_PROFILE):
        done = ant(*words, cwd=tmp_path)
        assert (done.returncode, done.stdout, os.listdir(tmp_path)) == (1, "", [])
        assert done.stderr.startswith("Error: ")


@pytest.mark.parametrize("folder", ["api", "api/routes", "tests", ".github/workflows"])
def test_any_folder_of_the_project_will_do(
    ant: Ant, users: Path, tmp_path: Path, folder: str
) -> None:
    expected = ant("generate", "route", "items", "--report", "--dry-run", cwd=users)
    below = ant("generate", "route", "items", "--report", cwd=users / folder)
    report = report_of(below)
    assert report["project_path"] == str(users)
    assert report["files"] == json.loads(expected.stdout)["planned_files"]


def report_of(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert (done.returncode, done.stderr) == (0, "")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


@pytest.mark.parametrize("place", [0, 3, 9])
@pytest.mark.parametrize("words", [ADD_USERS, ("generate", "subroute", "others", "x")])
def test_the_report_lists_every_file_that_was_created_or_changed(
    ant: Ant, project: Path, words: tuple[str, ...], place: int
) -> None:
    ant("generate", "route", "others", cwd=project)
    before = project_files(project)
    line = [*words, "--mock", "{}"]
    done = ant(*line[:place], "--report", *line[place:], cwd=project)
    report = report_of(done)
    assert (report["status"], report["errors"]) == ("success", [])
    assert report["project_path"] == str(project)
    assert sorted(report["files"]) == changed_files(project, before) != []


def test_the_report_of_an_error_says_what_the_person_would_read(ant: Ant, users: Path) -> None:
    report = ant("--report", *ADD_USERS, cwd=users)
    human = ant(*ADD_USERS, cwd=users)
    assert (report.returncode, report.stderr) == (1, "")
    told = json.loads(report.stdout)
    assert (told["status"], told["files"]) == ("error", [])
    assert [f"Error: {error}" for error in told["errors"]] == [human.stderr.rstrip("\n")]


@pytest.mark.parametrize("words", [(*ADD_USERS, "--mock", "7"), ("generate", "subroute", "a", "b")])
def test_a_dry_run_shows_the_very_change_that_the_run_makes(
    ant: Ant, project: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    ant("generate", "route", "a", cwd=project)
    before = project_files(project)
    dry = ant(*words, "--dry-run", cwd=project)
    assert (dry.returncode, dry.stderr) == (0, "")
    assert project_files(project) == before
    copy = tmp_path / "patched"
    subprocess.run(["cp", "-a", project, copy], check=True)
    apply_difference(copy, dry.stdout)
    assert ant(*words, cwd=project).returncode == 0
    assert readable_files(copy) == readable_files(project) != before


def on_a_terminal(ant_path: Path, folder: Path, *words: str) -> str:
    """What the command shows a person who has not asked it to go without colour."""
    env = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    return seen_on_a_terminal(ant_path, *words, cwd=folder, env=env)


def test_the_difference_is_coloured_on_a_terminal_alone(
    ant: Ant, ant_path: Path, project: Path
) -> None:
    plain = ant(*ADD_USERS, "--dry-run", cwd=project).stdout
    shown = on_a_terminal(ant_path, project, *ADD_USERS, "--dry-run")
    assert "\x1b" not in plain
    assert "\x1b[32m+from routes.users_route import users_bp\x1b[0m" in shown
    bare = "".join(part.partition("m")[2] if i else part for i, part in enumerate(
        shown.split("\x1b[")))  # fmt: skip
    assert bare.replace("\r\n", "\n") == plain


@pytest.mark.slow
@pytest.mark.parametrize("mocked", [False, True])
def test_all_methods_answer(ant: Ant, project: Path, project_python: Path, mocked: bool) -> None:
    more = ["--mock", json.dumps(MOCK)] if mocked else []
    asked: list[tuple[str, str, object]] = [("GET", "/", None)]
    expected: list[object] = ["Your backant backend is working"]
    for method in METHODS:
        name = f"r_{method.lower()}"
        ant("generate", "route", name, "--type", method, *more, cwd=project)
        asked.append((method, f"/{name}", {} if method != "GET" else None))
        expected.append(MOCK if mocked else f"Your {name} route is working!")
    done = {"POST": "created", "PUT": "updated", "PATCH": "patched", "DELETE": "deleted"}
    for method in METHODS:
        name = f"s_{method.lower()}"
        ant("generate", "subroute", "r_get", name, "--type", method, *more, cwd=project)
        asked.append((method, f"/r_get/{name}", {"x": 1} if method in METHODS[1:4] else None))
        text = f"Successfully {done.get(method)} {name} for r_get"
        if method == "GET":
            text = f"Your r_get {name} route is working!"
        elif method != "DELETE":
            text += " with data: {'x': 1}"
        expected.append(MOCK if mocked else text)
    assert ask(project_python, project, *asked) == [(200, text) for text in expected]
    assert {status for status, _ in ask(
        project_python, project, *((method, "/r_put", {}) for method in METHODS if method != "PUT")
    )} == {405}  # fmt: skip
