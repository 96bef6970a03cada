"""How a database is asked for the number of rows that a change is about."""

from functools import cache
from types import ModuleType
from typing import Any

from ant.core.planning.plan import Rows, ValueType
from ant.core.planning.row_count import Query
from ant.field_types.registry import stored_type
from ant.rendering.tables.checks import COLUMN
from ant.rendering.templates import read_template

_RULES = "migration/type_changes.py"


def query_of(rows: Rows) -> Query:
    """Return the query that counts such rows."""
    column, table = f'"{rows.column}"', f'"{rows.table}"'
    if rows.which == "misfit":
        return _misfits(table, column, rows.old, rows.new)
    if rows.which == "broken":
        return _broken(table, column, rows)
    if rows.which in ("together", "against"):
        return _of_several(table, rows)
    listed = ", ".join("'{}'".format(value.replace("'", "''")) for value in rows.values)
    values = stored_type(rows.old.kind).conversion if rows.old.kind else ""
    text = column if values == "text" else f"CAST({column} AS TEXT)"
    sql = {
        "all": f"SELECT count(*) FROM {table}",
        "filled": f"SELECT count({column}) FROM {table}",
        "empty": f"SELECT count(*) FROM {table} WHERE {column} IS NULL",
        "longer": f"SELECT count(*) FROM {table} WHERE length({column}) > {rows.new.size}",
        "unlisted": f"SELECT count({column}) FROM {table} WHERE {text} NOT IN ({listed})",
        "cased": f"SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM {table}"
        f" WHERE {column} IS NOT NULL GROUP BY lower({column}) HAVING count(*) > 1) AS groups",
        "shared": f"SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM {table}"
        f" WHERE {column} IS NOT NULL GROUP BY {column} HAVING count(*) > 1) AS groups",
    }[rows.which]
    is_known = rows.which != "unlisted" or values in ("text", "whole")
    return Query(sql, sql) if is_known else Query("", "")


def _of_several(table: str, rows: Rows) -> Query:
    """Ask how many rows break a rule over several columns; an empty one meets every rule."""
    if rows.which == "against":
        sql = f"SELECT count(*) FROM {table} WHERE NOT ({rows.condition})"
        return Query(sql, sql)
    columns = [
        f'lower("{column}")' if column in rows.lowered else f'"{column}"' for column in rows.values
    ]
    conditions = [f"{column} IS NOT NULL" for column in columns]
    conditions += [f"({rows.condition})"] if rows.condition else []
    groups = f"SELECT count(*) AS n FROM {table} WHERE {' AND '.join(conditions)}"
    grouped = f"{groups} GROUP BY {', '.join(columns)} HAVING count(*) > 1"
    sql = f"SELECT coalesce(sum(n), 0) FROM ({grouped}) AS groups"
    return Query(sql, sql)


def _broken(table: str, column: str, rows: Rows) -> Query:
    """Ask how many rows break a rule; NULL meets every one."""
    [rule] = rows.values
    counted = f"SELECT count(*) FROM {table} WHERE NOT"
    sql = f"{counted} ({rule.replace(COLUMN, column)})"
    if stored_type(rows.old.kind).conversion != "exact":
        return Query(sql, sql)
    # The collation of such a column is the application's own, and 0.2.0 held integers in units.
    units = f"CASE typeof({column}) WHEN 'integer' THEN {column} / 1e{rows.old.scale}"
    number = f"{units} ELSE CAST({column} AS REAL) END"
    is_float = "'" not in rule  # a limit of more digits than a float keeps is a text
    return Query(f"{counted} ({rule.replace(COLUMN, number)})" if is_float else "", sql)


def _misfits(table: str, column: str, old: ValueType, new: ValueType) -> Query:
    """Ask how many values the migration would stop at: by the rules that it brings along."""
    rules = load_rules()
    kinds = _kind(rules, old), _kind(rules, new)
    counted = f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND"
    fits = rules.sql(column, *kinds).fits
    read = stored_type(old.kind).from_sqlite

    def misfits(held: Any) -> bool:  # noqa: ANN401, whatever SQLite holds
        try:
            rules.converted(read(held), *kinds)
        except (ValueError, TypeError, ArithmeticError, RecursionError):
            return True
        return False

    return Query(f"{counted} misfits({column})", f"{counted} NOT ({fits})" if fits else "", misfits)


@cache
def load_rules() -> ModuleType:
    """Return the rules as a project has them: a copy of them could differ from what it does."""
    rules = ModuleType("type_changes")
    exec(compile(read_template(_RULES), _RULES, "exec"), rules.__dict__)
    return rules


def _kind(rules: ModuleType, kind: ValueType) -> Any:  # noqa: ANN401, a class of the rules
    values = stored_type(kind.kind)
    return rules.Kind(values.conversion, values.bits or kind.size, kind.scale)
