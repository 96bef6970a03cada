"""What a project with accounts is beside what any project is."""

import re
from pathlib import Path

import pytest
import yaml

from generated.conftest import RunTests
from generated.test_requirements import (
    test_the_lock_has_every_requirement_within_its_range_and_with_hashes as check_lock,
)
from support.generated import REPOSITORY, complaints_of_tools, generate
from support.postgres import PostgresServer


@pytest.fixture(scope="module")
def club(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh project with accounts, whose URLs have a prefix and whose JSON is in camelCase."""
    spec = REPOSITORY / "examples/club.json"
    folder = tmp_path_factory.mktemp("accounts")
    words = ("--prefix", "/api/v1", "--json-keys", "camelCase")
    return generate(ant_path, folder, "club", spec, *words)


def test_settings_are_explained_and_passed_on(club: Path) -> None:
    code = (club / "api/startup/account_settings.py").read_text()
    settings = set(re.findall(r"^    ([A-Z_]+): ", code, re.MULTILINE))
    example = (club / ".env.example").read_text()
    assert settings <= set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))
    compose = yaml.safe_load((club / "docker-compose-prod.yml").read_text())
    assert settings <= compose["services"]["backend"]["environment"].keys()


def test_what_accounts_import_is_required(club: Path) -> None:
    required = (club / "requirements.txt").read_text().splitlines()
    assert required[1:] == sorted(required[1:], key=str.lower)
    assert "argon2-cffi>=25.1,<26" in required
    check_lock(club)


@pytest.mark.slow
def test_tools_find_nothing(club: Path, project_python: Path) -> None:
    assert complaints_of_tools(club, project_python) == ""


@pytest.mark.exhaustive
def test_the_tests_of_accounts_pass_on_postgresql(
    club: Path, run_tests: RunTests, postgres: PostgresServer
) -> None:
    files = [f"tests/test_{name}.py" for name in ("auth_route", "accounts_around", "users_route")]
    run = run_tests(club, *files, **postgres.create_database("test_accounts"))
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr
