"""Migrations change how SQLite holds decimals, and keep their values."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    inspect,
    select,
    text,
)

from helper.columns import exact
from migrations.decimals import decimal_to_integer, decimal_to_text
from startup.Alchemy import engine
from startup.migrations import changing_tables

IS_SQLITE = engine.dialect.name == "sqlite"


@pytest.fixture
def connection(database: None) -> Iterator[Connection]:
    """A connection in whose transaction a migration can work; it is rolled back in the end."""
    with changing_tables(engine) as connection:
        with Operations.context(MigrationContext.configure(connection)):
            yield connection
        connection.rollback()


def test_migrations_can_change_how_sqlite_holds_decimals(connection: Connection) -> None:
    metadata, key = MetaData(), Column("id", Integer, primary_key=True)
    held = BigInteger() if IS_SQLITE else exact(12, 2)
    Table("test_goods", metadata, key, Column("price", held, unique=True), Column("n", Integer))
    goods = Table("test_goods", MetaData(), Column("id", Integer), Column("price", exact(12, 2)))
    prices = select(goods.c.price).order_by(goods.c.id)
    wanted = [Decimal("1.00"), Decimal("0.01"), Decimal("-123.45"), None]
    metadata.create_all(connection)
    rows = [100, 1, -12345, None] if IS_SQLITE else wanted
    connection.execute(metadata.tables["test_goods"].insert(), [{"price": row} for row in rows])
    decimal_to_text("test_goods", "price", exact(12, 2))
    assert connection.scalars(prices).all() == wanted
    assert connection.scalar(select(goods.c.id).where(goods.c.price == 1)) == 1
    decimal_to_integer("test_goods", "price", exact(12, 2))
    assert connection.scalars(text("SELECT price FROM test_goods ORDER BY id")).all() == rows
    assert len(inspect(connection).get_unique_constraints("test_goods")) == 1
