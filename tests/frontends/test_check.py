"""``ant check``: what it prints in each format, its exit code, and that it writes nothing."""

import json
from pathlib import Path

import pytest

from conftest import Ant

BROKEN = "from flask import request\n"
FILE = "api/services/default_service.py"


@pytest.fixture
def broken(project: Path) -> Path:
    """A project with one finding."""
    file = project / FILE
    file.write_text(BROKEN + file.read_text())
    return project


def test_a_fresh_project_has_no_findings(ant: Ant, project: Path) -> None:
    done = ant("check", cwd=project)
    assert (done.returncode, done.stdout) == (0, "No findings.\n")


def test_a_finding_says_where_why_and_what_to_do(ant: Ant, broken: Path) -> None:
    done = ant("check", cwd=broken)
    first, why, remedy, count = done.stdout.splitlines()
    assert done.returncode == 1
    assert first == f"{FILE}:1:1: service-flask: A service imports flask.request."
    assert "have no request" in why
    assert "Read the request in the route" in remedy
    assert count == "1 finding."


@pytest.mark.parametrize("words", [("--report",), ("--format", "json")])
def test_a_machine_is_told_the_same(ant: Ant, broken: Path, words: tuple[str, ...]) -> None:
    done = ant("check", *words, cwd=broken)
    report = json.loads(done.stdout)
    [finding] = report["findings"]
    assert done.returncode == 1
    assert report["project_path"] == str(broken)
    assert (finding["rule"], finding["path"], finding["line"], finding["column"]) == (
        "service-flask", FILE, 1, 1,
    )  # fmt: skip


def test_github_shows_it_at_its_place(ant: Ant, broken: Path) -> None:
    done = ant("check", "--format", "github", cwd=broken)
    assert done.returncode == 1
    assert done.stdout.startswith(
        f"::error file={FILE},line=1,col=1,title=service-flask::A service"
    )
    assert len(done.stdout.splitlines()) == 1


def test_sarif_names_rule_and_place(ant: Ant, broken: Path) -> None:
    done = ant("check", "--format", "sarif", cwd=broken)
    [run] = json.loads(done.stdout)["runs"]
    [result] = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert result["ruleId"] in [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert place["artifactLocation"]["uri"] == FILE
    assert place["region"] == {"startLine": 1, "startColumn": 1}


def test_marks_of_a_merge_in_ant_json_are_found(ant: Ant, project: Path) -> None:
    manifest = project / "ant.json"
    manifest.write_text(f"<<<<<<< HEAD\n{manifest.read_text()}=======\n>>>>>>> other\n")
    done = ant("check", cwd=project)
    assert done.returncode == 1
    assert done.stdout.startswith("ant.json:1:1: conflict-marker: ")


def test_outside_of_a_project_it_says_so(ant: Ant, tmp_path: Path) -> None:
    done = ant("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "No project here" in done.stderr
