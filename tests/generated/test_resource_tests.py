"""The tests that come with routes that have fields: they pass."""

from pathlib import Path

import pytest

from generated.conftest import RunTests


@pytest.mark.slow
def test_they_pass_on_both_databases(
    resources: Path, run_tests: RunTests, database: dict[str, str]
) -> None:
    run = run_tests(resources, **database)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr
    assert "skipped" not in run.stdout
