"""Runs in the Python of generated projects: it migrates databases as it is told, line by line.

Each line is a JSON object: the address of a database, which is emptied first, and steps that are
carried out one after the other, each in a transaction of its own.
"""
# mypy: ignore-errors

import datetime as dt
import decimal
import json
import sys
import traceback
import types
import uuid
import warnings
from typing import Any

import helper.decimals  # noqa: F401, which lets SQLite hold decimals
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.util import CommandError
from sqlalchemy.schema import CreateIndex
from startup.migrations import broken_references, changing_tables, clear

CONVENTION = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def module_of(text: str, metadata: sa.MetaData) -> Any:
    module = types.ModuleType("given")
    module.__dict__["metadata"] = metadata
    exec(compile(text, "given", "exec"), module.__dict__)
    return module


def named_keys(metadata: sa.MetaData, dialect: sa.Dialect) -> set[str]:
    """What has a name of its own: the primary key of AUTOINCREMENT has none on SQLite."""
    return {
        f"{table.name}: {dialect.identifier_preparer.format_constraint(key)}"
        for table in metadata.tables.values()
        for key in (*table.constraints, *checks_of(table))
        if key is not table.primary_key or len(key.columns) > 1
    }


def checks_of(table: sa.Table) -> list[sa.Constraint]:
    """The checks of a table and its columns."""
    places = [table, *table.columns]
    return [key for place in places for key in place.constraints if hasattr(key, "sqltext")]


def rules(metadata: sa.MetaData) -> set[str]:
    """The checks as they were written, which SQLite keeps; it puts what it renames in quotes."""
    return {
        f"{table.name}: {key.name}: {key.sqltext}".replace('"', "")
        for table in metadata.tables.values()
        for key in checks_of(table)
    }


def index_lines(connection: sa.Connection, metadata: sa.MetaData) -> set[str]:
    """The indexes that are to be there, in SQL."""
    indexes = [index for table in metadata.tables.values() for index in table.indexes]
    lines = [CreateIndex(index).compile(dialect=connection.dialect) for index in indexes]
    return {str(line).replace('"', "") for line in lines}


def made_indexes(connection: sa.Connection) -> set[str]:
    """The indexes of SQLite as they were written, or renamed: then some names are in quotes."""
    found = "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql <> ''"
    return {line.replace('"', "") for line in connection.exec_driver_sql(found).scalars()}


def counting(connection: sa.Connection) -> set[str]:
    """The tables of SQLite that never reuse an id."""
    found = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'"
    )
    return set(found.scalars())


def migrate(connection: sa.Connection, text: str, direction: str) -> None:
    metadata = sa.MetaData(naming_convention=CONVENTION)
    context = MigrationContext.configure(connection, opts={"target_metadata": metadata})
    with Operations.context(context):
        getattr(module_of(text, metadata), direction)()
    assert not broken_references(connection)


def differences(connection: sa.Connection, text: str) -> list[str]:
    """What autogenerate would change to have the tables of models, and keys with other names."""
    wanted, found = sa.MetaData(naming_convention=CONVENTION), sa.MetaData()
    module_of(text, wanted)
    changes = compare_metadata(MigrationContext.configure(connection), wanted)
    found.reflect(connection)
    unlike = named_keys(wanted, connection.dialect) ^ named_keys(found, connection.dialect)
    if connection.dialect.name == "sqlite":
        tables = wanted.tables.values()
        counted = {t.name for t in tables if t.dialect_options["sqlite"]["autoincrement"]}
        unlike |= (rules(wanted) ^ rules(found)) | (counted - counting(connection))
        unlike |= index_lines(connection, wanted) ^ made_indexes(connection)
    return [*map(str, changes), *sorted(unlike)]


def rows(connection: sa.Connection, statement: str) -> list[list[str]]:
    result = connection.exec_driver_sql(statement)
    return [list(map(str, row)) for row in result] if result.returns_rows else []


def table_of(models: str, name: str) -> sa.Table:
    metadata = sa.MetaData(naming_convention=CONVENTION)
    module_of(models, metadata)
    return metadata.tables[name]


def store(connection: sa.Connection, models: str, table: str, values: str) -> None:
    """Replace the rows of a table, as the application would write them, by others in Python."""
    known = {"dt": dt, "datetime": dt, "UUID": uuid.UUID, "Decimal": decimal.Decimal}
    connection.execute(sa.delete(table_of(models, table)))
    now = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    for row in eval(values, known):
        row = {"created_at": now, "updated_at": now, **row}
        connection.execute(sa.insert(table_of(models, table)), row)


def load(connection: sa.Connection, models: str, table: str) -> list[str]:
    """The rows of a table as the application would read them, each as Python."""
    found = table_of(models, table)
    rows = connection.execute(sa.select(found).order_by(found.c.id)).mappings()
    return [repr({key: in_utc(value) for key, value in row.items()}) for row in rows]


def in_utc(value: Any) -> Any:
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value


def stops(connection: sa.Connection, text: str, direction: str) -> str:
    """What a migration says that stops, which leaves everything as it was."""
    kept = connection.begin_nested()
    try:
        migrate(connection, text, direction)
    except (CommandError, sa.exc.DBAPIError) as error:
        kept.rollback()
        return str(error)
    raise AssertionError("it has not stopped")


STEPS = {
    "migrate": migrate, "differences": differences, "rows": rows, "store": store, "load": load,
    "stops": stops,
}  # fmt: skip


def begin_at_once(engine: sa.Engine) -> None:
    """Let SQLAlchemy alone begin transactions, as the application does."""

    def connected(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")

    sa.event.listen(engine, "connect", connected)
    sa.event.listen(engine, "begin", lambda each: each.exec_driver_sql("BEGIN IMMEDIATE"))


def answer(url: str, steps: list[list[str]]) -> list[object]:
    engine = sa.create_engine(url)
    if engine.dialect.name == "sqlite":
        begin_at_once(engine)
    try:
        with changing_tables(engine) as connection:
            clear(connection)
        results = []
        for name, *arguments in steps:
            with changing_tables(engine) as connection:
                results.append(STEPS[name](connection, *arguments))
        return results
    finally:
        engine.dispose()


warnings.filterwarnings("ignore", "Cannot correctly sort tables")  # two that refer to each other
warnings.filterwarnings("ignore", ".*expression-based index")  # which SQLite does not tell

for line in sys.stdin:
    try:
        told = {"results": answer(**json.loads(line))}
    except Exception:
        told = {"trace": traceback.format_exc()}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
