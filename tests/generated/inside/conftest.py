"""What the checks inside a generated project share; it is copied into the project with them."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201

import pytest
from app import create_app
from startup.Alchemy import Base, db_session, engine


@pytest.fixture(scope="session")
def app():
    return create_app()


@pytest.fixture(autouse=True)
def empty_tables(app):
    yield
    db_session.remove()
    with engine.begin() as connection:
        connection.execute(Base.metadata.tables["default"].delete())
    assert engine.pool.checkedout() == 0
