"""Tables as the record holds them: what a migration has last made of them."""

import json
from collections.abc import Iterable
from typing import Any

from ant.rendering.tables import Column, ColumnType, Table

_PLAIN = ("nullable", "primary", "unique", "indexed", "refers_to", "on_delete")


def tables_text(tables: Iterable[Table]) -> bytes:
    """Return tables as JSON: of each column only what a database knows, and what says something."""
    rows = [
        {
            "name": table.name,
            "route": table.route,
            "sketch": table.is_sketch,
            "columns": [_column_json(column) for column in table.columns],
        }
        for table in tables
    ]
    return json.dumps(rows, separators=(",", ":")).encode()


def read_tables(text: bytes) -> list[Table]:
    """Return the tables; raise ``ValueError`` or ``KeyError`` for what was not written so."""
    return [
        Table(row["name"], tuple(map(_column, row["columns"])), row["route"], row["sketch"])
        for row in json.loads(text)
    ]


def _column_json(column: Column) -> dict[str, Any]:
    plain = {name: getattr(column, name) for name in _PLAIN if getattr(column, name)}
    return {"name": column.name, "type": list(column.type), **plain}


def _column(entry: dict[str, Any]) -> Column:
    plain = {name: entry[name] for name in _PLAIN if name in entry}
    return Column(entry["name"], ColumnType(*entry["type"]), **plain)
