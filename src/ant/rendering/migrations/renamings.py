"""The statements that give tables, columns and their keys other names."""

from collections.abc import Iterator

from ant.core.names.renames import Renames, in_turn, renamed
from ant.core.names.table_names import with_tables
from ant.core.spec import Spec
from ant.rendering.code import Code, Piece, call
from ant.rendering.tables.tables import Table, tables_of


def renamings(spec: Spec, renames: Renames) -> Iterator[Piece]:
    """Yield what carries the tables of a spec to its new names; no row changes."""
    for step in renames.steps():
        renamed_spec = renamed(spec, step)
        for route, after in zip(spec.routes, renamed_spec.routes, strict=True):
            if route is not after:
                for old, new in zip(tables_of([route], {}), tables_of([after], {}), strict=True):
                    yield from _of_table(old, new)
        spec = renamed_spec


def table_renamings(spec: Spec, stored: Spec) -> Iterator[Piece]:
    """Yield the statements that rename tables to those of another spec."""
    pairs = zip(spec.routes, stored.routes, strict=True)
    for was, now in in_turn({route.table: after.table for route, after in pairs}):
        routes = (route.in_table(now) if route.table == was else route for route in spec.routes)
        step = with_tables(spec._replace(routes=tuple(routes)))
        for old, new in zip(tables_of(spec.routes, {}), tables_of(step.routes, {}), strict=True):
            yield from _of_table(old, new)
        spec = step


def column_renamings(spec: Spec, restored: Spec) -> Iterator[Piece]:
    """Yield the statements that rename columns to those of another spec."""
    for route, after in zip(spec.routes, restored.routes, strict=True):
        if route is not after:
            (old, *_), (new, *_) = tables_of([route], {}), tables_of([after], {})
            pairs = zip(old.columns, new.columns, strict=True)
            for was, now in in_turn({old.name: new.name for old, new in pairs}):
                table = old._replace(
                    columns=tuple(
                        column._replace(name=now) if column.name == was else column
                        for column in old.columns
                    )
                )
                yield from _of_table(old, table)
                old = table


def _of_table(old: Table, new: Table) -> Iterator[Piece]:
    if old.name != new.name:
        yield call("rename_table", f'"{old.name}"', f'"{new.name}"')
    for was, now in zip(old.columns, new.columns, strict=True):
        if was.name != now.name:
            yield call(
                "op.alter_column", f'"{new.name}"', f'"{was.name}"', new_column_name=f'"{now.name}"'
            )
    names = [
        f'"{was}": "{now}"' for was, now in zip(old.keys(), new.keys(), strict=True) if was != now
    ]
    if names:
        yield call("rename_keys", f'"{new.name}"', Code("{", names, "}", spread=len(names) > 1))
