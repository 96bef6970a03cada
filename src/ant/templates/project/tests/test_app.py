"""What the application does for every route: errors in JSON, limits, other origins."""

import math
from io import BytesIO
from typing import Any, NoReturn

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from app import create_app
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
def client(app: Flask, user_client: FlaskClient) -> FlaskClient:
    """Sends requests to an application with an echo, and a route for each way to fail."""

    @app.post("/echo")
    def echo() -> dict[str, Any]:
        return {"echo": request.get_json()}

    @app.get("/refused")
    def refused() -> NoReturn:
        raise APIException("Already taken.", 409, {"field": "name"}, {"X-Reason": "taken"})

    @app.get("/broken")
    def broken() -> NoReturn:
        raise RuntimeError("a secret of the inside")

    @app.get("/rows/<number>")
    def row(number: str) -> str:
        return str(myDefaultRepository.get_by_id(int(number)))

    @app.get("/half")
    def half() -> str:
        return str(myDefaultRepository.add_default("half a character: \ud800"))

    @app.get("/overflow")
    def overflow() -> str:
        return str(math.exp(1000))

    @app.get("/away")
    def away() -> NoReturn:
        raise OperationalError("SELECT 1", {}, Exception("a secret of the inside"))

    return user_client


@pytest.mark.parametrize(
    ("call", "status"),
    [
        ({"path": "/nowhere"}, 404),
        ({"path": "/echo", "method": "DELETE"}, 405),
        ({"path": "/echo", "method": "POST", "data": "{", "content_type": JSON}, 400),
        ({"path": "/echo", "method": "POST", "data": TOO_DEEP, "content_type": JSON}, 400),
        ({"path": "/echo", "method": "POST", "data": "{}", "content_type": "text/xml"}, 415),
        ({"path": "/echo", "method": "POST", "data": TOO_MUCH, "content_type": JSON}, 413),
        ({"path": f"/rows/{10**30}"}, 400),
        ({"path": "/half"}, 400),
        ({"path": "/overflow"}, 500),
        ({"path": "/broken"}, 500),
        ({"path": "/away"}, 503),
    ],
    ids=lambda value: str(value) if isinstance(value, int) else "",
)
def test_every_error_is_json_with_a_message(
    client: FlaskClient, call: dict[str, Any], status: int
) -> None:
    response = client.open(**call)
    assert (response.status_code, list(response.get_json())) == (status, ["message"])


@pytest.mark.parametrize(("body", "status"), [(b'{"a": 1}', 200), (TOO_MUCH, 413)], ids=[200, 413])
def test_the_limit_holds_for_a_body_that_comes_in_chunks(
    client: FlaskClient, body: bytes, status: int
) -> None:
    stream = BytesIO(body)
    response = client.post(
        "/echo", input_stream=stream, content_type=JSON, environ_overrides=CHUNKED
    )
    assert response.status_code == status


def test_brackets_in_texts_and_side_by_side_are_not_deep(client: FlaskClient) -> None:
    body = [{"text": "[" * DEEPEST}, []] * DEEPEST
    assert client.post("/echo", json=body).get_json() == {"echo": body}


def test_a_wrong_method_is_told_the_right_one(client: FlaskClient) -> None:
    assert client.delete("/echo").allow == {"POST", "OPTIONS"}


def test_an_api_exception_is_answered_as_it_says(client: FlaskClient) -> None:
    response = client.get("/refused")
    assert response.status_code == 409
    assert response.get_json() == {"message": "Already taken.", "field": "name"}
    assert response.headers["X-Reason"] == "taken"


@pytest.mark.parametrize("path", ["/broken", "/away"])
def test_the_reason_of_a_failure_is_for_the_log_alone(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    assert "secret" not in client.get(path).text
    assert "a secret of the inside" in caplog.text
    assert ("Traceback" in caplog.text) == (path == "/broken")  # an outage needs one line only


def test_an_error_of_python_is_no_mistake_of_the_client(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    assert client.get("/overflow").status_code == 500
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
