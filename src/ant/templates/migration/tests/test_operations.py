"""What migrations do beside what Alembic offers: the same on both databases."""

from collections.abc import Iterator

import pytest
from alembic import op
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    String,
    UniqueConstraint,
    column,
    func,
    inspect,
    text,
)

from migrations.operations import (
    convert_on_sqlite,
    fill,
    rename_keys,
    rename_table,
    replace_values,
)
from startup.Alchemy import engine
from startup.migrations import changing_tables

INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'test_new'",
}
IS_SQLITE = engine.dialect.name == "sqlite"


@pytest.fixture
def connection(database: None) -> Iterator[Connection]:
    """A connection in whose transaction a migration can work; it is rolled back in the end."""
    with changing_tables(engine) as connection:
        with Operations.context(MigrationContext.configure(connection)):
            yield connection
        connection.rollback()


def test_migrations_can_fill_and_rename(connection: Connection) -> None:
    key, number = Column("id", Integer, primary_key=True), Column("n", Integer)
    op.create_table("test_old", key, number, UniqueConstraint("n", name="uq_old_n"))
    op.create_index("ix_old_n", "test_old", [func.abs(column("n")), column("id").desc()])
    op.execute("INSERT INTO test_old (n) VALUES (NULL), (2)")
    fill("test_old", column("n", Integer), 1)
    convert_on_sqlite("test_old", "n", column("n", Integer) * 10)
    rename_table("test_old", "test_new")
    rename_keys("test_new", {"uq_old_n": "uq_new_n", "ix_old_n": "ix_new_n"})
    numbers = connection.scalars(text("SELECT n FROM test_new ORDER BY id")).all()
    assert numbers == ([10, 20] if IS_SQLITE else [1, 2])
    assert not inspect(connection).has_table("test_old")
    unique = inspect(connection).get_unique_constraints("test_new")
    assert [key["name"] for key in unique] == ["uq_new_n"]
    indexes = connection.execute(text(INDEXES[engine.dialect.name])).all()
    assert "abs(n), id DESC" in next(sql for name, sql in indexes if name == "ix_new_n")


def test_migrations_can_replace_values_that_are_not_in_a_list(connection: Connection) -> None:
    op.create_table("test_old", Column("id", Integer, primary_key=True), Column("a", String(9)))
    op.execute("INSERT INTO test_old (a) VALUES (NULL), ('new'), ('gone')")
    replace_values("test_old", column("a", String(9)), "kept", unlike=["new", "kept"])
    values = connection.scalars(text("SELECT a FROM test_old ORDER BY id")).all()
    assert values == [None, "new", "kept"]
