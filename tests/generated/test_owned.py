"""A project whose spec says whose rows they are: all that it brings passes, and can be read."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from generated.conftest import RunTests
from support.generated import REPOSITORY, complaints_of_tools, generate, planted
from support.openapi import whole
from support.postgres import PostgresServer
from support.server import plain_environment

ROUTES = ("items", "notes", "orders", "remarks", "tags", "users")
SPEC = REPOSITORY / "tests/support/owned.json"
DOCUMENT = """
from app import create_app
print(create_app().test_client().get("/openapi.json").text)
"""


@pytest.fixture(scope="module")
def owned(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, whose URLs have a prefix."""
    return generate(ant_path, tmp_path_factory.mktemp("owned"), "shop", SPEC, "--prefix", "/v1")


@pytest.mark.exhaustive
def test_its_own_tests_pass(owned: Path, run_tests: RunTests, postgres: PostgresServer) -> None:
    settings = postgres.create_database("test_owned")
    run = run_tests(owned, *(f"tests/test_{name}_route.py" for name in ROUTES), **settings)
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr


@pytest.mark.exhaustive
def test_its_checks_have_nothing_to_say(owned: Path, project_python: Path) -> None:
    assert complaints_of_tools(owned, project_python) == ""


@pytest.mark.slow
def test_rows_are_planted_for_it(owned: Path, project_python: Path, tmp_path: Path) -> None:
    said = planted(owned, project_python, tmp_path / "app.db", 4)
    assert "orders: 4 rows\n" in said
    assert "items: 4 rows\n" in said


@pytest.fixture(scope="module")
def document(owned: Path, project_python: Path) -> Any:
    """Its OpenAPI document."""
    done = subprocess.run(
        [project_python, "-c", DOCUMENT], cwd=owned / "api", text=True, check=True,
        capture_output=True, env=plain_environment({"FLASK_ENV": "development"}),
    )  # fmt: skip
    return json.loads(done.stdout)


def test_the_document_says_whose_rows_they_are(document: Any) -> None:
    OpenAPIV31SpecValidator(document).validate()
    schemas = document["components"]["schemas"]
    body, row, order = (whole(schemas, name) for name in ("PostTags", "Tags", "PostOrders"))
    assert "user_id" not in body["required"]
    assert body["properties"]["user_id"]["readOnly"] is True
    assert "readOnly" not in order["properties"]["user_id"]
    assert "the role admin" in order["properties"]["user_id"]["description"]
    assert "only rows of the token's sub" in row["properties"]["user_id"]["description"]
    assert document["paths"]["/v1/tags"]["get"]["security"] == [{"bearer": []}]
