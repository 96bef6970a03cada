"""The statements that change some tables to others."""

from collections.abc import Iterator, Sequence

from ant.rendering.code import Piece, call, literal
from ant.rendering.migrations.check_changes import check_rows, create_checks, drop_checks, rule_rows
from ant.rendering.migrations.comment_changes import comments
from ant.rendering.migrations.conversions import (
    converts,
    is_copied,
    is_rekeyed,
    is_widening,
    may_be_none,
    may_misfit,
)
from ant.rendering.migrations.rule_changes import (
    batched_rules,
    drops_before_columns,
    indexes_after_columns,
)
from ant.rendering.migrations.whole_tables import (
    Batch,
    Statement,
    column_code,
    create_foreign_key,
    creations,
    drop_constraint,
    key_name,
    parted,
    quoted_name,
    removals,
)
from ant.rendering.tables.keys import create_in_batch, drop_in_batch
from ant.rendering.tables.tables import Column, Table, foreign_key_name, index_name, unique_name


def table_changes(old: Sequence[Table], new: Sequence[Table]) -> Iterator[Statement]:
    """Yield what makes the new tables of the old ones; a table is the same by its name."""
    before = {table.name: table for table in old}
    after = {table.name: table for table in new}
    anew = {name for name in before if name in after and is_rekeyed(before[name], after[name])}
    if anew:
        removed = [table for table in old if table.name not in after or table.name in anew]
        before, drops = parted(removed, [table for table in old if table not in removed])
        yield from drops
        yield from removals(removed)
    yield from creations([table for table in new if table.name not in before])
    for table in new:
        if table.name in before:
            old_table = before[table.name]
            yield from drops_before_columns(old_table, table)
            yield from _alterations(old_table, table)
            yield from indexes_after_columns(old_table, table)
    if not anew:
        yield from removals([table for table in old if table.name not in after])


def _alterations(old: Table, new: Table) -> Iterator[Statement]:
    """Drop old columns, add new ones, backfill them, and then make them strict."""
    replaced = {
        column.name
        for column in new.columns
        if (was := old.column(column.name)) and not converts(was, column)
    }
    before = {column.name: column for column in old.columns if column.name not in replaced}
    after = {column.name: column for column in new.columns if column.name not in replaced}
    kept = [(before[name], after[name]) for name in after if name in before]
    removed = [column for column in old.columns if column.name not in after]
    added = [column for column in new.columns if column.name not in before]
    dropped_rules, new_rules = batched_rules(old, new)
    unchecked = [*map(drop_in_batch, dropped_rules), *drop_checks(old, kept, removed)]
    early_replacements = [*_replacements(new, kept, before=True)]
    relaxed = [*_relaxed(old, kept, removed), *_added_columns(added)]
    strict = [*_not_null(kept, added), *_new_keys(new, kept, added)]
    strict += map(create_in_batch, new_rules)
    checked = [*check_rows(new, kept), *rule_rows(new, new_rules)]
    rows: list[Piece] = [*_decimal_storage(new, kept)]
    rows += [_conversion(new, was, now) for was, now in kept if is_copied(was, now)]
    rows += [_fill(new, column) for column in _columns_to_fill(kept, added)]
    rows += _replacements(new, kept, before=False)
    if early_replacements:
        yield from _batch(new, unchecked)
        yield from early_replacements
    else:
        relaxed = [*unchecked, *relaxed]
    has_row_statements = bool(rows) or bool(added and new_rules)
    yield from _batch(new, relaxed if has_row_statements else [])
    yield from rows
    yield from checked
    yield from _batch(new, strict if has_row_statements else [*relaxed, *strict])
    for was, now in kept:
        if was.primary and was.type.code != now.type.code:
            yield call("retype_key", quoted_name(new.name), now.type.code)
    if new.autoincrement and not old.autoincrement:
        yield call("never_reuse_ids", quoted_name(new.name))
    yield from comments(old, new, kept)


def _relaxed(
    old: Table, kept: list[tuple[Column, Column]], removed: list[Column]
) -> Iterator[Piece]:
    """Drop keys and columns; let others be of another type, or without a value."""
    for was, now in [*kept, *((column, None) for column in removed)]:
        key = now or Column("", was.type)
        if was.refers_to and (was.refers_to, was.on_delete) != (key.refers_to, key.on_delete):
            yield drop_constraint(foreign_key_name(old, was), "foreignkey")
        if was.unique and not key.unique:
            yield drop_constraint(unique_name(old, was), "unique")
        if was.indexed and not key.indexed:
            yield call("batch.drop_index", key_name(index_name(old, was)))
    for column in removed:
        yield call("batch.drop_column", quoted_name(column.name))
    for was, now in kept:
        is_wider = was.type.code != now.type.code and is_widening(was.type, now.type)
        changes: dict[str, Piece] = {"type_": now.type.code} if is_wider else {}
        changes |= {"nullable": "True"} if now.nullable and not was.nullable else {}
        if changes and not was.primary:
            yield call("batch.alter_column", quoted_name(now.name), **changes)


def _conversion(table: Table, was: Column, now: Column) -> Piece:
    types = was.type.code, now.type.code
    return call("convert_column", quoted_name(table.name), quoted_name(now.name), *types)


def _decimal_storage(table: Table, kept: list[tuple[Column, Column]]) -> Iterator[Piece]:
    """Change how SQLite holds decimals."""
    for was, now in kept:
        if was.type.in_units != now.type.in_units:
            function = "decimal_to_integer" if now.type.in_units else "decimal_to_text"
            yield call(function, quoted_name(table.name), quoted_name(now.name), now.type.code)


def _added_columns(added: list[Column]) -> Iterator[Piece]:
    for column in added:
        yield call("batch.add_column", column_code(column, nullable=True))


def _columns_to_fill(kept: list[tuple[Column, Column]], added: list[Column]) -> Iterator[Column]:
    for now in (now for was, now in kept if was.nullable and not now.nullable):
        if now.fill:
            yield now
    for column in added:
        if column.fill:
            yield column


def _fill(table: Table, column: Column) -> Piece:
    typed = call("sa.column", quoted_name(column.name), column.type.code)
    return call("fill", quoted_name(table.name), typed, column.fill)


def _replacements(
    table: Table, kept: list[tuple[Column, Column]], *, before: bool
) -> Iterator[Piece]:
    """Replace what is no value of an ``enum``: before its column may be too short for it."""
    for was, now in kept:
        if now.replacement and may_be_none(was, now) and before is may_misfit(was.type, now.type):
            typed = call("sa.column", quoted_name(now.name), now.type.code)
            values = literal([*now.values])
            yield call(
                "replace_values", quoted_name(table.name), typed, now.replacement, unlike=values
            )


def _not_null(kept: list[tuple[Column, Column]], added: list[Column]) -> Iterator[Piece]:
    for column in (*(now for was, now in kept if was.nullable), *added):
        if not column.nullable:
            yield call("batch.alter_column", quoted_name(column.name), nullable="False")


def _new_keys(
    new: Table, kept: list[tuple[Column, Column]], added: list[Column]
) -> Iterator[Piece]:
    """Make the keys that are new."""
    for was, now in [*kept, *((Column("", column.type), column) for column in added)]:
        if now.unique and not was.unique:
            name = key_name(unique_name(new, now))
            yield call("batch.create_unique_constraint", name, literal([now.name]))
        if now.indexed and not was.indexed:
            yield call("batch.create_index", key_name(index_name(new, now)), literal([now.name]))
        yield from create_checks(new, was, now)
        if now.refers_to and (was.refers_to, was.on_delete) != (now.refers_to, now.on_delete):
            yield create_foreign_key(new, now)


def _batch(table: Table, statements: list[Piece]) -> Iterator[Batch]:
    if statements:
        yield Batch(table.name, tuple(statements))
