"""``ant check``: what it prints in each format, its exit code, and that it writes nothing."""

import json
import re
from pathlib import Path

import pytest

from conftest import Ant
from support.grown import project_files

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


def test_marks_in_a_file_that_an_undo_would_bring_back_are_none(ant: Ant, project: Path) -> None:
    assert ant("generate", "route", "tags", "label:string", cwd=project).returncode == 0
    service = project / "api/services/tags_service.py"
    marks = "<<<<<<< HEAD\nA = 1\n=======\nA = 2\n>>>>>>> other\n"
    service.write_text(service.read_text() + marks)
    done = ant("destroy", "route", "tags", "--force", "--yes", cwd=project)
    assert done.returncode == 0, done.stderr
    assert marks in (project / ".ant/undo").read_text()
    assert ant("check", cwd=project).stdout == "No findings.\n"


@pytest.mark.slow
def test_a_spec_that_was_not_applied_is_found(ant: Ant, project: Path) -> None:
    manifest = project / "ant.json"
    spec = json.loads(manifest.read_text())
    manifest.write_text(json.dumps({**spec, "routes": {"tags": {"fields": {"label": "string"}}}}))
    done = ant("check", cwd=project)
    assert done.returncode == 1
    assert done.stdout.startswith("ant.json:1:1: spec-disagrees: Applying it would change ")
    assert ant("apply", cwd=project).returncode == 0
    assert ant("check", cwd=project).stdout == "No findings.\n"


def test_code_without_a_column_that_was_generated_is_found(ant: Ant, project: Path) -> None:
    assert ant("generate", "route", "tags", "label:string", cwd=project).returncode == 0
    model = project / "api/models/Tags_model.py"
    column = re.compile(r"^    label: .*?^(?=    \w)", re.MULTILINE | re.DOTALL)
    model.write_text(column.sub("", model.read_text()))
    done = ant("check", cwd=project)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (1, "1 finding.")
    assert "spec-disagrees: The code has no column 'label' of 'tags'" in done.stdout


def test_a_spec_that_cannot_be_read_is_found(ant: Ant, project: Path) -> None:
    (project / "ant.json").write_text('{"routes": {"tags": {"fields": {"label": "strin"}}}}')
    done = ant("check", cwd=project)
    assert done.returncode == 1
    assert done.stdout.startswith("ant.json:1:1: spec-disagrees: Invalid field 'label'")


@pytest.mark.slow
def test_what_has_one_sure_answer_is_mended_and_undone(ant: Ant, project: Path) -> None:
    database, service = project / "api/startup/Alchemy.py", project / FILE
    generated, own = database.read_text(), service.read_text()
    (project / "api/models/Extra_model.py").write_text(
        (project / "api/models/Default_model.py").read_text().replace('"default"', '"extra"')
    )
    unused = "# ant: ignore[service-flask]"
    service.write_text(f"{unused}\nimport json  {unused}\n{BROKEN}{own}")
    before = project_files(project)
    done = ant("check", "--fix", cwd=project)
    assert done.returncode == 1  # what only its owner can decide is left
    assert done.stdout.splitlines()[:3] == [
        f"Mended {FILE}.",
        "Mended api/startup/Alchemy.py.",
        f"{FILE}:2:1: service-flask: A service imports flask.request.",
    ]
    assert service.read_text() == f"import json\n{BROKEN}{own}"
    line = '    import_module("models.Default_model")\n'
    more = line.replace("Default", "Extra")
    assert database.read_text() == generated.replace(line, line + more)
    assert ant("check", "--fix", cwd=project).stdout.startswith(f"{FILE}:2:1: service-flask")
    assert ant("undo", cwd=project).returncode == 0
    assert project_files(project) == before


def test_outside_of_a_project_it_says_so(ant: Ant, tmp_path: Path) -> None:
    done = ant("check", cwd=tmp_path)
    assert done.returncode == 1
    assert "No project here" in done.stderr
