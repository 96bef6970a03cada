"""The documentation says what there is, asks nobody else, and can be switched off."""

import re
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from app import create_app
from decorators.token_required import role_required, token_required
from helper.openapi_document import METHODS, OWN_RULES
from startup import documentation
from startup.Environment import myEnvironment


def served(app: Flask) -> set[tuple[str, str]]:
    """Every method and URL that the application answers, its variables without names."""
    return {
        (method, re.sub("<[^>]*>", "{}", rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if method in METHODS and rule.endpoint != "static" and rule.rule not in OWN_RULES
    }


def document_of(client: FlaskClient) -> Any:
    """The document, as a client gets it."""
    response = client.get("/openapi.json")
    assert response.status_code == 200, response.text
    return response.get_json()


def test_the_document_has_every_endpoint_and_no_other(app: Flask, client: FlaskClient) -> None:
    described = {
        (method.upper(), re.sub("{[^}]*}", "{}", path))
        for path, item in document_of(client)["paths"].items()
        for method in item
        if method.upper() in METHODS
    }
    assert described == served(app)


def test_whatever_the_document_refers_to_is_there(client: FlaskClient) -> None:
    document = document_of(client)
    text = client.get("/openapi.json").text
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', text)):
        value = document
        for step in reference.split("/"):
            value = value[step]


def test_every_operation_has_an_id_of_its_own(app: Flask) -> None:
    for rule in ("/one/other", "/one-other", "/one.other"):
        app.add_url_rule(rule, rule.replace(".", " "), lambda: {}, methods=["GET", "PUT"])
    ids = re.findall(r'"operationId": "([^"]+)"', app.test_client().get("/openapi.json").text)
    assert len(ids) == len({*ids}) >= 6


def test_a_view_of_ones_own_is_described_by_its_url_and_docstring(app: Flask) -> None:
    @app.post("/things/<int:number>/<path:rest>")
    @token_required
    def change_thing(number: int, rest: str) -> dict[str, Any]:
        """Change a thing.

        And more that is for programmers.
        """
        return {"changed": request.get_json()}

    @app.get("/things/secret")
    @role_required("admin")
    def get_secret() -> dict[str, Any]:
        return {}

    document = document_of(app.test_client())
    operation = document["paths"]["/things/{number}/{rest}"]["post"]
    assert operation["summary"] == "Change a thing."
    assert operation["requestBody"]["required"]
    assert operation["security"] == [{"bearer": []}]
    assert [each["schema"]["type"] for each in operation["parameters"]] == ["integer", "string"]
    assert {"401", "403"} <= {*document["paths"]["/things/secret"]["get"]["responses"]}
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"


def test_no_token_is_spoken_of_where_none_is_needed(client: FlaskClient) -> None:
    guarded = "security" in client.get("/openapi.json").text.replace("securitySchemes", "")
    assert ("securitySchemes" in document_of(client)["components"]) == guarded


def test_who_has_the_document_need_not_get_it_again(client: FlaskClient) -> None:
    etag = client.get("/openapi.json").headers["ETag"]
    assert client.get("/openapi.json", headers={"If-None-Match": etag}).status_code == 304


def test_the_page_has_all_that_it_needs_here(client: FlaskClient) -> None:
    page = client.get("/docs")
    links = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    page.close()
    assert page.mimetype == "text/html"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert len(links) >= 4
    for link in links:
        assert "//" not in link
        with client.get(f"/{link}") as response:
            assert response.status_code == 200, link


@pytest.mark.parametrize("path", ["/docs/index.html", "/docs/swagger-ui.js", "/docs/..%2fapp.py"])
def test_nothing_else_is_given_out(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_part_that_is_no_json_is_named_in_the_log(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, caplog: Any
) -> None:
    (tmp_path / "users.json").write_text("{")
    monkeypatch.setattr(documentation, "PARTS", tmp_path)
    assert client.get("/openapi.json").status_code == 500
    assert "users.json is not JSON" in caplog.text


@pytest.mark.parametrize("path", ["/openapi.json", "/docs", "/docs/start.js"])
def test_both_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    monkeypatch.setattr(myEnvironment, "DOCS", False)
    response = create_app().test_client().get(path)
    assert response.status_code == 404
    assert response.get_json()["message"]
