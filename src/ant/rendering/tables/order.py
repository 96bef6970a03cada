"""The order in which tables can be created."""

from collections import deque

from ant.rendering.tables.tables import Column, Table


def in_order(tables: list[Table]) -> tuple[list[Table], list[tuple[Table, Column]]]:
    """Return the tables in an order in which they can be created.

    Beside it come the foreign keys that have to wait until all tables are there.
    """
    ordered: list[Table] = []
    circular: list[tuple[Table, Column]] = []
    remaining = deque(tables)  # mostly the first one is free
    names = {table.name for table in remaining}
    while remaining:
        free = next((table for table in remaining if not _waits_for(table, names)), None)
        if free is None:
            free = remaining[0]
            circular += [(free, key) for key in _waits_for(free, names)]
        ordered.append(free)
        remaining.remove(free)
        names.remove(free.name)
    return ordered, circular


def _waits_for(table: Table, names: set[str]) -> list[Column]:
    own = table.name
    return [
        column for column in table.columns if column.refers_to in names and column.refers_to != own
    ]
