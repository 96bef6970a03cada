"""Which rules over several columns a change of a table drops and makes."""

from collections.abc import Iterator

from ant.rendering.code import Code, text
from ant.rendering.migrations.conversions import converts
from ant.rendering.tables.keys import INDEX, UNIQUE, Key, create_index, drop_index
from ant.rendering.tables.tables import Table


def changed_rules(old: Table, new: Table) -> tuple[list[Key], list[Key]]:
    """Return the rules to drop before a change, and those to make behind it.

    Those of columns whose type changes are both: their values are converted meanwhile.
    """
    retyped = {
        column.name
        for column in new.columns
        if (was := old.column(column.name))
        and (was.type.code != column.type.code or not converts(was, column))
    }

    def is_kept(key: Key) -> bool:
        return key in old.rules and key in new.rules and not retyped & {*key.used}

    return (
        [key for key in old.rules if not is_kept(key)],
        [key for key in new.rules if not is_kept(key)],
    )


def batched_rules(old: Table, new: Table) -> tuple[list[Key], list[Key]]:
    """Return those of them that are dropped and made where Alembic copies a table of SQLite."""
    removed, added = changed_rules(old, new)
    return (
        [key for key in removed if not key.is_computed],
        [key for key in added if not key.is_computed],
    )


def drops_before_columns(old: Table, new: Table) -> Iterator[Code]:
    """Yield what drops the others: no batch finds an index of which SQLAlchemy reads nothing."""
    removed, _ = changed_rules(old, new)
    yield from (drop_index(new.name, key) for key in removed if key.is_computed)


def indexes_after_columns(old: Table, new: Table) -> Iterator[Code]:
    """Yield what makes the others: a batch would give SQLite plain ones."""
    _, added = changed_rules(old, new)
    for key in added:
        if key.is_computed:
            yield create_index(key, text(new.name), function="op.create_index")


def stricter_rules(old: Table, new: Table) -> list[Key]:
    """Return the new rules that rows may break: not where a column has no values yet."""
    empty = {
        column.name
        for column in new.columns
        if column.nullable and not column.fill and old.column(column.name) is None
    }
    return [
        key
        for key in new.rules
        if key.kind != INDEX
        and key not in old.rules
        and not _is_kept_by_all(key, old, empty)
        and not any(_is_as_strict(rule, key) for rule in _unique_rules(old))
    ]


def _is_kept_by_all(key: Key, old: Table, empty: set[str]) -> bool:
    """Whether no row that is there can break a rule; ``empty`` columns have no values yet."""
    if not key.is_one_of:
        return bool(empty & {*key.columns})
    filled = {*key.columns} - empty
    before = [{*rule.columns} for rule in old.rules if rule.is_one_of and rule.needs_one]
    if key.needs_one:
        return any(columns <= {*key.columns} for columns in before)
    before += [{*rule.columns} for rule in old.rules if rule.is_one_of]
    return len(filled) < 2 or any(filled <= columns for columns in before)


def _unique_rules(table: Table) -> list[Key]:
    """What is unique in a table, each column that is so by itself included."""
    alone = [Key(UNIQUE, "", (column.name,)) for column in table.columns if column.unique]
    return [*alone, *(key for key in table.rules if key.kind == UNIQUE)]


def _is_as_strict(rule: Key, other: Key) -> bool:
    """Whether no rows that meet a rule break another, which is of no more than the same rows."""
    is_of_more = other.condition == rule.condition or not rule.condition
    is_of_more |= other.condition.startswith(f"{rule.condition} AND ")
    alike = (rule.kind, rule.columns, rule.lowered) == (other.kind, other.columns, other.lowered)
    return alike and is_of_more
