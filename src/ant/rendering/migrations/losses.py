"""The effects of a migration on existing rows: losses, and rows that would stop it."""

from collections.abc import Iterator, Sequence

from ant.core.deletion import DELETED_AT
from ant.core.planning.plan import Loss, Rows, ValueType
from ant.rendering.migrations.conversions import (
    converts,
    is_rekeyed,
    may_be_longer,
    may_be_none,
    may_break,
    may_misfit,
    misfit_words,
)
from ant.rendering.migrations.rule_changes import stricter_rules
from ant.rendering.tables.checks import Check
from ant.rendering.tables.keys import CHECK, NOT_DELETED, Key
from ant.rendering.tables.tables import Column, Table

Tables = Sequence[Table]


def losses_of(old: Tables, new: Tables) -> tuple[Loss, ...]:
    """Return the losses of the rows of the old tables."""
    after = {table.name: table for table in new}
    return tuple(loss for table in old for loss in _of_table(table, after.get(table.name)))


def undone_of(old: Tables, new: Tables) -> tuple[str, ...]:
    """Return the losses of a downgrade that the upgrade does not have, and what would stop it."""
    before, after = {table.name: table for table in old}, {table.name: table for table in new}
    rules = tuple(
        f"Rows of '{name}' that are deleted by then would be found again."
        for name in after
        if name in before
        and _is_deletion(after[name].column(DELETED_AT))
        and not _is_deletion(before[name].column(DELETED_AT))
    )
    rules += tuple(
        f"{_rule_breakers(after[name], key)} would stop it."
        for name in after
        if name in before
        for key in stricter_rules(after[name], before[name])
    )
    return rules + tuple(
        sentence
        for name in after
        if name in before
        for was in before[name].columns
        for sentence in _undone(
            before[name], was, after[name].column(was.name), {*before} - {*after}
        )
    )


def _rule_breakers(table: Table, key: Key) -> str:
    """The rows that break a rule over several columns."""
    if key.is_one_of:
        return f"Rows of '{table.name}' that do not have {key.words}"
    if key.kind == CHECK:
        return f"Rows of '{table.name}' that break {key.condition}"
    only = f", where {key.condition}," if key.condition else ""
    only = f" but for case{only}" if key.lowered else only
    together = f"{key.words} together" if len(key.columns) > 1 else key.words
    return f"Rows of '{table.name}' that share {together}{only}"


def _rows(table: Table, key: Key) -> Rows:
    if table.column(DELETED_AT) is None:  # none of its rows is deleted yet
        condition = key.condition.removesuffix(NOT_DELETED).removesuffix(" AND ")
        key = key._replace(condition=condition)
    if key.kind == CHECK:
        return Rows("against", table.name, condition=key.condition)
    return Rows(
        "together", table.name, values=key.columns, condition=key.condition, lowered=key.lowered
    )


def _undone(table: Table, was: Column, now: Column | None, removed: set[str]) -> Iterator[str]:
    if now is not None and converts(was, now) and may_misfit(now.type, was.type):
        column_name = f"'{table.name}.{was.name}'"
        yield f"Rows whose {column_name} {misfit_words(now.type, was.type)} would stop it."
    broken = [] if now is None else [check for check in was.checks if may_break(now, was, check)]
    if broken:
        column_name, rules = f"'{table.name}.{was.name}'", ", ".join(check.rule for check in broken)
        yield f"Rows whose {column_name} breaks the rules of before would stop it: {rules}."
    if now is None and not was.nullable and was.refers_to in removed:
        yield f"Rows of '{table.name}' stop it: their '{was.name}' would refer to nothing."


def unfilled_columns(old: Tables, new: Tables) -> tuple[tuple[str, Rows], ...]:
    """Return the new required columns of existing tables without a backfill value.

    Each comes with the rows that would have no value of it.
    """
    before = _retained(old, new)
    return tuple(
        (
            f"{table.name}.{column.field or column.name}",
            Rows("empty", table.name, column.name)
            if was and converts(was, column)
            else Rows("all", table.name),
        )
        for table in new
        if table.name in before
        for column in table.columns
        for was in [before[table.name].column(column.name)]
        if not column.fill and _may_need_value(was, column)
    )


def fillable_fields(old: Tables, new: Tables) -> set[tuple[str, str]]:
    """Return the fields of which rows may need a value, by the names of their table and them."""
    before = _retained(old, new)
    found = set()
    for table in new:
        for column in table.columns if table.name in before else ():
            was = before[table.name].column(column.name)
            if _may_need_value(was, column) or (was and may_be_none(was, column)):
                found.add((table.name, column.field))
    return found


def _retained(old: Tables, new: Tables) -> dict[str, Table]:
    """The old tables by name, without those that are made anew."""
    after = {table.name: table for table in new}
    return {
        table.name: table
        for table in old
        if table.name not in after or not is_rekeyed(table, after[table.name])
    }


def _may_need_value(was: Column | None, column: Column) -> bool:
    return not column.nullable and (was is None or was.nullable or not converts(was, column))


def _of_checks(table: Table, was: Column, now: Column) -> Iterator[Loss]:
    """The rules that are new to values which stay; of an ``enum`` and of types others tell."""
    column_name = f"'{table.name}.{was.name}'"
    countable = was.type.code == now.type.code
    for check in now.checks:
        if check.rule == "enum" or not may_break(was, now, check):
            continue
        rows = Rows("broken", table.name, was.name, was.type.plain, values=(check.template,))
        if check.rule == "lower":
            yield from _of_case(column_name, now, Rows("cased", table.name, was.name))
            continue
        words = _broken_words(check, now)
        if words:
            sentence = f"Rows whose {column_name} {words} would stop the migration."
            asks = not table.is_stub
            yield Loss(sentence, asks, rows=rows if countable else None, stops=True)


def _of_case(column_name: str, now: Column, rows: Rows) -> Iterator[Loss]:
    yield Loss(f"Values of {column_name} are put in lower case.", asks=False)
    if now.unique:
        sentence = f"Rows whose {column_name} differs in upper and lower case alone"
        yield Loss(f"{sentence} would stop the migration.", rows=rows, stops=True)


def _broken_words(check: Check, now: Column) -> str:
    """The description of a value that breaks a rule; '' where its type implies it."""
    least, most = check.least, check.most
    if check.rule == "blank":
        return "is blank"
    if check.rule == "range":
        words = [f"is less than {least}" if least is not None else ""]
        words += [f"is more than {most}" if most is not None else ""]
    else:
        is_reported = bool(now.type.size or now.longest)
        unit = now.type.values.unit
        words = [f"is shorter than {least} {unit}" if least is not None else ""]
        words += [f"is longer than {most} {unit}" if most is not None and not is_reported else ""]
    return " or ".join(filter(None, words))


def _of_table(old: Table, new: Table | None) -> Iterator[Loss]:
    asks = not old.is_stub
    if new is None:
        rows = Rows("all", old.name)
        yield Loss(f"The table '{old.name}' goes, with all its rows.", asks, rows=rows)
        return
    if is_rekeyed(old, new):
        rows, kind = Rows("all", old.name), new.columns[0].type.kind
        sentence = f"The table '{old.name}' is made anew, without its rows: ids become {kind}."
        yield Loss(sentence, asks, rows=rows)
        return
    yield from _of_deletion(old, new)
    for was in old.columns:
        now = new.column(was.name)
        if _is_deletion(was):
            continue
        if now is None:
            column_name, rows = f"'{old.name}.{was.name}'", Rows("filled", old.name, was.name)
            yield Loss(f"The column {column_name} goes, with all its values.", asks, rows=rows)
        else:
            yield from _of_column(old, was, now)
    for key in stricter_rules(old, new):
        sentence = f"{_rule_breakers(old, key)} would stop the migration."
        yield Loss(sentence, rows=_rows(old, key), stops=True)
    for now in new.columns:
        differs_by_row = bool(now.fill) and now.fill == now.type.values.unique_fill
        if now.unique and not (now.nullable or differs_by_row) and old.column(now.name) is None:
            yield _one_for_all(f"'{old.name}.{now.name}'", Rows("all", old.name))


def _is_deletion(column: Column | None) -> bool:
    """Whether it is the column of soft deletion."""
    return column is not None and column.name == DELETED_AT and not column.field


def _of_deletion(old: Table, new: Table) -> Iterator[Loss]:
    """Rows that are found again, or no more, as deleted ones are kept from now on or no longer."""
    was, now = old.column(DELETED_AT), new.column(DELETED_AT)
    rows = Rows("filled", old.name, DELETED_AT)
    if _is_deletion(was) and not _is_deletion(now):
        yield Loss(f"Rows of '{old.name}' that were deleted and kept are found again.", rows=rows)
    if was is not None and not _is_deletion(was) and _is_deletion(now):
        sentence = f"Rows of '{old.name}' whose '{was.field}' has a value are found no more."
        yield Loss(sentence, rows=rows)


def _of_column(table: Table, was: Column, now: Column) -> Iterator[Loss]:
    column_name, rows = f"'{table.name}.{was.name}'", Rows("filled", table.name, was.name)
    if not converts(was, now):
        sentence = f"The column {column_name} becomes {now.type.kind} and loses all its values."
        yield Loss(sentence, rows=rows)
        return
    replaces = now.replacement and may_be_none(was, now)
    rows = rows._replace(old=was.type.plain, new=now.type.plain)
    if may_misfit(was.type, now.type) and not replaces:
        sentence = (
            f"Rows whose {column_name} {misfit_words(was.type, now.type)} would stop the migration."
        )
        yield Loss(sentence, rows=rows._replace(which="misfit"), stops=True)
    if was.nullable and not now.nullable and now.fill:
        empty = rows._replace(which="empty")
        yield Loss(f"Empty values of {column_name} are filled.", asks=False, rows=empty)
    if now.unique and not was.unique:
        sentence = f"Rows that share a value of {column_name} would stop the migration."
        shared = None if was.type.code != now.type.code else rows._replace(which="shared")
        yield Loss(sentence, rows=shared, stops=True)
    yield from _of_reference(column_name, was, now, rows)
    if may_be_none(was, now):
        unlisted = rows._replace(which="unlisted", values=now.values)
        yield from _of_values(table, (was, now), unlisted)
    if may_be_longer(was, now):
        sentence = f"Rows whose {column_name} is longer than {now.longest} characters"
        longer = rows._replace(which="longer", new=ValueType("text", now.longest))
        yield Loss(f"{sentence} would stop the migration.", rows=longer, stops=True)
    yield from _of_checks(table, was, now)


def _of_reference(column_name: str, was: Column, now: Column, rows: Rows) -> Iterator[Loss]:
    if was.refers_to == now.refers_to or not now.refers_to:
        return
    before = f"were ids of '{was.refers_to}'" if was.refers_to else "were numbers"
    ids = f"{before} and are taken for ids of '{now.refers_to}'"
    yield Loss(f"The values of {column_name} {ids}.", rows=rows)


def _of_values(table: Table, change: tuple[Column, Column], unlisted: Rows) -> Iterator[Loss]:
    """The loss of values that an ``enum`` does not have."""
    was, now = change
    column_name = f"'{table.name}.{was.name}'"
    if now.replacement:
        sentence = f"Values of {column_name} that its enum does not have are replaced."
        yield Loss(sentence, asks=False, rows=unlisted)
        if now.unique:
            yield _one_for_all(column_name, unlisted)
        return
    removed = [value for value in was.values if value not in now.values]
    words = f"is {' or '.join(removed)}" if removed else "is none of its enum's values"
    sentence = f"Rows whose {column_name} {words} would stop the migration."
    field = f"{table.name}.{now.field}"
    yield Loss(sentence, not table.is_stub, field, unlisted, stops=True)


def _one_for_all(column_name: str, rows: Rows) -> Loss:
    sentence = f"More than one row would stop the migration: all get one value of {column_name}."
    return Loss(sentence, rows=rows, stops=True)
