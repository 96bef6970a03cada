"""What no column can hold is the client's mistake, not the server's."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, ANN202

import logging
import math

import pytest
from flask import Flask, jsonify, request
from helper.DBSession import myDB
from repositories.default_repository import myDefaultRepository
from schemas.PostDefault_schema import PostDefaultSchema
from sqlalchemy import Integer, TypeDecorator, cast, literal, select
from startup.Alchemy import engine
from startup.error_handlers import register_error_handlers
from startup.request_hooks import register_request_hooks


@pytest.fixture
def client(app):
    """An application of its own, because the shared one takes no more routes."""
    own = Flask(__name__)
    register_request_hooks(own)
    register_error_handlers(own)

    @own.get("/rows/<int:number>")
    def read(number):
        return jsonify(myDefaultRepository.get_by_id(number))

    @own.post("/rows")
    def write():
        body = PostDefaultSchema().load(request.get_json())
        return jsonify(myDefaultRepository.add_default(body["model"])), 201

    @own.get("/quotient/<int:number>")
    def divide(number):
        divided = select(1 / cast(literal(number), Integer))
        return jsonify(str(myDB.execute(divided).scalar_one()))

    @own.get("/python")
    def overflow():
        return jsonify(math.exp(1000))

    @own.get("/bound")
    def bind():
        return jsonify(myDB.execute(select(literal(0, TooLarge()))).scalar_one())

    return own.test_client()


class TooLarge(TypeDecorator):
    """A type that cannot send a value, as one of moments cannot send those after the year 9999."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value, dialect):
        raise OverflowError("date value out of range")


@pytest.mark.parametrize(
    ("number", "statuses"),
    [
        (2**31, {200, 400}),  # the column holds it, or the database says that it does not
        (10**18 - 1, {200, 400}),
        (10**18, {404}),
        (2**63, {404}),
        (10**30, {404}),
    ],
)
def check_a_number_that_is_too_large_is_no_crash(client, number, statuses):
    answer = client.get(f"/rows/{number}")
    assert answer.status_code in statuses
    assert answer.is_json


def check_what_a_type_cannot_send_is_the_clients_mistake(client):
    assert client.get("/bound").status_code == 400


def check_an_error_of_the_code_is_none_of_the_client(client, caplog):
    caplog.set_level(logging.INFO, "api")
    assert client.get("/python").status_code == 500
    assert "Traceback" in caplog.text
    caplog.clear()
    if engine.dialect.name == "postgresql":  # SQLite divides by zero without a word
        assert client.get("/quotient/0").status_code == 500
        assert "Traceback" in caplog.text


@pytest.mark.parametrize("text", [r"\ud800", r"a\udfffb"])
def check_half_a_character_is_malformed(client, text):
    answer = client.post("/rows", data=f'{{"model": "{text}"}}', content_type="application/json")
    assert answer.status_code == 400
    assert answer.is_json


def check_whole_characters_written_as_halves_are_kept(client):
    answer = client.post(
        "/rows", data=r'{"model": "\ud83d\ude00"}', content_type="application/json"
    )
    assert (answer.status_code, answer.json["model"]) == (201, "\U0001f600")


def check_a_nul_character_is_stored_or_refused(client):
    answer = client.post("/rows", data=r'{"model": "\u0000"}', content_type="application/json")
    assert answer.status_code in {201, 400}
    assert answer.is_json
