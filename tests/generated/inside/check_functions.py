"""The helper functions and what the application imports."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN003, ANN201

import json
import logging
import os
import subprocess
import sys
import threading
from collections import OrderedDict

import jwt
import pytest
from app import create_app
from decorators.token_required import token_required
from flask import g, jsonify
from helper.execution_tracking.APIException import APIException
from helper.functions.extract_fields import extract_fields
from helper.functions.json_depth import DEEPEST, is_too_deep
from helper.functions.log_directory_contents import log_directory_contents
from helper.functions.update_dict import remove_nan_values, update_dict
from helper.functions.validation_error import validation_error
from marshmallow import Schema, ValidationError, fields, validates_schema
from schemas.PostDefault_schema import PostDefaultSchema
from startup.Environment import API_ROOT, myEnvironment


class Item(Schema):
    count = fields.Integer(required=True)


class Order(Schema):
    email = fields.Email(required=True)
    items = fields.List(fields.Nested(Item), required=True)

    @validates_schema(pass_collection=True, skip_on_field_errors=False)
    def whole(self, data, **_options):
        raise ValidationError("Never right.")


def refusal(schema, data):
    with pytest.raises(ValidationError) as caught:
        schema.load(data)
    return validation_error(caught.value)


@pytest.mark.parametrize(
    "body, field",
    [
        ({}, "model"),
        ({"model": None}, "model"),
        ({"model": 7}, "model"),
        ({"model": ""}, "model"),
        ({"model": "x" * 256}, "model"),
        ({"model": "x", "other": 1}, "other"),
        ([], "_schema"),
        ("text", "_schema"),
        (None, "_schema"),
    ],
)
def check_a_refusal_names_the_field(body, field):
    error = refusal(PostDefaultSchema(), body)
    assert isinstance(error, APIException)
    assert error.status_code == 400
    assert f"{field}: " in error.message
    assert list(error.to_dict()["errors"]) == [field]


def check_a_refusal_names_every_field_nested_ones_too(app):
    error = refusal(
        Order(), {"email": "nobody", "items": [{"count": 1}, {"count": "x"}, {"extra": 1}]}
    )
    for part in ("email: Not a valid email", "1: count: Not a valid integer", "extra: Unknown"):
        assert part in error.message
    assert error.payload["errors"]["items"]["2"]["count"] == ["Missing data for required field."]


def check_a_refusal_of_a_list_becomes_an_answer(app):
    error = refusal(Order(many=True), [{"email": "nobody", "items": []}])
    with app.app_context():
        answer = app.json.response(error.to_dict())
    assert set(answer.json["errors"]) == {"0", "_schema"}


def check_an_api_exception_has_defaults_and_keeps_its_payload():
    assert APIException().status_code == 500
    assert APIException().to_dict() == {"message": "An error occurred."}
    assert APIException("", 0).message == ""
    error = APIException("Taken.", 409, {"field": "email", "message": "overridden"})
    assert error.to_dict() == {"field": "email", "message": "Taken."}
    assert str(error) == "Taken."


def check_extract_fields():
    data = {"user_id": 1, "user_name": 2, "id": 3, "a.b": 4}
    assert extract_fields("user_", data) == {"user_id": 1, "user_name": 2}
    assert extract_fields(r".*id$", data) == {"user_id": 1, "id": 3}
    assert extract_fields("nothing", data) == {}
    assert extract_fields("", OrderedDict(x=1)) == {"x": 1}


def check_update_dict():
    old, new = {"a": 1, "b": "NaN", "c": 3}, {"c": "NaN", "d": None, "e": float("nan"), "f": 0}
    assert update_dict(old, new) == {"a": 1, "d": None, "f": 0}
    assert old == {"a": 1, "b": "NaN", "c": 3}
    assert remove_nan_values({"a": "nan", "b": False, "c": ""}) == {"a": "nan", "b": False, "c": ""}


@pytest.fixture
def logged(app, caplog):
    caplog.set_level(logging.INFO, "api")
    return lambda: [(entry.levelname, entry.getMessage()) for entry in caplog.records]


def check_a_directory_is_listed(logged, tmp_path):
    (tmp_path / "a file").write_text("x")
    (tmp_path / "forged\nline").write_text("x")
    with open(os.path.join(os.fsencode(tmp_path), b"not \xff text"), "w"):
        pass
    log_directory_contents(str(tmp_path))
    text = "\n".join(line for _, line in logged())
    assert {level for level, _ in logged()} == {"INFO"}
    assert all(name in text for name in ("total", "a file", "forged", "not \\xff text"))


@pytest.mark.parametrize("name", ["missing", "-la", "--help", "$(touch pwned)", "; id", "nul\0"])
def check_a_directory_that_is_not_there_is_said(logged, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    log_directory_contents(name)
    ((level, line),) = logged()
    assert level == "ERROR"
    assert line.startswith("log_directory_contents::log_directory_contents<Cannot list")
    assert os.listdir(tmp_path) == []


def check_helpers_work_in_threads(logged):
    threads = [threading.Thread(target=log_directory_contents, args=(".",)) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(logged()) >= 5


def check_create_app_does_not_import_boto3():
    code = "import sys, app; app.create_app(); print('boto3' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=API_ROOT, capture_output=True, text=True
    )
    assert done.stdout == "False\n", done.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32-le", None])
def check_the_depth_of_json_is_told_in_any_encoding(encoding):
    texts = {
        "[" * DEEPEST + "]" * DEEPEST: False,
        "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1): True,
        '{"a":' * 5000: True,
        json.dumps(["[" * 1000, '\\"' + "{" * 1000]): False,
        json.dumps([{"a": []}] * 1000): False,
        f'["{"嬀" * 1000}"]': False,  # in UTF-16 a bracket is one half of it
        "": False,
    }
    for text, deep in texts.items():
        assert is_too_deep(text.encode(encoding) if encoding else text) == deep


def check_an_application_has_the_settings_that_it_is_given():
    secret, origin = "s" * 40, "https://app.example.com"
    settings = myEnvironment.replace(
        JWT_SECRET=secret, DOCS=False, MAX_CONTENT_LENGTH=3, CORS_ORIGINS=[origin]
    )
    app = create_app(settings)
    app.add_url_rule("/me", view_func=token_required(lambda: jsonify(g.claims["sub"])))
    client = app.test_client()
    token = jwt.encode({"sub": "me", "exp": 4_000_000_000}, secret)
    answer = client.get("/me", headers={"Authorization": f"Bearer {token}", "Origin": origin})
    assert (answer.json, answer.headers["Access-Control-Allow-Origin"]) == ("me", origin)
    assert client.get("/openapi.json").status_code == 404
    assert app.config["MAX_CONTENT_LENGTH"] == 3
    assert create_app().config["MAX_CONTENT_LENGTH"] == myEnvironment.MAX_CONTENT_LENGTH != 3
