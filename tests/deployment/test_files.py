"""The files that build and deploy a generated project, read by the field's own tools and by us."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.deployment_files import (
    CHECK,
    COMPOSE,
    PRODUCTION,
    WORKFLOW,
    WORKFLOWS,
    read,
    settings_of_the_application,
)

NAMES = ["my-api", "My.API", "123", "1e3", "null", "a_b", "___", "a", "x" * 100, "9-" * 50]
TOOLS = Path(sys.executable).parent
# Amazon's own rule: CreateRepository, repositoryName.
ECR_NAME = re.compile(r"(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*")
COMPOSE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
YAML_STYLE = """
extends: default
rules:
  document-start: disable
  truthy: {check-keys: false}
  comments: {min-spaces-from-content: 1}
  line-length: {max: 110, allow-non-breakable-inline-mappings: true}
"""


@pytest.fixture(scope="module")
def projects(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One fresh project for each of the names."""
    parent = tmp_path_factory.mktemp("names")
    for name in NAMES:
        subprocess.run(
            [ant_path, "generate", "api", name], cwd=parent, check=True, capture_output=True
        )
    return [parent / name for name in NAMES]


def run_tool(tool: str, *arguments: str | Path, text: str | None = None) -> None:
    done = subprocess.run(
        [TOOLS / tool, *arguments], input=text, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


# The field's own tools


@pytest.mark.slow
def test_hadolint_finds_nothing(projects: list[Path]) -> None:
    run_tool("hadolint", "--no-color", *(project / "Dockerfile" for project in projects))


@pytest.mark.parametrize("persona", ["regular", "pedantic", "auditor"])
def test_zizmor_finds_nothing(projects: list[Path], persona: str) -> None:
    files = [project / workflow for project in projects for workflow in WORKFLOWS]
    run_tool("zizmor", "--offline", "--no-config", "--persona", persona, *files)


def test_the_workflows_keep_to_their_schema(projects: list[Path]) -> None:
    files = [project / workflow for project in projects for workflow in WORKFLOWS]
    run_tool("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *files)


def test_the_compose_files_keep_to_their_schema(projects: list[Path]) -> None:
    files = [project / name for project in projects for name in (COMPOSE, PRODUCTION)]
    run_tool("check-jsonschema", "--builtin-schema", "vendor.compose-spec", *files)


def test_yamllint_finds_nothing(projects: list[Path]) -> None:
    files = [project / name for project in projects for name in (COMPOSE, PRODUCTION, *WORKFLOWS)]
    run_tool("yamllint", "--strict", "-d", YAML_STYLE, *files)


@pytest.mark.parametrize(("workflow", "job"), [(WORKFLOW, "build-and-push"), (CHECK, "check")])
def test_shellcheck_finds_nothing_in_the_workflow(pristine: Path, workflow: str, job: str) -> None:
    steps = read(pristine / workflow)["jobs"][job]["steps"]
    scripts = [step["run"] for step in steps if "run" in step]
    assert scripts
    for script in scripts:
        run_tool("shellcheck", "--shell=bash", "-", text=script)


# Names


def test_every_project_has_a_valid_repository_name_for_ecr(projects: list[Path]) -> None:
    for project in projects:
        name = read(project / WORKFLOW)["env"]["ECR_REPOSITORY"]
        assert isinstance(name, str) and ECR_NAME.fullmatch(name) and 2 <= len(name) <= 256, name


def test_production_pulls_what_the_workflow_pushes(projects: list[Path]) -> None:
    for project in projects:
        repository = read(project / WORKFLOW)["env"]["ECR_REPOSITORY"]
        image = read(project / PRODUCTION)["services"]["backend"]["image"]
        assert image == (
            "${ECR_REGISTRY:?}/${ECR_REPOSITORY:-" + repository + "}:${IMAGE_TAG:-latest}"
        )


def test_every_stack_has_a_valid_name_and_production_one_of_its_own(projects: list[Path]) -> None:
    for project in projects:
        names = [read(project / file)["name"] for file in (COMPOSE, PRODUCTION)]
        assert all(isinstance(name, str) and COMPOSE_NAME.fullmatch(name) for name in names), names
        assert len(set(names)) == 2


def test_every_database_name_fits_into_postgresql(projects: list[Path]) -> None:
    for project in projects:
        found = re.search(r"^POSTGRES_DB=(.*)$", (project / ".env").read_text(), re.M)
        assert found and re.fullmatch(r"[a-z_][a-z0-9_]{0,62}", found[1]), project.name


# Settings and what git keeps


def test_the_example_explains_every_setting_of_the_application(pristine: Path) -> None:
    example = (pristine / ".env.example").read_text()
    assert set(re.findall(r"^(\w+)=", example, re.M)) == settings_of_the_application(pristine)


def test_the_example_holds_no_secret_of_the_project(pristine: Path) -> None:
    example = (pristine / ".env.example").read_text()
    secrets = re.findall(r"^\w*(?:SECRET|PASSWORD)\w*=(.+)$", (pristine / ".env").read_text(), re.M)
    assert len(secrets) == 2 and not [secret for secret in secrets if secret in example]


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (".env", False), ("api/.env", False), (".env.local", False), ("production.env", False),
        ("nginx/certificates/privkey.pem", False), ("nginx/nginx.conf.template", True),
        ("api/instance/app.db", False), ("api/instance/app.db-wal", False),
        ("api/routes/__pycache__/x.pyc", False), (".venv/bin/python", False),
        (".env.example", True), ("api/app.py", True), ("ant.json", True), (WORKFLOW, True),
        (CHECK, True),
    ],
)  # fmt: skip
def test_git_keeps_the_project_and_nothing_private(project: Path, path: str, kept: bool) -> None:
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    ignored = subprocess.run(["git", "check-ignore", "-q", path], cwd=project, check=False)
    assert ignored.returncode == (1 if kept else 0)
