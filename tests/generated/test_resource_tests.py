"""The tests that come with routes that have fields: they pass."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from support.server import plain_environment

Run = subprocess.CompletedProcess[str]
RunTests = Callable[..., Run]


@pytest.fixture
def run_tests(project_python: Path) -> RunTests:
    """Run a project's tests as its owner would."""

    def run(project: Path, *arguments: str, **variables: str) -> Run:
        return subprocess.run(
            [project_python, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
            cwd=project, capture_output=True, text=True, timeout=600, check=False,
            env=plain_environment(variables),
        )  # fmt: skip

    return run


@pytest.mark.slow
def test_they_pass_on_both_databases(
    resources: Path, run_tests: RunTests, database: dict[str, str]
) -> None:
    run = run_tests(resources, **database)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr
    assert "skipped" not in run.stdout
