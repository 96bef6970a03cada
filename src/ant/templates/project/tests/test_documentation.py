"""The documentation says what there is, asks nobody else, and can be switched off."""

import gzip
import json
import re
from typing import Any

import pytest
from flask import Blueprint, Flask, request
from flask.testing import FlaskClient
from flask.views import MethodView
from marshmallow import Schema, fields, validate

from app import create_app
from decorators.token_required import public, role_required, scope_required, token_required
from helper.functions.load_body import load_body
from helper.openapi_document import NOT_OF_THE_API
from startup.Environment import myEnvironment
from startup.guards import DEFAULT_GUARDS


class ThingSchema(Schema):
    """What a client may send to the endpoints that these tests add."""

    name = fields.String(required=True, validate=validate.Length(max=40))
    size = fields.Integer(load_default=1, metadata={"description": "In metres."})


def served(app: Flask) -> set[tuple[str, str]]:
    """Return every method and URL that the application answers, its variables without names."""
    return {
        (method.lower(), re.sub("<[^>]*>", "{}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static" and rule.endpoint.partition(".")[0] not in NOT_OF_THE_API
    }


def document_of(client: FlaskClient) -> Any:
    """Return the document, as a client gets it."""
    response = client.get("/openapi.json")
    assert response.status_code == 200, response.text
    return response.get_json()


def test_the_document_has_every_endpoint_and_no_other(app: Flask, client: FlaskClient) -> None:
    described = {
        (method, re.sub("{[^}]*}", "{}", path))
        for path, operations in document_of(client)["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert described == served(app)


def test_whatever_the_document_refers_to_is_there(client: FlaskClient) -> None:
    document = document_of(client)
    text = client.get("/openapi.json").text
    for reference in set(re.findall(r'"\$ref":"#/([^"]+)"', text)):
        value = document
        for step in reference.split("/"):
            value = value[step]


def test_every_operation_has_an_id_of_its_own(app: Flask) -> None:
    for rule in ("/one/other", "/one-other", "/one.other"):
        app.add_url_rule(rule, rule.replace(".", " "), lambda: {}, methods=["GET", "PUT"])
    ids = re.findall(r'"operationId":"([^"]+)"', app.test_client().get("/openapi.json").text)
    assert len(ids) == len({*ids}) >= 6


def test_a_view_of_ones_own_is_described_by_url_docstring_and_schema(app: Flask) -> None:
    @app.post("/things/<int:number>/<path:rest>")
    @token_required
    def change_thing(number: int, rest: str) -> dict[str, Any]:
        """Change a thing.

        It is there at once.
        """
        return load_body(ThingSchema)

    @app.put("/things/any")
    def replace_things() -> dict[str, Any]:
        return dict(request.get_json())

    @app.get("/things/secret")
    @role_required("admin")
    def get_secret() -> dict[str, Any]:
        return {}

    document = document_of(app.test_client())
    path = document["paths"]["/things/{number}/{rest}"]
    operation = path["post"]
    assert operation["summary"] == "Change a thing."
    assert operation["description"] == "It is there at once."
    assert operation["security"] == [{"bearer": []}]
    known = document["components"]["parameters"]
    variables = [known[variable["$ref"].rpartition("/")[2]] for variable in path["parameters"]]
    assert [variable["schema"]["type"] for variable in variables] == ["integer", "string"]
    assert {"401", "404"} <= {*operation["responses"]}
    assert {"401", "403"} <= {*document["paths"]["/things/secret"]["get"]["responses"]}
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    body = operation["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/Thing"}
    assert document["paths"]["/things/any"]["put"]["requestBody"]["required"]
    thing = document["components"]["schemas"]["Thing"]
    assert thing["required"] == ["name"]
    assert thing["properties"]["name"]["maxLength"] == 40
    assert thing["properties"]["size"]["description"] == "In metres."


def test_views_in_classes_and_in_nested_blueprints_are_described(app: Flask) -> None:
    class Things(MethodView):
        def patch(self) -> dict[str, Any]:
            """Change some things."""
            return load_body(ThingSchema, partial=True)

    things_bp = Blueprint("things", __name__, url_prefix="/things")
    things_bp.add_url_rule("", view_func=Things.as_view("all"))
    outer_bp = Blueprint("outer", __name__, url_prefix="/outer")
    outer_bp.register_blueprint(things_bp)
    app.register_blueprint(outer_bp)
    document = document_of(app.test_client())
    operation = document["paths"]["/outer/things"]["patch"]
    assert (operation["summary"], operation["tags"]) == ("Change some things.", ["things"])
    assert operation["requestBody"]["required"]
    changes = document["components"]["schemas"]["PatchThing"]
    assert "required" not in changes
    assert "default" not in changes["properties"]["size"]


def test_what_the_project_asks_for_by_default_is_described(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    @role_required("editor")
    @scope_required("things.read")
    def scoped() -> str:
        return ""

    monkeypatch.setitem(DEFAULT_GUARDS, "GET", "role admin")
    app.add_url_rule("/unguarded", "unguarded", lambda: {})
    app.add_url_rule("/open", "open", public(lambda: {}))
    app.add_url_rule("/scoped", view_func=scoped)
    paths = document_of(app.test_client())["paths"]
    assert paths["/unguarded"]["get"]["security"] == [{"bearer": ["admin"]}]
    assert paths["/scoped"]["get"]["security"] == [{"bearer": ["editor", "things.read"]}]
    assert "security" not in paths["/open"]["get"]


def test_no_token_is_spoken_of_where_none_is_needed(client: FlaskClient) -> None:
    guarded = '"security"' in client.get("/openapi.json").text
    assert ("securitySchemes" in document_of(client)["components"]) == guarded


def test_who_has_the_document_need_not_get_it_again(client: FlaskClient) -> None:
    etag = client.get("/openapi.json").headers["ETag"]
    assert client.get("/openapi.json", headers={"If-None-Match": etag}).status_code == 304


def test_the_document_is_compressed_for_who_takes_that(client: FlaskClient) -> None:
    response = client.get("/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    assert json.loads(gzip.decompress(response.data)) == document_of(client)
    assert response.headers["ETag"] != client.get("/openapi.json").headers["ETag"]


def test_the_document_names_the_prefix_that_a_proxy_takes_off(client: FlaskClient) -> None:
    assert "servers" not in document_of(client)
    response = client.get("/openapi.json", environ_overrides={"SCRIPT_NAME": "/shop"})
    assert response.get_json()["servers"] == [{"url": "/shop"}]


@pytest.mark.parametrize("proxies", [0, 1])
def test_only_a_trusted_proxy_says_where_the_api_is(
    monkeypatch: pytest.MonkeyPatch, proxies: int
) -> None:
    monkeypatch.setattr(myEnvironment, "TRUSTED_PROXIES", proxies)
    response = create_app().test_client().get("/openapi.json", headers={"X-Forwarded-Prefix": "/a"})
    assert response.get_json().get("servers") == ([{"url": "/a"}] if proxies else None)


def test_the_page_has_all_that_it_needs_here(client: FlaskClient) -> None:
    page = client.get("/docs")
    links = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    page.close()
    assert page.mimetype == "text/html"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert len(links) >= 4
    for link in links:
        assert "//" not in link
        with client.get(f"/{link}") as response:
            assert response.status_code == 200, link


def test_the_page_is_found_with_a_slash_too(client: FlaskClient) -> None:
    for prefix in ("", "/a"):
        response = client.get("/docs/", base_url=f"http://localhost{prefix}")
        assert (response.status_code, response.headers["Location"]) == (308, f"{prefix}/docs")


@pytest.mark.parametrize("path", ["/docs/index.html", "/docs/swagger-ui.js", "/docs/..%2fapp.py"])
def test_nothing_else_is_given_out(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/openapi.json", "/docs", "/docs/start.js"])
def test_both_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(myEnvironment, "DOCS", False)
    response = create_app().test_client().get(path)
    assert response.status_code == 404
    assert response.get_json()["message"]
