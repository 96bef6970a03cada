"""What a running project says of itself, and what ``ant openapi`` says of it without running it."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conftest import Ant
from support.openapi import EVERYTHING, faults
from support.server import Server, run_in_api

ROUTES = """
from app import create_app
for rule in create_app().url_map.iter_rules():
    if rule.endpoint != "static" and not rule.endpoint.startswith("api-documentation."):
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            print(method, rule.rule)
"""
MINE = '''"""Endpoints that somebody wrote."""

from flask import Blueprint, Response, jsonify, request

from decorators.token_required import role_required, token_required

mine_bp = Blueprint("mine", __name__, url_prefix="/mine")


@mine_bp.route("/<uuid:key>/<path:rest>", methods=["PUT", "DELETE"])
@token_required
def change_mine(key: object, rest: str) -> Response:
    """Change “mine”.

    Nobody else's.
    """
    return jsonify(request.get_json())


@mine_bp.post("")
@role_required("admin")
def create_mine() -> Response:
    return jsonify(None)
'''


@pytest.fixture
def everything(ant: Ant, tmp_path: Path) -> Path:
    """A project with every type of field, and endpoints that somebody wrote."""
    done = ant("generate", "api", "everything", "--json", json.dumps(EVERYTHING))
    assert done.returncode == 0, done.stderr
    return tmp_path / "everything"


@pytest.fixture
def edited(everything: Path) -> Path:
    """The same after people have worked in it."""
    (everything / "api/routes/mine_route.py").write_text(MINE)
    app = everything / "api/app.py"
    text = app.read_text()
    for line in (
        "from routes.default_route import default_bp\n",
        "    app.register_blueprint(default_bp)\n",
    ):
        assert line in text
        text = text.replace(line, line + line.replace("default", "mine"))
    app.write_text(text)
    users = everything / "api/routes/users_route.py"
    text = users.read_text()
    for before, after in {
        'delete("/<int:id>")\n': 'delete("/<int:user>")\n@token_required\n',
        "def delete_users(id: int)": "def delete_users(user: int)",
        "delete_users(id, if": "delete_users(user, if",
        "from flask ": "from decorators.token_required import token_required\nfrom flask ",
    }.items():
        assert text.count(before) == 1
        text = text.replace(before, after)
    users.write_text(text)
    document = everything / "api/openapi/api-document.json"
    document.write_text(document.read_text().replace("1.0.0", "2.7.1"))
    (everything / "api/openapi/tags.json").unlink()
    return everything


def served(project: Path, python: Path) -> Any:
    """The document that a server gives out."""
    server = Server.gunicorn(project, python, {"DOCS": "True", "DB_URL": ""})
    try:
        answer = server.get("/openapi.json")
        assert answer.status == 200, server.log
        return answer.json
    finally:
        server.kill()


def operations(document: Any) -> set[tuple[str, str]]:
    return {
        (method.upper(), re.sub(r"\{[^}]*\}", "{}", path))
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    }


@pytest.mark.parametrize("name", ["pristine", "everything", "edited"])
def test_a_server_and_the_command_say_the_same_and_all_there_is(
    name: str, ant: Ant, project_python: Path, request: pytest.FixtureRequest
) -> None:
    project: Path = request.getfixturevalue("project" if name == "pristine" else name)
    printed = ant("openapi", cwd=project)
    document = json.loads(printed.stdout)
    assert faults(document) == []
    assert served(project, project_python) == document
    assert json.dumps(document, indent=2) == printed.stdout.rstrip("\n")
    routes = run_in_api(project, project_python, ROUTES, {"DB_URL": "", "DOCS": "True"}).stdout
    rules = {tuple(line.split(" ", 1)) for line in routes.splitlines()}
    assert operations(document) == {(m, re.sub("<[^>]*>", "{}", rule)) for m, rule in rules}


def test_what_people_changed_is_in_the_document(ant: Ant, edited: Path) -> None:
    document = json.loads(ant("openapi", cwd=edited).stdout)
    assert document["info"]["version"] == "2.7.1"
    change = document["paths"]["/mine/{key}/{rest}"]["put"]
    assert change["summary"] == "Change “mine”."
    assert change["requestBody"]["required"] and change["security"] == [{"bearer": []}]
    assert "403" in document["paths"]["/mine"]["post"]["responses"]
    assert not document["paths"]["/mine"]["post"]["requestBody"]["required"]
    delete = document["paths"]["/users/{id}"]["delete"]
    assert delete["security"] == [{"bearer": []}] and "401" in delete["responses"]
    assert "security" not in document["paths"]["/users/{id}"]["put"]
    general = document["paths"]["/tags/{id}"]["get"]
    assert general["parameters"][0]["schema"] == {"type": "integer", "minimum": 0}


def test_an_endpoint_that_somebody_took_out_is_out_of_the_document(
    ant: Ant, everything: Path
) -> None:
    users = everything / "api/routes/users_route.py"
    text, found = re.subn(r"@users_bp\.delete\(\"/<int:id>\"\)\n", "", users.read_text())
    assert found == 1
    users.write_text(text)
    document = json.loads(ant("openapi", cwd=everything).stdout)
    assert [*document["paths"]["/users/{id}"]] == ["parameters", "get", "put", "patch"]


def test_the_report_holds_the_document(ant: Ant, everything: Path) -> None:
    report = json.loads(ant("--report", "openapi", cwd=everything).stdout)
    assert report["openapi"]["info"]["title"] == "everything"
    assert report["project_path"] == str(everything)


def test_a_file_that_is_no_json_is_named(ant: Ant, everything: Path) -> None:
    (everything / "api/openapi/tags.json").write_text('{\n  "paths": }')
    done = ant("openapi", cwd=everything)
    assert done.returncode == 1 and "api/openapi/tags.json:2:12" in done.stderr


def test_a_file_with_both_sides_of_a_conflict_is_an_unfinished_merge(
    ant: Ant, everything: Path
) -> None:
    document = everything / "api/openapi/tags.json"
    document.write_text("{\n<<<<<<< HEAD\n  {}\n=======\n  {{}}\n>>>>>>> other\n}\n")
    done = ant("openapi", cwd=everything)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "Error: 'api/openapi/tags.json' is in the middle of a merge: it has the marks of a"
        " conflict.\n  at api/openapi/tags.json:2\n  Put both sides together by hand.\n"
    )


def test_a_project_without_the_files_has_a_document_in_general_words(
    ant: Ant, project: Path
) -> None:
    for path in (project / "api/openapi").glob("*.json"):
        path.unlink()
    document = json.loads(ant("openapi", cwd=project).stdout)
    assert faults(document) == []
    assert document["info"]["title"] == "my-api"


@pytest.mark.parametrize(
    ("environment", "docs", "status"),
    [
        ("development", None, 200),
        ("production", None, 404),
        ("production", "True", 200),
        ("development", "False", 404),
    ],
)
def test_the_documentation_is_there_where_it_shall_be(
    project: Path, project_python: Path, environment: str, docs: str | None, status: int
) -> None:
    (project / ".env").unlink()
    settings = {"FLASK_ENV": environment, "JWT_SECRET": "x" * 32, "DB_URL": ""}
    server = Server.gunicorn(project, project_python, settings | ({"DOCS": docs} if docs else {}))
    try:
        answers = [server.get(path) for path in ("/docs", "/openapi.json", "/docs/start.js")]
    finally:
        server.kill()
    assert [answer.status for answer in answers] == [status] * 3
    if status == 404:
        assert all("message" in answer.json for answer in answers)


def test_a_field_that_is_added_is_carried_into_an_edited_document(
    ant: Ant, everything: Path
) -> None:
    path = everything / "api/openapi/users.json"
    theirs = path.read_text().replace("List users, a page at a time.", "Everybody there is.")
    path.write_text(theirs)
    manifest = everything / "ant.json"
    spec = json.loads(manifest.read_text())
    spec["routes"]["users"]["fields"]["phone"] = "string:max=20"
    manifest.write_text(json.dumps(spec))
    done = ant("apply", cwd=everything)
    assert done.returncode == 0, done.stderr
    document = json.loads(ant("openapi", cwd=everything).stdout)
    assert document["paths"]["/users"]["get"]["summary"] == "Everybody there is."
    assert "phone" in document["components"]["schemas"]["Users.Post"]["properties"]
    assert "users.phone__contains" in document["components"]["parameters"]
    assert faults(document) == []


def test_the_page_is_the_package_s_own_and_asks_nobody_else(
    project: Path, project_python: Path
) -> None:
    """No address of another server is in what the page itself says to load."""
    for path in (project / "api/openapi/page").iterdir():
        assert "//" not in re.sub(r"^// .*$", "", path.read_text(), flags=re.M)
    code = "import flask_swagger_ui; print(flask_swagger_ui.__file__)"
    done = subprocess.run([project_python, "-c", code], capture_output=True, text=True, check=True)
    assert (Path(done.stdout.strip()).parent / "dist/swagger-ui-bundle.js").stat().st_size > 10**6
