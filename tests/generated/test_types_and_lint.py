"""Linter, formatter, type checker and bandit find nothing in what we generate."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.generated import REPOSITORY
from support.type_checks import checked

# What bandit cannot know: the document asks for "ls -la", whose one argument no shell reads and
# which "--" keeps from being an option; the example of a secret is there to be refused; and
# "token_use" of a token of Cognito is no secret.
KNOWN_TO_BANDIT = {
    ("B404", "api/helper/functions/log_directory_contents.py"),
    ("B603", "api/helper/functions/log_directory_contents.py"),
    ("B607", "api/helper/functions/log_directory_contents.py"),
    ("B105", "api/startup/Environment.py"),
    ("B105", "api/helper/access_tokens.py"),
}
# They have between them fields of every type, relations of every kind and routes without fields.
GENERATED = {
    name: REPOSITORY / "examples" / file
    for name, file in {
        "store": "store.yaml",
        "clinic": "clinic.yaml",
        "library": "library.json",
    }.items()
}
# No commented-out code, no print, no notes to oneself, whatever a "noqa" says.
LEFTOVERS = ["--isolated", "--ignore-noqa", "--select=ERA,T20,FIX,TD"]


@pytest.fixture(scope="session")
def shop(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh project from the example of a spec."""
    parent = tmp_path_factory.mktemp("example")
    spec = REPOSITORY / "examples/shop.json"
    subprocess.run([ant_path, "generate", "api", "shop", "--json", spec], cwd=parent, check=True)
    return parent / "shop"


@pytest.fixture(params=["bare", "shop"])
def root(request: pytest.FixtureRequest) -> Path:
    """A fresh project without routes, and one with many."""
    fixture = "pristine" if request.param == "bare" else "shop"
    project: Path = request.getfixturevalue(fixture)
    return project


def silent(root: Path, *command: str | Path) -> str:
    """Run a checker in a project; return what it complains of."""
    run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    return "" if run.returncode == 0 else run.stdout + run.stderr


@pytest.mark.parametrize(
    "check",
    [["check"], ["check", *LEFTOVERS], ["format", "--check"]],
    ids=["lint", "leftovers", "format"],
)
def test_ruff_is_silent(root: Path, project_python: Path, check: list[str]) -> None:
    assert silent(root, project_python, "-m", "ruff", *check, "--no-cache", ".") == ""


@pytest.mark.slow
def test_the_strict_type_checker_is_silent(root: Path, project_python: Path) -> None:
    assert "strict = true" in (root / "pyproject.toml").read_text()
    done = checked(root, project_python)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_the_strict_type_checker_knows_the_packages_and_reads_the_project(
    project: Path, project_python: Path
) -> None:
    with open(project / "api/app.py", "a") as file:
        file.write("\n\ncreate_app().add_url_rule(7)\ncreate_app(1)\n")
    told = checked(project, project_python).stdout
    assert "api/app.py" in told and "Found 2 errors" in told
    assert '"add_url_rule"' in told and '"create_app"' in told


@pytest.mark.exhaustive_for("bare", "clinic", "library")
@pytest.mark.slow
@pytest.mark.parametrize("name", ["bare", *sorted(GENERATED)])
def test_the_type_checker_of_editors_is_silent(
    name: str, pristine: Path, project_python: Path, ant_path: Path, tmp_path: Path
) -> None:
    project = pristine
    if name != "bare":
        spec = GENERATED[name]
        command: list[str | Path] = [ant_path, "generate", "api", name, "--json", spec]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
        project = tmp_path / name
    check: list[str | Path] = [project_python, "-m", "basedpyright"]
    assert 'typeCheckingMode = "standard"' in (project / "pyproject.toml").read_text()
    assert silent(project, *check, "--pythonpath", project_python) == ""


def test_bandit_finds_nothing_but_what_is_known(root: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bandit", "-q", "-r", "api", "-f", "json"],
        cwd=root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    report = json.loads(run.stdout)
    assert report["errors"] == []
    found = {(result["test_id"], result["filename"]) for result in report["results"]}
    assert found == KNOWN_TO_BANDIT


def test_every_module_begins_with_a_docstring_of_one_line(root: Path) -> None:
    modules = [*root.glob("api/**/*.py"), *root.glob("tests/**/*.py")]
    assert len(modules) > 20
    for module in modules:
        docstring = ast.get_docstring(ast.parse(module.read_text()), clean=False) or ""
        assert re.fullmatch(r"[A-Z].*\.", docstring), module


def test_no_file_holds_a_note_to_oneself(root: Path) -> None:
    for file in root.rglob("*"):
        if file.is_file() and "cache" not in str(file.relative_to(root)):
            assert not re.search(r"\b(TODO|FIXME|XXX|HACK)\b", file.read_text()), file
