"""The statements that change checks of columns, before and after their values are converted."""

from collections.abc import Iterator, Sequence

from ant.rendering.code import Piece, call, text
from ant.rendering.migrations.conversions import is_copied, may_break
from ant.rendering.tables.checks import Check
from ant.rendering.tables.keys import CHECK, Key
from ant.rendering.tables.tables import Column, Table, check_name

Pairs = Sequence[tuple[Column, Column]]
"""Columns that stay, as they are before and after."""


def check_constraints(table: Table) -> Iterator[Piece]:
    """Yield the checks of a table that is created."""
    for column in table.columns:
        for check in column.checks:
            condition = text(check.sql(column.name))
            yield call("sa.CheckConstraint", condition, name=_name(table, column, check))


def drop_checks(old: Table, kept: Pairs, removed: Sequence[Column]) -> Iterator[Piece]:
    """Yield the statements that drop removed checks, and those of columns that are converted."""
    for was, now in [*kept, *((column, None) for column in removed)]:
        kept_checks = _kept_checks(was, now) if now else ()
        for check in was.checks:
            if check.in_database not in kept_checks:
                yield call("batch.drop_constraint", _name(old, was, check), type_='"check"')


def check_rows(table: Table, kept: Pairs) -> Iterator[Piece]:
    """Yield what stops a migration where values that are there break a rule that is new."""
    for was, now in kept:
        for check in now.checks:
            if check.rule == "lower" and may_break(was, now, check):
                unique = "True" if now.unique else None
                yield call("lower_values", f'"{table.name}"', f'"{now.name}"', unique=unique)
            elif may_break(was, now, check) and not (check.rule == "enum" and now.replacement):
                yield call("check_rows", f'"{table.name}"', text(check.sql(now.name)))


def rule_rows(table: Table, rules: Sequence[Key]) -> Iterator[Piece]:
    """Yield what stops a migration where rows break a comparison that is new."""
    for key in rules:
        if key.kind == CHECK:
            yield call("check_rows", f'"{table.name}"', text(key.condition))


def create_checks(table: Table, was: Column, now: Column) -> Iterator[Piece]:
    """Yield what makes the checks of a column that it has not had, or that were dropped."""
    kept_checks = _kept_checks(was, now)
    for check in now.checks:
        if check.in_database not in was.in_database.checks or check.in_database not in kept_checks:
            condition = text(check.sql(now.name))
            yield call("batch.create_check_constraint", _name(table, now, check), condition)


def _kept_checks(was: Column, now: Column) -> tuple[Check, ...]:
    return () if is_copied(was, now) else now.in_database.checks


def _name(table: Table, column: Column, check: Check) -> Piece:
    """The name of a check, as a whole one: the convention would put more before a plain text."""
    return call("op.f", f'"{check_name(table, column, check)}"')
