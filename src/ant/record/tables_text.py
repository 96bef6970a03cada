"""Tables in the record: as a migration has last made them."""

import json
from collections.abc import Iterable
from typing import Any

from ant.rendering.tables.checks import Check
from ant.rendering.tables.column_type import ColumnType
from ant.rendering.tables.keys import Key
from ant.rendering.tables.tables import Column, Table

_PLAIN = (
    "nullable", "primary", "unique", "indexed", "refers_to", "refers_key", "on_delete", "comment",
)  # fmt: skip


def tables_text(tables: Iterable[Table]) -> bytes:
    """Return tables as JSON: of each column what is in the database, without default values."""
    rows = [
        {
            "name": table.name,
            "route": table.route,
            "sketch": table.is_stub,  # the word of 0.2.0
            **({"autoincrement": True} if table.autoincrement else {}),
            **({"rules": table.rules} if table.rules else {}),
            **({"comment": table.comment} if table.comment else {}),
            **({"model": table.model} if table.model else {}),
            "columns": [_column_json(column) for column in table.columns],
        }
        for table in tables
    ]
    return json.dumps(rows, separators=(",", ":")).encode()


def read_tables(text: bytes) -> list[Table]:
    """Return the tables; raise ``ValueError`` or ``KeyError`` for what was not written so."""
    return [
        Table(
            row["name"],
            tuple(map(_column, row["columns"])),
            row["route"],
            row["sketch"],
            row.get("autoincrement", False),
            tuple(map(_rule, row.get("rules", ()))),
            row.get("comment", ""),
            row.get("model", ""),
        )
        for row in json.loads(text)
    ]


def _column_json(column: Column) -> dict[str, Any]:
    plain = {name: getattr(column, name) for name in _PLAIN if getattr(column, name)}
    plain |= {"checks": [check[:2] for check in column.checks]} if column.checks else {}
    return {"name": column.name, "type": _type_json(column.type), **plain}


def _type_json(kind: ColumnType) -> list[Any]:
    """A decimal has a word more than it had while SQLite held it in units of its last digit."""
    is_text = kind.kind == "decimal" and not kind.in_units
    return [kind.kind, kind.size, kind.scale, *(["text"] if is_text else [])]


def _type(entry: list[Any]) -> ColumnType:
    kind, size, scale, *storage = entry
    return ColumnType(kind, size, scale, in_units=kind == "decimal" and not storage)


def _rule(entry: list[Any]) -> Key:
    kind, name, columns, condition, *names = entry
    return Key(kind, name, tuple(columns), condition, *map(tuple, names))


def _column(entry: dict[str, Any]) -> Column:
    plain = {name: entry[name] for name in _PLAIN if name in entry}
    checks = tuple(Check(*check) for check in entry.get("checks", ()))
    return Column(entry["name"], _type(entry["type"]), checks=checks, **plain)
