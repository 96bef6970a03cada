"""The default resource, layer by layer: model, schema, repository, service, route."""

import pytest
from flask.testing import FlaskClient
from marshmallow import ValidationError
from sqlalchemy.exc import IntegrityError

from helper.DBSession import myDB
from helper.execution_tracking.Logger import myLogger
from models.Default_model import Default
from repositories.default_repository import DefaultRepository, myDefaultRepository
from schemas.PostDefault_schema import PostDefaultSchema
from services.default_service import DefaultService
from startup.Alchemy import db_session


def test_a_row_without_its_model_is_refused() -> None:
    with pytest.raises(IntegrityError):
        myDefaultRepository.add(Default())


def test_two_rows_with_the_same_values_are_not_the_same_row() -> None:
    assert len({Default(model="a"), Default(model="a")}) == 2


def test_the_schema_accepts_a_complete_body() -> None:
    assert PostDefaultSchema().load({"model": "a"}) == {"model": "a"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "model"),
        ({"model": None}, "model"),
        ({"model": 1}, "model"),
        ({"model": ""}, "model"),
        ({"model": "a" * 256}, "model"),
        ({"model": "a", "id": 1}, "id"),
    ],
)
def test_the_schema_refuses_a_wrong_body(body: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        PostDefaultSchema().load(body)
    assert list(refusal.value.messages_dict) == [field]


def test_the_repository_finds_what_it_added() -> None:
    first, second = (myDefaultRepository.add_default(model) for model in ("a", "b"))
    db_session.remove()  # so that the rows are read from the database, not from the session
    found = [myDefaultRepository.get_by_id(row.id) for row in (second, first)]
    assert [row.model for row in found if row] == ["b", "a"]


def test_the_repository_deletes_one_row_and_returns_it() -> None:
    kept, deleted = (myDefaultRepository.add_default(model) for model in ("a", "b"))
    answer = myDefaultRepository.delete_default(deleted.id)
    db_session.remove()
    assert answer is not None and answer.model == "b"
    assert myDefaultRepository.get_by_id(deleted.id) is None
    assert myDefaultRepository.get_by_id(kept.id) is not None


def test_the_repository_answers_none_for_an_unknown_id() -> None:
    assert myDefaultRepository.get_by_id(1) is None
    assert myDefaultRepository.delete_default(1) is None


def test_the_service_works_on_the_repository_that_it_is_given() -> None:
    repository = DefaultRepository(myDB, myLogger)
    assert DefaultService(repository).default_repository is repository


def test_the_route_says_that_the_backend_works(client: FlaskClient) -> None:
    response = client.get("/")
    assert (response.status_code, response.get_json()) == (200, "Your backant backend is working")
    assert client.application.url_map.bind("").build("default.get_default", {"a": 1}) == "/?a=1"
