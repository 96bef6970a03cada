"""The migration that a newer version needs which makes other tables of the same spec."""

from collections.abc import Iterable

from ant.core.planning.plan import Plan
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.reconcile.migrations.history import newest, next_head
from ant.reconcile.migrations.next_migration import with_file
from ant.rendering.migrations.migration import ALEMBIC, render_table_migration
from ant.rendering.tables.tables import DEFAULT_TABLE, Table, project_tables, tables_of


def with_table_migration(plan: Plan, tree: Tree, recorded: Iterable[Table], spec: Spec) -> Plan:
    """Return a plan with the migration from the recorded tables to those of this version.

    ``tree`` holds the migrations among which the newest one is. A project without ``alembic.ini``
    gets none. Raises ``CannotMerge`` where the newest one is ambiguous.
    """
    after = [DEFAULT_TABLE, *project_tables(spec), *tables_of(spec.routes, None)]
    before = _known(recorded, after)
    if ALEMBIC not in tree or before == after:
        return plan
    last = newest(tree)
    migration = render_table_migration(before, after, next_head(last, tree)) if last else None
    if migration is None:
        return plan
    # Nobody has asked for other rules, so nobody is asked unless the database has rows in the way.
    losses = (loss._replace(asks=loss.asks and not loss.stops) for loss in migration.losses)
    return with_file(plan, tree, migration._replace(losses=tuple(losses)))


def _known(recorded: Iterable[Table], today: list[Table]) -> list[Table]:
    """The recorded tables, with today's columns where these are the same in the database."""
    by_name = {table.name: table for table in today}
    known = {table.name: table for table in recorded}
    found = [_filled(table, by_name.get(table.name)) for table in known.values()]
    order = {table.name: index for index, table in enumerate(today)}
    return sorted(found, key=lambda table: order.get(table.name, len(order)))


def _filled(table: Table, today: Table | None) -> Table:
    if today is None:
        return table
    columns = tuple(
        now if now is not None and now.in_database == column else column
        for column in table.columns
        for now in [today.column(column.name)]
    )
    return table._replace(columns=columns)
