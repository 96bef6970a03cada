"""The statements that lead from some tables to others."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple, TypeAlias

from ant.core.names.identifiers import LONGEST_DATABASE_NAME
from ant.rendering.code import STEP, Code, Piece, call, laid_out, literal, text
from ant.rendering.migrations.check_changes import (
    check_constraints,
    check_rows,
    create_checks,
    drop_checks,
    rule_rows,
)
from ant.rendering.migrations.comment_changes import comments
from ant.rendering.migrations.conversions import (
    converts,
    is_copied,
    is_widening,
    may_be_none,
    may_misfit,
)
from ant.rendering.migrations.rule_changes import batched_rules, early_drops, late_indexes
from ant.rendering.tables.keys import (
    constraint,
    create_in_batch,
    create_index,
    drop_in_batch,
)
from ant.rendering.tables.order import in_order
from ant.rendering.tables.tables import (
    KEY_NAME,
    Column,
    ColumnType,
    Table,
    foreign_key_name,
    index_name,
    unique_name,
)

GAP = "__gap__"
"""Stands for the name of a table, which cannot begin like that."""
SHORT = 40
"""Characters of names with which no line becomes too long."""


class Batch(NamedTuple):
    """What is done to one table at once: SQLite copies it for that."""

    table: str
    statements: tuple[Piece, ...]


Statement: TypeAlias = Piece | Batch


def table_changes(old: Sequence[Table], new: Sequence[Table]) -> Iterator[Statement]:
    """Yield what makes the new tables of the old ones; a table is the same by its name."""
    before = {table.name: table for table in old}
    after = {table.name: table for table in new}
    made = [table for table in new if table.name not in before]
    gone = [table for table in old if table.name not in after]
    yield from _creations(made)
    for table in new:
        if table.name in before:
            old_table = before[table.name]
            yield from early_drops(old_table, table)
            yield from _alterations(old_table, table)
            yield from late_indexes(old_table, table)
    yield from _removals(gone)


def column_code(column: Column, *, nullable: bool) -> Code:
    """Return a column as SQLAlchemy writes it."""
    return _column_code(column.name, column.type, nullable, column.comment)


@cache  # the columns of sketches are all the same
def _column_code(name: str, kind: ColumnType, nullable: bool, comment: str) -> Code:
    wants: dict[str, Piece] = {} if nullable else {"nullable": "False"}
    wants |= {"comment": text(comment)} if comment else {}
    return call("sa.Column", _name(name), kind.code, **wants)


def _creations(tables: list[Table]) -> Iterator[Statement]:
    """Create tables, each behind those that it refers to as far as they do not refer in circles."""
    ordered, circular = in_order(tables)
    for table in ordered:
        late = [key for owner, key in circular if owner is table]
        yield _create_table(table, late)
        for column in table.columns:
            if column.indexed:
                yield call(
                    "op.create_index", _key(index_name(table, column)), _name(table.name),
                    _names([column.name]),
                )  # fmt: skip
        for key in table.rules:
            if key.is_index:
                yield create_index(key, _name(table.name), function="op.create_index")
    for table, column in circular:
        yield Batch(table.name, (_create_foreign_key(table, column),))


def _removals(tables: list[Table]) -> Iterator[Statement]:
    ordered, circular = in_order(tables)
    for table, column in circular:
        yield Batch(table.name, (_drop(foreign_key_name(table, column), "foreignkey"),))
    for table in reversed(ordered):
        yield call("op.drop_table", _name(table.name))


def _create_table(table: Table, late: list[Column]) -> Piece:
    if table.is_sketch and len(table.name) <= SHORT and not table.comment:
        return _sketch(table.columns).replace(GAP, table.name)
    return _table_code(table, late)


@cache  # there may be thousands of sketches, which differ in their names alone
def _sketch(columns: tuple[Column, ...]) -> str:
    """The lines that create a table of this kind, with a gap for its name."""
    return laid_out(_table_code(Table(GAP, columns), []), STEP).removeprefix(STEP)


def _table_code(table: Table, late: list[Column]) -> Code:
    parts: list[Piece] = [column_code(column, nullable=column.nullable) for column in table.columns]
    keys = [_name(column) for column in table.primary]
    parts.append(call("sa.PrimaryKeyConstraint", *keys, name=_key(f"pk_{table.name}")))
    for column in table.columns:
        if column.unique:
            name = _key(unique_name(table, column))
            parts.append(call("sa.UniqueConstraint", _name(column.name), name=name))
        if column.refers_to and column not in late:
            name = _key(foreign_key_name(table, column))
            here, there = _names([column.name]), _names([f"{column.refers_to}.{KEY_NAME}"])
            parts.append(
                call("sa.ForeignKeyConstraint", here, there, name=name, ondelete=_on_delete(column))
            )
    parts += check_constraints(table)
    parts += [constraint(key) for key in table.rules if not key.is_index]
    more = {"sqlite_autoincrement": "True"} if table.autoincrement else {}
    more |= {"comment": text(table.comment)} if table.comment else {}
    return call("op.create_table", _name(table.name), *parts, **more)._replace(spread=True)


def _alterations(old: Table, new: Table) -> Iterator[Statement]:
    """Take out what goes, put in what comes, fill it, and then make it as strict as it shall be."""
    replaced = {
        column.name
        for column in new.columns
        if (was := old.column(column.name)) and not converts(was, column)
    }
    before = {column.name: column for column in old.columns if column.name not in replaced}
    after = {column.name: column for column in new.columns if column.name not in replaced}
    kept = [(before[name], after[name]) for name in after if name in before]
    gone = [column for column in old.columns if column.name not in after]
    come = [column for column in new.columns if column.name not in before]
    gone_rules, new_rules = batched_rules(old, new)
    unchecked = [*map(drop_in_batch, gone_rules), *drop_checks(old, kept, gone)]
    early = [*_replacements(new, kept, before=True)]
    loosened = [*_loosened(old, kept, gone), *_added(come)]
    strict = [*_strict(kept, come), *_put_on(new, kept, come), *map(create_in_batch, new_rules)]
    checked = [*check_rows(new, kept), *rule_rows(new, new_rules)]
    rows: list[Piece] = [*_held_otherwise(new, kept)]
    rows += [_conversion(new, was, now) for was, now in kept if is_copied(was, now)]
    rows += [_fill(new, column) for column in _to_fill(kept, come)]
    rows += _replacements(new, kept, before=False)
    if early:
        yield from _batch(new, unchecked)
        yield from early
    else:
        loosened = [*unchecked, *loosened]
    is_early = bool(rows) or bool(come and new_rules)
    yield from _batch(new, loosened if is_early else [])
    yield from rows
    yield from checked
    yield from _batch(new, strict if is_early else [*loosened, *strict])
    for was, now in kept:
        if was.primary and was.type.code != now.type.code:
            yield call("retype_key", _name(new.name), now.type.code)
    if new.autoincrement and not old.autoincrement:
        yield call("never_reuse_ids", _name(new.name))
    yield from comments(old, new, kept)


def _loosened(old: Table, kept: list[tuple[Column, Column]], gone: list[Column]) -> Iterator[Piece]:
    """Drop keys and columns; let others be of another type, or without a value."""
    for was, now in [*kept, *((column, None) for column in gone)]:
        key = now or Column("", was.type)
        if was.refers_to and (was.refers_to, was.on_delete) != (key.refers_to, key.on_delete):
            yield _drop(foreign_key_name(old, was), "foreignkey")
        if was.unique and not key.unique:
            yield _drop(unique_name(old, was), "unique")
        if was.indexed and not key.indexed:
            yield call("batch.drop_index", _key(index_name(old, was)))
    for column in gone:
        yield call("batch.drop_column", _name(column.name))
    for was, now in kept:
        is_wider = was.type.code != now.type.code and is_widening(was.type, now.type)
        changes: dict[str, Piece] = {"type_": now.type.code} if is_wider else {}
        changes |= {"nullable": "True"} if now.nullable and not was.nullable else {}
        if changes and not was.primary:
            yield call("batch.alter_column", _name(now.name), **changes)


def _conversion(table: Table, was: Column, now: Column) -> Piece:
    types = was.type.code, now.type.code
    return call("convert_column", _name(table.name), _name(now.name), *types)


def _held_otherwise(table: Table, kept: list[tuple[Column, Column]]) -> Iterator[Piece]:
    """Change how SQLite holds decimals."""
    for was, now in kept:
        if was.type.in_units != now.type.in_units:
            function = "decimal_to_integer" if now.type.in_units else "decimal_to_text"
            yield call(function, _name(table.name), _name(now.name), now.type.code)


def _added(come: list[Column]) -> Iterator[Piece]:
    for column in come:
        yield call("batch.add_column", column_code(column, nullable=True))


def _to_fill(kept: list[tuple[Column, Column]], come: list[Column]) -> Iterator[Column]:
    for now in (now for was, now in kept if was.nullable and not now.nullable):
        if now.fill:
            yield now
    for column in come:
        if column.fill:
            yield column


def _fill(table: Table, column: Column) -> Piece:
    typed = call("sa.column", _name(column.name), column.type.code)
    return call("fill", _name(table.name), typed, column.fill)


def _replacements(
    table: Table, kept: list[tuple[Column, Column]], *, before: bool
) -> Iterator[Piece]:
    """Replace what is no value of an ``enum``: before its column may be too short for it."""
    for was, now in kept:
        if now.instead and may_be_none(was, now) and before is may_misfit(was.type, now.type):
            typed = call("sa.column", _name(now.name), now.type.code)
            values = literal([*now.values])
            yield call("replace_values", _name(table.name), typed, now.instead, unlike=values)


def _strict(kept: list[tuple[Column, Column]], come: list[Column]) -> Iterator[Piece]:
    for column in (*(now for was, now in kept if was.nullable), *come):
        if not column.nullable:
            yield call("batch.alter_column", _name(column.name), nullable="False")


def _put_on(new: Table, kept: list[tuple[Column, Column]], come: list[Column]) -> Iterator[Piece]:
    """Make the keys that are new."""
    for was, now in [*kept, *((Column("", column.type), column) for column in come)]:
        if now.unique and not was.unique:
            name = _key(unique_name(new, now))
            yield call("batch.create_unique_constraint", name, _names([now.name]))
        if now.indexed and not was.indexed:
            yield call("batch.create_index", _key(index_name(new, now)), _names([now.name]))
        yield from create_checks(new, was, now)
        if now.refers_to and (was.refers_to, was.on_delete) != (now.refers_to, now.on_delete):
            yield _create_foreign_key(new, now)


def _create_foreign_key(table: Table, column: Column) -> Piece:
    return call(
        "batch.create_foreign_key", _key(foreign_key_name(table, column)),
        _name(column.refers_to), _names([column.name]), _names([KEY_NAME]),
        ondelete=_on_delete(column),
    )  # fmt: skip


def _drop(name: str, kind: str) -> Piece:
    return call("batch.drop_constraint", _key(name), type_=_name(kind))


def _batch(table: Table, statements: list[Piece]) -> Iterator[Batch]:
    if statements:
        yield Batch(table.name, tuple(statements))


def _on_delete(column: Column) -> str:
    return _name(column.on_delete.upper().replace("_", " "))


def _name(name: str) -> str:
    return f'"{name}"'


def _key(name: str) -> Piece:
    """The name of a constraint or index; SQLAlchemy shortens one for PostgreSQL if it is marked."""
    return _name(name) if len(name) <= LONGEST_DATABASE_NAME else call("op.f", _name(name))


def _names(names: list[str]) -> Piece:
    return literal(names)
