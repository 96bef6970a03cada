"""The helpers that every layer may use, and the AWS client."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from marshmallow import INCLUDE, Schema, ValidationError
from werkzeug.exceptions import BadRequest

from apis.aws.AWSClient import AWSClient
from helper.execution_tracking.APIException import APIException
from helper.execution_tracking.Logger import myLogger, start_logging
from helper.functions.extract_fields import extract_fields
from helper.functions.load_body import load_body
from helper.functions.log_directory_contents import log_directory_contents
from helper.functions.update_dict import update_dict
from helper.functions.update_measurement import update_measurement
from helper.functions.validation_error import validation_error
from schemas.PostDefault_schema import PostDefaultSchema


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The lines that the application logs."""
    caplog.set_level(logging.INFO, logger="api")
    return caplog


def test_extract_fields_keeps_the_keys_that_match() -> None:
    fields = {"sensor_1": 1, "sensor_2": 2, "my_sensor_3": 3}
    assert extract_fields("sensor_", fields) == {"sensor_1": 1, "sensor_2": 2}


def test_update_dict_merges_and_removes_nan() -> None:
    old = {"a": 1, "b": 2, "c": "NaN"}
    merged = update_dict(old, {"b": 3, "d": float("nan"), "e": None, "f": "NaN"})
    assert merged == {"a": 1, "b": 3, "e": None}
    assert old == {"a": 1, "b": 2, "c": "NaN"}


def test_update_measurement_stores_a_new_dictionary() -> None:
    @dataclass
    class Row:
        json: Any

    before = {"a": 1, "b": 2}
    row = Row(before)
    update_measurement(row, {"b": "NaN"})
    update_measurement(row, Row({"c": 3}))
    assert row.json == {"a": 1, "c": 3}
    assert before == {"a": 1, "b": 2}


def test_validation_error_says_which_field_is_wrong() -> None:
    with pytest.raises(ValidationError) as refusal:
        PostDefaultSchema().load({})
    error = validation_error(refusal.value)
    reason = "Missing data for required field."
    assert error.status_code == 400
    assert error.to_dict() == {
        "message": f"Invalid input: model: {reason}",
        "errors": {"model": [reason]},
    }


@pytest.mark.parametrize("nested", [False, True])
def test_an_answer_does_not_grow_with_what_is_wrong(nested: bool) -> None:
    reasons = {f"{number}{' long' * 100}": ["Unknown field."] for number in range(9000)}
    wrong: dict[str, Any] = {"rows": reasons} if nested else reasons
    body = validation_error(ValidationError(wrong)).to_dict()
    told = body["errors"]["rows"] if nested else body["errors"]
    assert len(told) == 50
    assert body["message"].endswith("And 8950 more errors.")
    assert len(json.dumps(body)) < 10_000


def test_a_reason_does_not_grow_with_what_is_wrong() -> None:
    body = validation_error(ValidationError({"sort": ["long " * 9000]})).to_dict()
    assert len(json.dumps(body)) < 2_000
    assert body["message"].startswith("Invalid input: sort: long long")
    assert not body["message"].endswith("errors.")


def test_load_body_returns_what_the_schema_lets_through(app: Flask) -> None:
    with app.test_request_context(json={"model": "a bike"}):
        assert load_body(PostDefaultSchema) == {"model": "a bike"}


class AnythingSchema(Schema):
    class Meta:
        unknown = INCLUDE


def test_load_body_keeps_the_order_of_keys(app: Flask) -> None:
    body = dict.fromkeys(["z", "a", "model", "y", "b"], "x")
    with app.test_request_context(data=json.dumps(body), content_type="application/json"):
        assert list(load_body(AnythingSchema)) == list(body)


def test_load_body_says_what_is_wrong_with_a_body(app: Flask) -> None:
    with app.test_request_context(json={"model": 7}), pytest.raises(APIException) as refusal:
        load_body(PostDefaultSchema)
    assert refusal.value.status_code == 400
    assert refusal.value.message == "Invalid input: model: Not a valid string."


@pytest.mark.parametrize("body", ["[]", '"model"', "7", "{", "", '{"model": NaN}'])
def test_load_body_takes_json_objects_alone(app: Flask, body: str) -> None:
    request = app.test_request_context(method="POST", data=body, content_type="application/json")
    with request, pytest.raises(BadRequest):
        load_body(PostDefaultSchema)


def test_an_api_exception_that_says_nothing_is_a_500() -> None:
    error = APIException()
    assert (error.status_code, error.to_dict()) == (500, {"message": "An error occurred."})


def test_a_log_line_names_its_class_and_method(log: pytest.LogCaptureFixture) -> None:
    class Account:
        def close(self) -> None:
            myLogger.warning("it is\nempty")

        def count(self) -> None:
            def inner() -> None:
                myLogger.info("inner")

            inner()
            (lambda: myLogger.info("lambda"))()

    Account().close()
    assert log.messages == ["Account::close<it is\\nempty>"]
    assert log.records[0].levelname == "WARNING"
    log.clear()
    Account().count()
    assert log.messages == ["Account::count<inner>", "Account::count<lambda>"]


@pytest.mark.parametrize("configured", [True, False])
def test_a_log_line_is_written_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, configured: bool
) -> None:
    start_logging("INFO")
    if configured:  # as logging.basicConfig() does it
        root = logging.getLogger()
        monkeypatch.setattr(root, "handlers", [*root.handlers, logging.StreamHandler()])
    myLogger.exception("once", ValueError("a reason\nof two lines"))
    lines = capsys.readouterr().err.splitlines()
    assert sum("once" in line for line in lines) == 1
    assert [line for line in lines if not line.startswith("    ")] == lines[:1]


def test_log_directory_contents_lists_a_directory(
    log: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    (tmp_path / "a file.txt").touch()
    log_directory_contents(str(tmp_path))
    assert "a file.txt" in log.text


def test_log_directory_contents_survives_a_directory_that_is_missing(
    log: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    log_directory_contents(str(tmp_path / "missing"))
    assert [record.levelname for record in log.records] == ["ERROR"]


@pytest.mark.parametrize(
    "half", [("an-id", None, None), (None, "a-secret", None), (None, None, "a-token")]
)
def test_half_a_pair_of_aws_keys_is_refused(half: tuple[str | None, ...]) -> None:
    with pytest.raises(ValueError, match="pairs"):
        AWSClient(*half)


def test_the_aws_client_signs_with_the_keys_that_it_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    aws = AWSClient("an-id", "a-secret", "a-token", "eu-central-1")
    credentials = aws.session.get_credentials()
    assert credentials is not None
    assert (credentials.access_key, credentials.token) == ("an-id", "a-token")
    assert aws.client("s3").meta.region_name == "eu-central-1"
