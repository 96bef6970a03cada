"""Endpoints that their owner guards: the generated tests send a token and go on passing."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from conftest import Ant
from generated.conftest import RunTests
from support.generated import REPOSITORY, complaints_of_tools

ROUTE = "api/routes/users_route.py"
IMPORT = "from decorators.token_required import token_required\n"
DOCUMENT = """
from app import create_app
print(create_app().test_client().get("/openapi.json").text)
"""
ROUTES = ("users_route", "orders_route", "tags_route", "documentation")
OF_A_DEFAULT = ("reports_route", "app", "database", "default", "guards", "transactions")
"""The modules of tests whose views a guard, and a default of the project, stands before."""

VIEWS = re.compile(r"^(@users_bp\.(\w+)\(.*\)\n)(?=def )", re.MULTILINE)


@pytest.fixture
def users(ant: Ant, project: Path) -> Path:
    """A project with a route, rows of another below each of its rows, and links."""
    for words in (["tags", "label:string:required"],
                  ["users", "name:string:required:unique", "secret:password", "tags:many:to=tags"],
                  ["orders", "user:reference:to=users:required", "total:decimal"]):  # fmt: skip
        done = ant("generate", "route", *words, cwd=project)
        assert (done.returncode, done.stderr) == (0, "")
    return project


@pytest.mark.exhaustive
@pytest.mark.parametrize("method", ["post", r"\w+"], ids=["one endpoint", "all of a route"])
def test_its_own_tests_and_checks_have_nothing_to_say(
    users: Path, run_tests: RunTests, project_python: Path, method: str
) -> None:
    def guarded(view: re.Match[str]) -> str:
        return f"{view[0]}@token_required\n" if re.fullmatch(method, view[2]) else view[0]

    file = users / ROUTE
    text = VIEWS.sub(guarded, file.read_text())
    assert text.count("@token_required") == (1 if method == "post" else 10)
    file.write_text(text.replace("from helper", f"{IMPORT}from helper", 1))
    run = run_tests(users, *(f"tests/test_{module}.py" for module in ROUTES))
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr
    assert complaints_of_tools(users, project_python) == ""


@pytest.mark.exhaustive
def test_its_own_tests_follow_a_prefix_that_its_owner_gives_its_blueprints(
    users: Path, run_tests: RunTests
) -> None:
    app, prefix = users / "api/app.py", users / "tests/factories/prefix.py"
    text = re.sub(r"app(\.register_blueprint\((?!default))", r"api_bp\1", app.read_text())
    text = text.replace("import Flask", "import Blueprint, Flask", 1)
    made = '    api_bp = Blueprint("api", __name__, url_prefix="/mine")\n    register_documentation'
    text = text.replace("    register_documentation", made, 1)
    end = "    return app"
    app.write_text(text.replace(end, f"    app.register_blueprint(api_bp)\n{end}"))
    prefix.write_text(prefix.read_text().replace('= ""', '= "/mine"'))
    run = run_tests(users, *(f"tests/test_{module}.py" for module in ROUTES))
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr


def test_without_a_token_a_guarded_endpoint_is_shut(users: Path, run_tests: RunTests) -> None:
    file = users / ROUTE
    text = VIEWS.sub(r"\1@token_required\n", file.read_text())
    file.write_text(text.replace("from helper", f"{IMPORT}from helper", 1))
    conftest = users / "tests/conftest.py"
    assert conftest.read_text().count("return make_token(**rights)") == 1
    conftest.write_text(conftest.read_text().replace("return make_token(**rights)", 'return ""'))
    run = run_tests(users, "tests/test_users_route.py", "-k", "created_and_read or is_made_with")
    assert run.returncode == 1
    assert run.stdout.count("assert 401 == 201") == 2


@pytest.mark.slow
def test_a_project_whose_spec_has_guards_passes_all_that_it_brings(
    ant: Ant, tmp_path: Path, run_tests: RunTests, project_python: Path
) -> None:
    spec = str(REPOSITORY / "tests/support/guarded.json")
    given = ("--json", spec, "--prefix", "/v1")
    assert ant("generate", "api", "guarded", *given, cwd=tmp_path).returncode == 0
    project = tmp_path / "guarded"
    run = run_tests(project, *(f"tests/test_{module}.py" for module in ROUTES + OF_A_DEFAULT))
    assert run.returncode == 0, run.stdout[-5000:] + run.stderr
    assert complaints_of_tools(project, project_python) == ""
    document = json.loads(
        subprocess.run(
            [project_python, "-c", DOCUMENT], cwd=project / "api", text=True, check=True,
            capture_output=True, env={"FLASK_ENV": "development", "PATH": "/usr/bin:/bin"},
        ).stdout
    )  # fmt: skip
    OpenAPIV31SpecValidator(document).validate()
    asked = {
        f"{method} {path}": operation.get("security")
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method != "parameters"
    }
    assert asked["get /v1/users"] is None
    assert asked["post /v1/users"] == [{"bearer": []}]
    assert asked["delete /v1/users/{id}"] == [{"bearer": ["admin"]}]
    assert asked["get /v1/orders/{id}/tags"] == [{"bearer": ["clerk", "tags.read"]}]
    for method in ("put", "patch", "delete"):
        conditional, other = (document["paths"][f"/v1/{name}/{{id}}"] for name in ("tags", "users"))
        [header] = conditional[method]["parameters"]
        assert (header["name"], header["in"], header["required"]) == ("If-Match", "header", True)
        assert "428" in conditional[method]["responses"]
        assert other[method]["parameters"] == [{"$ref": "#/components/parameters/If-Match"}]
        assert "428" not in other[method]["responses"]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
