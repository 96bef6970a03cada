"""The migration from one spec to another."""

import zlib
from collections.abc import Iterable
from typing import NamedTuple

from ant.core.names.renames import NO_RENAMES, Renames, renamed, restored, retabled
from ant.core.planning.consent import NO_FILLS, Fills
from ant.core.planning.plan import Loss, Rows
from ant.core.spec import Spec
from ant.rendering.code import STEP, Code, laid_out
from ant.rendering.engine import render_template
from ant.rendering.migrations.imports import imports_of
from ant.rendering.migrations.losses import fillable_fields, losses_of, undone_of, unfilled_columns
from ant.rendering.migrations.renamings import column_renamings, renamings, table_renamings
from ant.rendering.migrations.table_changes import table_changes
from ant.rendering.migrations.whole_tables import Batch, Statement
from ant.rendering.migrations.words import docstring_of, moves_of, phrases_of, slug_of, title_of
from ant.rendering.tables.tables import DEFAULT_TABLE, Table, project_tables, tables_of

VERSIONS = "api/migrations/versions"
BROUGHT_ALONG = {
    "migrations.conversions": {
        "api/migrations/conversions.py": "migration/conversions.py",
        "api/migrations/type_changes.py": "migration/type_changes.py",
    },
    "migrations.decimals": {
        "api/migrations/decimals.py": "migration/decimals.py",
        "tests/test_decimal_operations.py": "migration/tests/test_decimal_operations.py",
    },
    "migrations.operations": {
        "api/migrations/operations.py": "migration/operations.py",
        "tests/test_operations.py": "migration/tests/test_operations.py",
    },
}
"""What the first migration that imports a module brings along, and the templates of it."""
TEMPLATES = {path: name for files in BROUGHT_ALONG.values() for path, name in files.items()}
"""The templates of all of it, by path."""
ALEMBIC = "alembic.ini"
"""A project without this file has no migrations."""


class Head(NamedTuple):
    """The newest migration."""

    revision: str | None = None
    number: int = 0
    """The number of migrations, or that of the last one."""


Columns = frozenset[tuple[str, str]]
"""By the names of their tables and themselves."""


class Change(NamedTuple):
    """Two specs, and the information about their difference that they do not have."""

    old: Spec | None
    new: Spec
    renames: Renames = NO_RENAMES
    fills: Fills = NO_FILLS
    made: Columns = frozenset()
    """New columns that another migration adds."""


class Migration(NamedTuple):
    """One file, the losses of running it, and the values that it still needs."""

    path: str
    content: bytes
    losses: tuple[Loss, ...] = ()
    unfilled: tuple[str, ...] = ()
    """Required columns, as ``users.age``, that rows which are there would be without."""
    lacking: tuple[Rows, ...] = ()
    """The rows that are without each of them."""


def render_migration(change: Change, head: Head) -> Migration | None:
    """Return the migration behind the newest one; None where no table changes.

    The same change behind the same migration gives the same bytes. Raises ``ValueError`` for a
    value to fill rows with that its field cannot hold.
    """
    old, new, renames, fills, made = change
    called = None if old is None else renamed(old, renames)
    stored = None if called is None else retabled(called, new)
    middle = None if stored is None else restored(stored, new)
    if old is None or called is None or stored is None or middle is None:
        before, after = (
            list[Table](),
            [DEFAULT_TABLE, *project_tables(new), *tables_of(new.routes, fills)],
        )
        ups = [*table_changes(before, after)]
        downs = [*table_changes(after, before)]
    else:
        was, now = middle.routes_unlike(new), new.routes_unlike(middle)
        shared, shared_before = project_tables(new), project_tables(old)
        after = [*shared, *tables_of(now, fills)]
        top = [*shared, *tables_of(now, None)]
        before = _with(made, after, [*shared_before, *tables_of(was, NO_FILLS)])
        ups = [*renamings(old, renames), *table_renamings(called, stored)]
        ups += column_renamings(stored, middle)
        ups += table_changes(before, after)
        lower = table_changes(top, _with(made, top, [*shared_before, *tables_of(was, None)]))
        downs = [*lower, *column_renamings(middle, stored), *table_renamings(stored, called)]
        downs += renamings(called, renames.inverted())
    phrases = [] if old is None else phrases_of(renames, before, after)
    phrases += moves_of(called, middle) if called and middle else []
    migration = _written((ups, downs), (before, after), phrases, head)
    earlier = _names_before(change)
    return migration and migration._replace(
        lacking=tuple(_renamed_back(rows, earlier) for rows in migration.lacking)
    )


def render_table_migration(before: list[Table], after: list[Table], head: Head) -> Migration | None:
    """Return the migration from some tables to others, for the same spec; None for the same ones.

    That is what a newer version needs that makes other tables of it.
    """
    ups, downs = [*table_changes(before, after)], [*table_changes(after, before)]
    return _written((ups, downs), (before, after), phrases_of(NO_RENAMES, before, after), head)


def _written(
    statements: tuple[list[Statement], list[Statement]],
    tables: tuple[list[Table], list[Table]],
    phrases: list[str],
    head: Head,
) -> Migration | None:
    (ups, downs), (before, after) = statements, tables
    if not ups:
        return None
    losses, lacking = losses_of(before, after), unfilled_columns(before, after)
    unfilled = tuple(column for column, _ in lacking)
    upgrade, downgrade = _lines(ups), _lines(downs)
    view: dict[str, object] = {
        "docstring": docstring_of(title_of(phrases), losses, undone_of(before, after), unfilled),
        "down_revision": f'"{head.revision}"' if head.revision else "None",
        "upgrade": upgrade,
        "downgrade": downgrade,
    }
    view["imports"] = imports_of("\n".join([*upgrade, *downgrade]))
    view["revision"] = _revision(repr(view))
    content = render_template("migration/migration.py.jinja", view).encode()
    path = f"{VERSIONS}/{head.number + 1:04}_{slug_of(phrases)}.py"
    return Migration(path, content, losses, unfilled, tuple(rows for _, rows in lacking))


def losses_between(change: Change) -> tuple[Loss, ...]:
    """Return the losses of a database; raise ``ValueError`` like ``render_migration``.

    The affected rows are named as before the change.
    """
    called = _names_before(change)
    return tuple(
        loss._replace(rows=loss.rows and _renamed_back(loss.rows, called))
        for loss in losses_of(*_changed_tables(change, change.fills))
    )


def fillable_between(change: Change) -> set[tuple[str, str]]:
    """Return the fields that ``fills`` can be of."""
    return fillable_fields(*_changed_tables(change, NO_FILLS))


def _names_before(change: Change) -> dict[tuple[str, str], tuple[str, str]]:
    """The tables and columns that a change renames: what they were called, by the new names."""
    if change.old is None:
        return {}
    middle = _called_as_new(change.old, change)
    if middle is change.old:
        return {}
    routes = zip(change.old.routes, middle.routes, strict=True)
    pairs = (pair for pair in routes if pair[0] is not pair[1])
    return {
        (new.name, now): (old.name, was)
        for before, after in pairs
        for old, new in zip(tables_of([before], None), tables_of([after], None), strict=True)
        for was, now in [
            ("", ""),
            *((was.name, now.name) for was, now in zip(old.columns, new.columns, strict=True)),
        ]
    }


def _called_as_new(old: Spec, change: Change) -> Spec:
    """The old spec with the names, the tables and the columns of the new one."""
    return restored(retabled(renamed(old, change.renames), change.new), change.new)


def _renamed_back(rows: Rows, called: dict[tuple[str, str], tuple[str, str]]) -> Rows:
    key = (rows.table, rows.column)
    table, column = called.get(key, key)
    values = rows.values
    if rows.which == "together":
        values = tuple(called.get((rows.table, value), ("", value))[1] for value in values)
    return rows._replace(table=table, column=column, values=values)


def _changed_tables(change: Change, fills: Fills) -> tuple[list[Table], list[Table]]:
    """The tables of the routes that change, before and after."""
    if change.old is None:
        return [], []
    middle = _called_as_new(change.old, change)
    was, now = middle.routes_unlike(change.new), change.new.routes_unlike(middle)
    after = [*project_tables(change.new), *tables_of(now, fills)]
    before = [*project_tables(change.old), *tables_of(was, NO_FILLS)]
    return _with(change.made, after, before), after


def _with(made: Columns, after: list[Table], before: list[Table]) -> list[Table]:
    """The earlier tables, with the columns that people's own migrations have added."""
    if not made:
        return before
    known = {table.name for table in before}
    whole = [
        table
        for table in after
        if table.name not in known
        and all((table.name, column.name) in made for column in table.columns)
    ]
    later = {key.name: key.columns for key in after}
    return [
        table._replace(
            columns=(
                *table.columns,
                *(key for key in later.get(table.name, ()) if (table.name, key.name) in made),
            )
        )
        for table in before
    ] + whole


def _lines(statements: Iterable[Statement]) -> list[str]:
    lines = []
    for statement in statements:
        if isinstance(statement, Batch):
            head = "with op.batch_alter_table("
            lines.append(laid_out(Code(head, [f'"{statement.table}"'], ") as batch:"), STEP))
            lines += [laid_out(inner, STEP * 2) for inner in statement.statements]
        else:
            lines.append(laid_out(statement, STEP))
    return lines


def _revision(text: str) -> str:
    content = text.encode()  # nobody has to fear a forger; hashlib would take longer to load
    return f"{zlib.crc32(content):08x}{zlib.adler32(content) & 0xFFFF:04x}"
