"""The workflow that checks a generated project: its steps, run as they stand."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import Ant
from support.deployment_files import CHECK, COMPOSE, WORKFLOW, read
from support.server import plain_environment

DATABASE = ("DB_URL", "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB")


def job_of(project: Path) -> dict[str, Any]:
    [job] = read(project / CHECK)["jobs"].values()
    checked: dict[str, Any] = job
    return checked


def run_steps(project: Path, python: Path, server: Mapping[str, str]) -> dict[str, str]:
    """Run every step as a fresh checkout would; return what those say that fail, by name.

    The server has another port, user and database than the service of the workflow.
    """
    (project / ".env").unlink()
    job = job_of(project)
    said = {}
    for step in job["steps"]:
        if "run" not in step or step["run"].startswith("python -m pip install"):
            continue  # the scan among them, which is tried below
        env = {**job["env"], **step.get("env", {})}
        env |= {name: server[name] for name in DATABASE if name in env}
        env["PATH"] = f"{python.parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=project, env={**plain_environment({}), **env}, capture_output=True, text=True,
            timeout=900, check=False,
        )  # fmt: skip
        if done.returncode:
            said[step["name"]] = done.stdout + done.stderr
    return said


def test_it_checks_pull_requests_and_pushes_and_main_through_the_other_workflow(
    pristine: Path,
) -> None:
    events = read(pristine / CHECK)[True]  # "on" is a truth value in YAML 1.1
    built = read(pristine / WORKFLOW)[True]["push"]["branches"]
    assert events == {
        "pull_request": None, "push": {"branches-ignore": built}, "workflow_call": None,
    }  # fmt: skip


def test_it_may_only_read_the_code(pristine: Path) -> None:
    workflow = read(pristine / CHECK)
    assert workflow["permissions"] == {}
    assert job_of(pristine)["permissions"] == {"contents": "read"}
    assert "secrets." not in (pristine / CHECK).read_text()


def test_a_later_push_ends_it_but_on_main_and_it_does_not_wait_for_its_caller(
    pristine: Path,
) -> None:
    concurrency = read(pristine / CHECK)["concurrency"]
    assert concurrency["cancel-in-progress"] == "${{ github.ref != 'refs/heads/main' }}"
    assert concurrency["group"] != read(pristine / WORKFLOW)["concurrency"]["group"]


def test_its_postgresql_is_the_one_of_the_stack_and_its_step_has_the_way_there(
    pristine: Path,
) -> None:
    [service] = job_of(pristine)["services"].values()
    assert service["image"] == read(pristine / COMPOSE)["services"]["postgres"]["image"]
    [step] = [step for step in job_of(pristine)["steps"] if "DB_URL" in step.get("env", {})]
    assert service["ports"] == [f"{step['env']['DB_URL']}:5432"]
    assert {name: step["env"][name] for name in DATABASE[1:]} == service["env"]


def test_it_installs_what_the_project_says_and_the_cache_follows_that(pristine: Path) -> None:
    steps = {step["name"]: step for step in job_of(pristine)["steps"]}
    assert [step["run"] for step in steps.values() if "pip install" in step.get("run", "")][:3] == [
        "python -m pip install --require-hashes -r requirements.lock",
        "python -m pip install --no-index -r requirements.txt",
        "python -m pip install -r requirements-dev.txt",
    ]
    python = steps["Set up Python"]["with"]
    assert python["cache"] == "pip"
    assert [*pristine.glob(python["cache-dependency-path"])]
    settings = (pristine / "pyproject.toml").read_text()
    assert f'python_version = "{python["python-version"]}"' in settings


def test_the_readme_and_the_workflow_run_the_same_checks(pristine: Path) -> None:
    [by_hand] = re.findall(r"^pytest && .*$", (pristine / "README.md").read_text(), re.M)
    steps = "\n".join(step.get("run", "") for step in job_of(pristine)["steps"]).split("\n")
    assert {*by_hand.split(" && ")} <= {*steps}
    assert "alembic check" in steps


def test_the_layers_are_checked_where_a_variable_names_the_generator(
    ant: Ant, project: Path
) -> None:
    [step] = [step for step in job_of(project)["steps"] if "ANT_CLI" in step.get("env", {})]
    assert step["if"] == "vars.ANT_CLI != ''"
    install, look = step["run"].splitlines()
    assert install == 'python -m pip install "$ANT_CLI"'
    done = ant(*look.split()[1:], cwd=project)
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize(("added", "code"), [("", 0), ("no-such-package>=1,<2\n", 1)])
def test_a_requirement_that_the_lock_lacks_fails_the_check(
    project: Path, project_python: Path, added: str, code: int
) -> None:
    requirements = project / "requirements.txt"
    requirements.write_text(requirements.read_text() + added)
    [step] = [step for step in job_of(project)["steps"] if "lacks nothing" in step["name"]]
    words = step["run"].split()[1:]
    done = subprocess.run(
        [project_python, *words], cwd=project, capture_output=True, text=True, check=False,
        env=plain_environment({"PIP_CONFIG_FILE": os.devnull}),
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert ("no-such-package" in done.stderr) == bool(added)


@pytest.mark.exhaustive
def test_a_scan_that_cannot_look_fails(pristine: Path, tmp_path: Path) -> None:
    [scan] = [step["run"] for step in job_of(pristine)["steps"] if "vulner" in step["name"]]
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    path = f"{tmp_path / 'venv/bin'}{os.pathsep}{os.environ['PATH']}"
    install, look = scan.strip().splitlines()
    subprocess.run(["bash", "-ec", install], env={**os.environ, "PATH": path}, check=True)
    nowhere = {"PATH": path, "HTTPS_PROXY": "http://127.0.0.1:9", "HOME": str(tmp_path)}
    done = subprocess.run(
        ["bash", "-ec", look], cwd=pristine, env=nowhere, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode, done.stdout
    assert "127.0.0.1" in done.stderr
    assert "No known vulnerabilities" not in done.stdout + done.stderr


@pytest.mark.exhaustive
def test_its_steps_pass_in_a_fresh_project_on_both_databases(
    project: Path, project_python: Path, postgres_database: dict[str, str]
) -> None:
    assert run_steps(project, project_python, postgres_database) == {}


@pytest.mark.exhaustive
def test_its_steps_fail_where_something_is_wrong(
    project: Path, project_python: Path, postgres_database: dict[str, str]
) -> None:
    service = project / "api/services/default_service.py"
    service.write_text(f"{service.read_text()}\n\nimport  os\nnumber: int = 'one'\n")
    model = project / "api/models/Default_model.py"
    text = model.read_text()
    assert "mapped_column(" in text
    model.write_text(f"{text}    added: Mapped[int | None] = mapped_column(default=None)\n")
    test = project / "tests/test_wrong.py"
    test.write_text("def test_wrong() -> None:\n    raise ValueError\n")
    assert {*run_steps(project, project_python, postgres_database)} == {
        "Lint", "Check the format", "Check the types",
        "Check the migrations and test on SQLite", "Check the migrations and test on PostgreSQL",
    }  # fmt: skip
