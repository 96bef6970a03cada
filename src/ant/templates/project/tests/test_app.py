"""What the application does for every route: errors in JSON, limits, other origins."""

import math
from io import BytesIO
from typing import Any, NoReturn

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy.exc import InternalError, OperationalError

from app import create_app
from decorators.token_required import public
from helper.execution_tracking.APIException import APIException
from helper.functions.json_depth import DEEPEST
from repositories.default_repository import myDefaultRepository
from startup.Environment import myEnvironment

JSON = "application/json"
TOO_MUCH = b"x" * (myEnvironment.MAX_CONTENT_LENGTH + 1)
TOO_DEEP = "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)
CHUNKED = {
    "CONTENT_LENGTH": "",
    "HTTP_TRANSFER_ENCODING": "chunked",
    "wsgi.input_terminated": True,
}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Sends requests to an application with an echo, and a route for each way to fail."""
    given = {*app.view_functions}

    @app.post("/-/echo")
    def echo() -> dict[str, Any]:
        return {"echo": request.get_json()}

    @app.get("/-/folder/")
    def folder() -> str:
        return ""

    @app.get("/-/refused")
    def refused() -> NoReturn:
        raise APIException("Already taken.", 409, {"field": "name"}, {"X-Reason": "taken"})

    @app.get("/-/broken")
    def broken() -> NoReturn:
        raise RuntimeError("a secret of the inside")

    @app.get("/-/rows/<number>")
    def row(number: str) -> str:
        return str(myDefaultRepository.get_by_id(int(number)))

    @app.get("/-/half")
    def half() -> str:
        return str(myDefaultRepository.add_default("half a character: \ud800"))

    @app.get("/-/overflow")
    def overflow() -> str:
        return str(math.exp(1000))

    @app.get("/-/away")
    def away() -> NoReturn:
        raise OperationalError("SELECT 1", {}, Exception("a secret of the inside"))

    for name in app.view_functions.keys() - given:
        public(app.view_functions[name])
    return app.test_client()


@pytest.mark.parametrize(
    ("call", "status"),
    [
        ({"path": "/-/nowhere"}, 404),
        ({"path": "/-/echo", "method": "DELETE"}, 405),
        ({"path": "/-/echo", "method": "POST", "data": "{", "content_type": JSON}, 400),
        ({"path": "/-/echo", "method": "POST", "data": TOO_DEEP, "content_type": JSON}, 400),
        ({"path": "/-/echo", "method": "POST", "data": "{}", "content_type": "text/xml"}, 415),
        ({"path": "/-/echo", "method": "POST", "data": TOO_MUCH, "content_type": JSON}, 413),
        ({"path": f"/-/rows/{10**30}"}, 400),
        ({"path": "/-/half"}, 400),
        ({"path": "/-/overflow"}, 500),
        ({"path": "/-/broken"}, 500),
        ({"path": "/-/away"}, 503),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "",
)
def test_every_error_is_json_with_a_message(
    client: FlaskClient, call: dict[str, Any], status: int
) -> None:
    response = client.open(**call)
    members = ["message", "request_id"] if status >= 500 else ["message"]
    assert (response.status_code, list(response.get_json())) == (status, members)


@pytest.mark.parametrize(("is_ended", "status"), [(True, 503), (False, 500)])
def test_a_connection_that_the_database_has_ended_is_a_503(
    app: Flask, is_ended: bool, status: int
) -> None:
    @app.get("/-/ended")
    @public
    def ended() -> NoReturn:
        inside = Exception("a secret of the inside")
        raise InternalError("SELECT 1", {}, inside, connection_invalidated=is_ended)

    assert app.test_client().get("/-/ended").status_code == status


@pytest.mark.parametrize(("body", "status"), [(b'{"a": 1}', 200), (TOO_MUCH, 413)], ids=[200, 413])
def test_the_limit_holds_for_a_body_that_comes_in_chunks(
    client: FlaskClient, body: bytes, status: int
) -> None:
    stream = BytesIO(body)
    response = client.post(
        "/-/echo", input_stream=stream, content_type=JSON, environ_overrides=CHUNKED
    )
    assert response.status_code == status


class CutOff(BytesIO):
    """A body that ends before its last chunk, as a server tells it."""

    def read(self, size: int | None = -1) -> NoReturn:
        """Fail."""
        raise OSError("no more data")


def test_a_body_that_is_cut_off_is_refused(client: FlaskClient) -> None:
    response = client.post("/-/echo", input_stream=CutOff(), environ_overrides=CHUNKED)
    assert (response.status_code, list(response.get_json())) == (400, ["message"])


@pytest.mark.parametrize("host", ["evil.example", "xn--80ak6aa92e.com"])
@pytest.mark.parametrize(
    ("path", "place"), [("/-/folder", "/-/folder/"), ("/-/rows//1?a=b", "/-/rows/1?a=b")]
)
def test_no_redirect_leads_to_a_host_that_the_client_names(
    client: FlaskClient, host: str, path: str, place: str
) -> None:
    response = client.get(path, headers={"Host": host})
    assert (response.status_code, response.headers["Location"]) == (308, place)
    assert host not in response.text


def test_only_a_trusted_host_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(myEnvironment, "TRUSTED_HOSTS", ["api.example.com"])
    client = create_app().test_client()
    assert client.get("/", base_url="https://api.example.com").status_code == 200
    response = client.get("/", base_url="https://evil.example")
    assert (response.status_code, list(response.get_json())) == (400, ["message"])


@pytest.mark.parametrize("path", ["/", "/-/nowhere", "/-/broken"])
def test_browsers_are_told_to_take_an_answer_for_no_more_than_it_is(
    client: FlaskClient, path: str
) -> None:
    response = client.get(path, base_url="https://localhost")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.headers["Strict-Transport-Security"]
    assert "Cache-Control" not in response.headers
    own = client.get(path, headers={"Authorization": "Bearer x"})
    assert own.headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in own.headers  # over http


def test_brackets_in_texts_and_side_by_side_are_not_deep(client: FlaskClient) -> None:
    body = [{"text": "[" * DEEPEST}, []] * DEEPEST
    assert client.post("/-/echo", json=body).get_json() == {"echo": body}


def test_a_wrong_method_is_told_the_right_one(client: FlaskClient) -> None:
    assert client.delete("/-/echo").allow == {"POST", "OPTIONS"}


def test_an_api_exception_is_answered_as_it_says(client: FlaskClient) -> None:
    response = client.get("/-/refused")
    assert response.status_code == 409
    assert response.get_json() == {"message": "Already taken.", "field": "name"}
    assert response.headers["X-Reason"] == "taken"


@pytest.mark.parametrize("path", ["/-/broken", "/-/away"])
def test_the_reason_of_a_failure_is_for_the_log_alone(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    assert "secret" not in client.get(path).text
    assert "a secret of the inside" in caplog.text
    assert ("Traceback" in caplog.text) == (path == "/-/broken")  # an outage needs one line only


def test_an_error_of_python_is_no_mistake_of_the_client(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.get("/-/overflow").status_code == 500
    assert "OverflowError" in caplog.text
    assert "Traceback" in caplog.text


def test_only_a_listed_origin_may_call_the_api(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(myEnvironment, "CORS_ORIGINS", ["https://app.example.com"])
    client = create_app().test_client()
    answers = [
        client.get("/", headers={"Origin": origin}).headers.get("Access-Control-Allow-Origin")
        for origin in ("https://app.example.com", "https://app.example.com.evil.org")
    ]
    assert answers == ["https://app.example.com", None]
