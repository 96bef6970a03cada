"""Which constraint a statement has violated, on PostgreSQL and on SQLite."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, exists, select
from sqlalchemy.exc import IntegrityError

from helper.execution_tracking.Conflict import MISSING, TAKEN, TAKEN_TOGETHER, Conflict, Mismatch

Values = Mapping[str, Any]

# PostgreSQL's codes, Appendix A of its manual; only from version 18 on it tells RESTRICT apart.
UNIQUE, FOREIGN_KEY, RESTRICT, CHECK = "23505", "23503", "23001", "23514"
_SQLITE_CHECK = re.compile(r"CHECK constraint failed: (\w+)")
_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)")


@contextmanager
def conflicts_told(connection: Connection, table: Table, values: Values) -> Iterator[None]:
    """Raise ``Conflict`` where a constraint refuses what is written to a table.

    Raises ``Mismatch`` where a comparison between its own columns fails.
    ``values`` are the new ones; with the id alone they tell which row is to go.
    """
    try:
        yield
    except IntegrityError as error:
        broken = _broken_comparison(table, error)
        if broken is not None:
            raise broken from error
        conflict = _conflict(connection, table, values, error)
        if conflict is None:
            raise
        raise conflict from error


def _broken_comparison(table: Table, error: IntegrityError) -> Mismatch | None:
    """Return the answer to values that a comparison of two columns forbids."""
    told: Any = getattr(error.orig, "diag", None)
    failed = _SQLITE_CHECK.search(str(error.orig))
    name = failed[1] if failed else told and told.sqlstate == CHECK and told.constraint_name
    for rule in table.constraints if name else ():
        if rule.name == name and "compares" in rule.info:
            return Mismatch(*rule.info["compares"])
    return None


def _conflict(
    connection: Connection, table: Table, values: Values, error: IntegrityError
) -> Conflict | None:
    if connection.dialect.name == "postgresql":
        return _told_by_postgresql(connection, table, values, error)
    unique = _SQLITE_UNIQUE.search(str(error.orig))
    if unique:
        index = unique[1].removeprefix("index ").strip("'")
        names = [name.rpartition(".")[2] for name in unique[1].split(", ")]
        return _taken(_keys(table, _columns(connection, table, index) or names))
    if "FOREIGN KEY" in str(error.orig):
        return _told_by_rows(connection, table, values)
    return None


def _told_by_postgresql(
    connection: Connection, table: Table, values: Values, error: IntegrityError
) -> Conflict | None:
    told: Any = getattr(error.orig, "diag", None)
    goes = values.keys() == {"id"}
    is_referred_to = told.sqlstate == FOREIGN_KEY and (goes or told.table_name != table.name)
    if is_referred_to or told.sqlstate == RESTRICT:
        return Conflict(f"Rows of {told.table_name} still refer to this one.")
    if told.sqlstate not in (UNIQUE, FOREIGN_KEY):
        return None
    columns = _keys(table, _columns(connection, table, told.constraint_name))
    return _taken(columns) if told.sqlstate == UNIQUE else Conflict(MISSING, columns)


def _columns(connection: Connection, table: Table, name: str) -> list[str]:
    """Return what a constraint or an index is of; nothing where there is none of this name."""
    constraints: list[Any] = [*table.constraints, *table.indexes]
    name_of = connection.dialect.identifier_preparer.format_constraint  # a long one is shortened
    broken = [key for key in constraints if str(name_of(key)).strip('"') == name]
    return [column.name for column in broken[0].columns] if broken else []


def _keys(table: Table, names: list[str]) -> list[str]:
    """Return the attribute names of columns."""
    keys = {column.name: column.key for column in table.columns}
    return [keys.get(name, name) for name in names]


def _taken(columns: list[str]) -> Conflict:
    return Conflict(TAKEN_TOGETHER if len(columns) > 1 else TAKEN, columns)


def _told_by_rows(connection: Connection, table: Table, values: Values) -> Conflict:
    """SQLite names no foreign key, so find the missing row, or the row that still refers to it."""
    missing = [
        key.parent.key
        for key in table.foreign_keys
        if values.get(key.parent.key) is not None
        and not _exists(connection, key.column == values[key.parent.key])
    ]
    if missing:
        return Conflict(MISSING, missing)
    other = _refusing(connection, table, [values.get("id")], {table})
    if other is None:
        return Conflict("Other rows stand in the way.")
    return Conflict(f"Rows of {other.name} still refer to this one.")


def _refusing(connection: Connection, table: Table, ids: Any, seen: set[Table]) -> Table | None:
    """The table whose rows keep others with some ids: these, or those that would go with them."""
    for other in table.metadata.tables.values():
        for key in other.foreign_keys:
            if key.column.table is not table or key.ondelete == "SET NULL":
                continue
            refers = key.parent.in_(ids)
            if key.ondelete != "CASCADE":
                if _exists(connection, refers):
                    return other
            elif "id" in other.columns and other not in seen:
                gone = select(other.c.id).where(refers)
                found = _refusing(connection, other, gone, {*seen, other})
                if found is not None:
                    return found
    return None


def _exists(connection: Connection, condition: ColumnElement[bool]) -> bool:
    return bool(connection.execute(select(exists().where(condition))).scalar_one())
