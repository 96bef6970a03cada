"""What a running project says of itself, and what ``ant openapi`` says of it without a server."""

import copy
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from conftest import Ant
from support.generated import generate
from support.openapi import EVERYTHING, faults, whole
from support.server import Server, run_in_api
from support.serving import SECRET

Place = pytest.TempPathFactory
ROUTES = """
from app import create_app
for rule in create_app().url_map.iter_rules():
    if rule.endpoint.partition(".")[0] not in ("static", "api-documentation", "api-health"):
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            print(method, rule.rule)
"""
USUAL_FIELDS = {
    "title": "string:required:max=120",
    "sku": {"type": "string", "required": True, "pattern": "^[A-Z]{2,4}-[0-9]{3,8}$"},
    "price": "decimal:required:precision=10:scale=2:min=0",
    "in_stock": "integer:required:default=0:min=0",
    "status": "enum:values=new,sold:default=new",
    "active": "boolean:default=true",
    "featured": "boolean",
    "released": "date",
}
LONG_FIELDS = {"summary": "text", "weight": "float:min=0"}  # these have more filters than booleans
MINE = '''"""Endpoints that somebody wrote."""

from flask import Blueprint, Response, jsonify, request

from decorators.token_required import role_required, token_required
from helper.functions.load_body import load_body

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


@mine_bp.patch("")
def patch_mine() -> Response:
    return jsonify(load_body(*[dict], strictly=True))
'''


@pytest.fixture(scope="module")
def untouched(ant_path: Path, project_python: Path, tmp_path_factory: Place) -> Path:
    """A project with every type of field; copy it before changing anything."""
    folder = tmp_path_factory.mktemp("openapi")
    spec = folder / "spec.json"
    spec.write_text(json.dumps(EVERYTHING))
    project = generate(ant_path, folder, "everything", spec)
    (project / ".venv").symlink_to(project_python.parent.parent)
    return project


@pytest.fixture(scope="module")
def document(untouched: Path, ant_path: Path) -> Any:
    """What it says of itself."""
    done = subprocess.run(
        [ant_path, "openapi"], cwd=untouched, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


@pytest.fixture
def everything(untouched: Path, tmp_path: Path) -> Path:
    """A project with every type of field."""
    return Path(shutil.copytree(untouched, tmp_path / untouched.name, symlinks=True))


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
    documentation = everything / "api/startup/documentation.py"
    documentation.write_text(documentation.read_text().replace("1.0.0", "2.7.1"))
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


@pytest.mark.exhaustive_for("everything")  # of which the edited one has all
@pytest.mark.slow
@pytest.mark.parametrize("name", ["pristine", "everything", "edited"])
def test_a_server_and_the_command_say_the_same_and_all_there_is(
    name: str, ant: Ant, project_python: Path, request: pytest.FixtureRequest
) -> None:
    project: Path = request.getfixturevalue("project" if name == "pristine" else name)
    if name == "pristine":
        (project / ".venv").symlink_to(project_python.parent.parent)
    printed = ant("openapi", cwd=project)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert not (project / "api/instance").exists()
    document = json.loads(printed.stdout)
    assert faults(document) == []
    assert served(project, project_python) == document
    assert json.dumps(document, indent=2) == printed.stdout.rstrip("\n")
    routes = run_in_api(project, project_python, ROUTES, {"DB_URL": "", "DOCS": "True"}).stdout
    rules = {tuple(line.split(" ", 1)) for line in routes.splitlines()}
    assert operations(document) == {(m, re.sub("<[^>]*>", "{}", rule)) for m, rule in rules}


@pytest.mark.slow
def test_what_people_changed_is_in_the_document(ant: Ant, edited: Path) -> None:
    document = json.loads(ant("openapi", cwd=edited).stdout)
    assert document["info"]["version"] == "2.7.1"
    change = document["paths"]["/mine/{key}/{rest}"]["put"]
    assert (change["summary"], change["description"]) == ("Change “mine”.", "Nobody else's.")
    assert change["security"] == [{"bearer": []}]
    assert "403" in document["paths"]["/mine"]["post"]["responses"]
    assert [*document["paths"]["/mine"]["patch"]["responses"]] == ["200", "default"]
    delete = document["paths"]["/users/{id}"]["delete"]
    assert delete["security"] == [{"bearer": []}] and "401" in delete["responses"]
    assert "security" not in document["paths"]["/users/{id}"]["put"]


def test_what_people_change_in_the_schemas_is_in_the_document(ant: Ant, everything: Path) -> None:
    def change(path: str, before: str, after: str) -> None:
        file = everything / path
        text = file.read_text()
        assert text.count(before) == 1, before
        file.write_text(text.replace(before, after))

    change("api/schemas/PostTags_schema.py", "max=30", "max=31")
    change("api/schemas/GetTags_schema.py", "    created_at = Moment()\n", "")
    change("api/schemas/GetUsers_schema.py", "    age = Integer(", "    years = Integer(")
    schemas = json.loads(ant("openapi", cwd=everything).stdout)["components"]["schemas"]
    assert whole(schemas, "PostTags")["properties"]["label"]["maxLength"] == 31
    assert "created_at" not in whole(schemas, "Tags")["properties"]
    assert "created_at__gt" not in whole(schemas, "TagsFilters")["properties"]
    assert "years" in whole(schemas, "Users")["required"]


def test_every_kind_of_field_is_described(document: Any) -> None:
    schemas = document["components"]["schemas"]
    assert document["tags"] == [{"name": "users", "description": "Who signs in."}]
    for name in ("PostUsers", "PatchUsers", "Users"):
        said = whole(schemas, name)["properties"]["name"]["description"]
        assert said == "In full, as they write it"
    sent, shown = (whole(schemas, name)["properties"] for name in ("PostOrders", "Orders"))
    assert (sent["rank"]["type"], sent["rank"]["default"]) == (["integer", "null"], 7)
    assert sent["rank"]["maximum"] == 2**15 - 1
    assert sent["total"] == {
        "type": "string", "pattern": r"^\d{1,8}(\.\d{1,2})?$", "x-minimum": "0",
    }  # fmt: skip
    assert sent["status"]["enum"] == ["new", "paid", "shipped", None]
    assert sent["code"]["pattern"] == "^[A-Z]{2}[0-9]+$"
    assert sent["data"] == {} == shown["data"]
    assert sent["due"]["x-minimum"] == "2020-01-01"
    assert sent["placed_at"]["format"] == "date-time"
    assert (sent["big"]["minimum"], sent["big"]["maximum"]) == (-(2**63), 2**63 - 1)
    assert sent["seller_id"]["format"] == shown["id"]["format"] == "int64"
    assert sent["ratio"] == {"type": ["number", "null"], "format": "double", "minimum": -1.5}
    assert (sent["scan"]["format"], sent["scan"]["maxLength"]) == ("byte", 136)
    assert shown["scan"] == {"type": "string", "format": "byte"}
    assert "scan" not in whole(schemas, "Orders")["required"]  # it is there by ?expand=scan
    bytes_answered = document["paths"]["/orders/{id}/scan"]["get"]["responses"]["200"]["content"]
    assert [*bytes_answered] == ["application/octet-stream"]
    assert schemas["PostOrders"]["required"] == ["open", "scan", "total", "user_id"]
    assert "required" not in schemas["PatchOrders"]
    assert schemas["PatchOrders"]["properties"]["status"].keys() == {"type", "enum"}
    filters = whole(schemas, "OrdersFilters")["properties"]
    assert filters["total__gte"] == {"type": "string", "pattern": r"^-?\d{1,8}(\.\d{1,2})?$"}
    assert filters["id__in"] == {"$ref": "#/components/schemas/Int64s"}
    assert schemas["Int64s"] == {"type": "array", "items": filters["id"]}
    assert filters["due__isnull"] == {"type": "boolean"}
    assert filters.keys().isdisjoint({"id__isnull", "open__isnull", "open__in"})  # are idle
    assert filters.keys() >= {"open", "open__ne"}
    assert not [name for name in filters if name.startswith("data")]
    one_of = {"type": "string", "enum": ["new", "paid", "shipped"]}
    assert filters["status"] == filters["status__ne"] == filters["status__in"]["items"] == one_of
    assert filters["status__contains"] == filters["status__gt"] == {"type": "string"}
    assert "secret" not in whole(schemas, "Users")["properties"]


@pytest.mark.slow
def test_a_resource_costs_eight_kilobytes(ant: Ant, tmp_path: Path, project_python: Path) -> None:
    """The difference that a resource of eight fields makes to the document, as it is served."""

    def size(name: str, routes: dict[str, Any]) -> int:
        done = ant("generate", "api", name, "--json", json.dumps({"routes": routes}))
        assert done.returncode == 0, done.stderr
        (tmp_path / name / ".venv").symlink_to(project_python.parent.parent)
        document = json.loads(ant("openapi", cwd=tmp_path / name).stdout)
        return len(json.dumps(document, separators=(",", ":"), ensure_ascii=False).encode())

    notes = {"notes": {"fields": {"text": "string:required"}}}
    alone = size("alone", notes)
    assert size("usual", {**notes, "articles": {"fields": USUAL_FIELDS}}) - alone <= 8192
    several = {**USUAL_FIELDS, **LONG_FIELDS}
    del several["active"], several["featured"]
    assert size("several", {**notes, "articles": {"fields": several}}) - alone <= 9300


@pytest.mark.slow
def test_every_operation_names_the_errors_that_it_can_answer_with(document: Any) -> None:
    changes = ["200", "400", "404", "409", "412", "default"]
    assert {
        method: [*operation["responses"]]
        for path in ("/orders", "/orders/{id}")
        for method, operation in document["paths"][path].items()
        if method not in ("parameters", "get")
    } == {
        "post": ["201", "400", "409", "default"],
        "put": changes,
        "patch": changes,
        "delete": ["204", "404", "409", "412", "default"],
    }
    in_bulk = document["paths"]["/tags/bulk"]["post"]
    assert [*in_bulk["responses"]] == ["201", "400", "409", "422", "default"]
    rows = in_bulk["requestBody"]["content"]["application/json"]["schema"]
    assert rows["items"] == {"$ref": "#/components/schemas/PostTags"}
    assert (rows["minItems"], rows["maxItems"]) == (1, 500)
    for status in ("400", "409"):
        content = in_bulk["responses"][status]["content"]["application/json"]
        assert content["schema"] == {"$ref": "#/components/schemas/BulkError"}
    assert [*document["paths"]["/orders"]["get"]["responses"]] == ["200", "400", "414", "default"]
    assert [*document["paths"]["/orders/{id}"]["get"]["responses"]] == [
        "200", "304", "400", "404", "default",
    ]  # fmt: skip


@pytest.mark.slow
def test_views_without_a_schema_are_described_by_the_service_that_they_use(
    ant: Ant, everything: Path, document: Any
) -> None:
    """So version 0.2.0 wrote them, and so stay those that their owner had rewritten by then."""
    tags = everything / "api/routes/tags_route.py"
    text = tags.read_text()
    for before, after in {
        "row_answer(row, GetTagsSchema, 201,": "row_answer(row, 201,",
        "    return row_answer(row, GetTagsSchema)": "    return row_answer(row)",
        "if_match(GetTagsSchema)": "if_match()",
        "    query = list_query(request.args, GetTagsSchema)": "    query = asked(GetTagsSchema)",
        "    return page_answer(page, GetTagsSchema)": "    return json_answer(page.to_dict())",
        "import if_match, page_answer": "import if_match, json_answer, page_answer",
    }.items():
        assert before in text, before
        text = text.replace(before, after)
    text += "\n\ndef asked(kind):\n    return list_query(request.args, kind=kind)\n"
    before = copy.deepcopy(document)
    tags.write_text(text)
    after = json.loads(ant("openapi", cwd=everything).stdout)
    assert before["paths"]["/tags"]["get"]["parameters"].pop()["name"] == "fields"
    assert after == before
    # What is shown without the schema are columns, whatever the schema computes.
    schema = everything / "api/schemas/GetTags_schema.py"
    schema.write_text(schema.read_text() + "    shout = String()\n")
    computed = json.loads(ant("openapi", cwd=everything).stdout)
    assert "201" not in computed["paths"]["/tags"]["post"]["responses"]


def test_an_endpoint_that_somebody_took_out_is_out_of_the_document(
    ant: Ant, everything: Path
) -> None:
    users = everything / "api/routes/users_route.py"
    text, found = re.subn(r"@users_bp\.delete\(\"/<int:id>\"\)\n", "", users.read_text())
    assert found == 1
    users.write_text(text)
    document = json.loads(ant("openapi", cwd=everything).stdout)
    assert {*document["paths"]["/users/{id}"]} == {"parameters", "get", "put", "patch"}


@pytest.mark.slow
def test_the_report_holds_the_document(ant: Ant, everything: Path) -> None:
    report = json.loads(ant("--report", "openapi", cwd=everything).stdout)
    assert report["openapi"]["info"]["title"] == "everything"
    assert report["project_path"] == str(everything)


@pytest.mark.slow
def test_a_fresh_clone_without_settings_and_database_has_a_document(
    ant: Ant, everything: Path
) -> None:
    (everything / ".env").unlink()
    done = ant("openapi", cwd=everything, env={"DB_URL": "127.0.0.1:1"})
    assert (done.returncode, done.stderr) == (0, "")
    assert faults(json.loads(done.stdout)) == []


@pytest.mark.slow
def test_an_application_that_does_not_start_is_said(ant: Ant, everything: Path) -> None:
    (everything / "api/routes/tags_route.py").write_text("nonsense(\n")
    done = ant("openapi", cwd=everything)
    assert (done.returncode, done.stdout) == (1, "")
    assert "SyntaxError" in done.stderr
    assert "The application does not give its OpenAPI document." in done.stderr


@pytest.mark.slow
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
    settings = {"FLASK_ENV": environment, "JWT_SECRET": SECRET, "SQLITE_FILE": "app.db"}
    server = Server.gunicorn(project, project_python, settings | ({"DOCS": docs} if docs else {}))
    try:
        answers = [server.get(path) for path in ("/docs", "/openapi.json", "/docs/start.js")]
    finally:
        server.kill()
    assert [answer.status for answer in answers] == [status] * 3
    if status == 404:
        assert all("message" in answer.json for answer in answers)


def test_the_page_is_the_package_s_own_and_asks_nobody_else(
    project: Path, project_python: Path
) -> None:
    """No address of another server is in what the page itself says to load."""
    for path in (project / "api/openapi/page").iterdir():
        assert "//" not in re.sub(r"^// .*$", "", path.read_text(), flags=re.M)
    code = "import flask_swagger_ui; print(flask_swagger_ui.__file__)"
    done = subprocess.run([project_python, "-c", code], capture_output=True, text=True, check=True)
    assert (Path(done.stdout.strip()).parent / "dist/swagger-ui-bundle.js").stat().st_size > 10**6
