"""The columns of a resource, as its model has them."""

from typing import NamedTuple

from ant.core.fields import NOW, Field
from ant.core.ownership import Claim
from ant.core.relations import Association
from ant.core.route_names import RouteNames
from ant.rendering.checks import Check, checks_of
from ant.rendering.code import Code, Piece, assigned, call, text
from ant.rendering.values import grouped, moment, value_literal

KEY_TYPE = "KEY"
LONGEST_VALUE = 100
"""Characters of an enum's column: every list of values fits, so a longer one changes no column."""
LONGEST_HASH = 255


class Kind(NamedTuple):
    """A type of fields in Python and in SQL."""

    annotation: str
    column: str
    """The SQL type; from ``sqlalchemy`` where it is not of ``helper.columns``."""


KINDS = {
    "string": Kind("str", "String"),
    "text": Kind("str", "Text"),
    "integer": Kind("int", "Integer"),
    "bigint": Kind("int", "BigInteger"),
    "float": Kind("float", "FLOAT"),
    "decimal": Kind("Decimal", "exact"),
    "boolean": Kind("bool", "Boolean"),
    "date": Kind("dt.date", "Date"),
    "time": Kind("dt.time", "Time"),
    "datetime": Kind("dt.datetime", "MOMENT"),
    "uuid": Kind("UUID", "Uuid"),
    "json": Kind("Any", "DOCUMENT"),
    "email": Kind("str", "LowerCase"),
    "url": Kind("str", "String"),
    "enum": Kind("str", "String"),
    "password": Kind("str", "String"),
    "reference": Kind("int", KEY_TYPE),
}

OWN_TYPES = {"LowerCase", "exact", "FLOAT", "MOMENT", "DOCUMENT", KEY_TYPE}
INDENT = " " * 4


def column_line(field: Field, claim: Claim | None = None) -> str:
    """Return the line, or lines, that a model has for a field.

    ``claim`` is what of a token it holds, where a row belongs to somebody by it.
    """
    kind = KINDS[field.type]
    annotation = kind.annotation
    if field.nullable and annotation != "Any":
        annotation += " | None"
    arguments = [_foreign_key(field.to, field.on_delete) if field.to else sql_type(field)]
    column = call(
        "mapped_column",
        *arguments,
        *(_check(field.column, check) for check in checks_of(field)),
        nullable=str(field.nullable) if kind.annotation == "Any" else None,
        unique="True" if field.unique else None,
        index="True" if is_indexed(field) else None,
        default=default_literal(field),
        deferred="True" if is_hidden(field) else None,
        info=_claimed(claim) if claim else None,
    )
    return assigned(f"{field.column}: Mapped[{annotation}]", column, INDENT)


def _claimed(claim: Claim) -> Code:
    said = {"claim": claim.name, "all": claim.all}
    pairs: list[Piece] = [f"{text(key)}: {text(name)}" for key, name in said.items() if name]
    return Code("{", pairs, "}")


def _check(column: str, check: Check) -> Code:
    return call("CheckConstraint", text(check.sql(column)), name=text(f"{column}_{check.rule}"))


def association_lines(association: Association) -> list[str]:
    """Return the lines of the two columns of a table between two routes."""
    lines = []
    for name, to in association.columns.items():
        index = "True" if name == association.field_column else None
        column = call("mapped_column", _foreign_key(to, "cascade"), primary_key="True", index=index)
        lines.append(assigned(f"{name}: Mapped[int]", column, INDENT))
    return lines


def sql_type(field: Field) -> Piece:
    """Return the type of a field's column as a model writes it."""
    name = KINDS[field.type].column
    if field.type in ("string", "email", "url"):
        return call(name, str(field.maximum))
    if field.type == "enum":
        return call(name, str(LONGEST_VALUE))
    if field.type == "password":
        return call(name, str(LONGEST_HASH))
    if field.type == "decimal":
        return call(name, str(field.precision), str(field.scale))
    return name


def is_hidden(field: Field) -> bool:
    """Whether no answer may show it."""
    return field.private or field.type == "password"


def is_indexed(field: Field) -> bool:
    """Whether it has an index of its own: every reference has, unless it is unique."""
    return (field.index or field.type == "reference") and not field.unique


def is_now(field: Field) -> bool:
    """Whether the default is the moment of the request."""
    return field.is_moment and field.default is not None and field.default.value == NOW


def default_literal(field: Field) -> Piece | None:
    """Return what a row has without a value, as an argument of a column; None for nothing."""
    if field.default is None:
        return None
    if is_now(field):
        return moment(field)
    return value_literal(field, field.default.value)


def model_imports(fields: tuple[Field, ...]) -> list[str]:
    """Return the import lines of a model, an empty one between their groups."""
    columns = [field for field in fields if field.is_column]
    used = {KINDS[field.type].annotation for field in columns}
    types = {KINDS[field.type].column for field in columns if not field.to}
    types |= {"ForeignKey"} if any(field.to for field in columns) else set()
    types |= {"CheckConstraint"} if any(map(checks_of, columns)) else set()
    own = {KEY_TYPE, "MOMENT", "utc_now"} | (types & OWN_TYPES)
    own |= {moment(f) for f in columns if is_now(f)}
    standard = {
        "import datetime as dt": True,
        "from dataclasses import dataclass": True,
        "from decimal import Decimal": "Decimal" in used,
        "from typing import Any": "Any" in used,
        "from uuid import UUID": "UUID" in used,
    }
    theirs = sorted(types - OWN_TYPES)
    orm = "from sqlalchemy.orm import Mapped, mapped_column"
    return grouped(
        [
            [line for line, needed in standard.items() if needed],
            [f"from sqlalchemy import {', '.join(theirs)}", orm] if theirs else [orm],
            [f"from helper.columns import {_sorted(own)}", "from startup.Alchemy import Base"],
        ]
    )


def _sorted(names: set[str]) -> str:
    """Constants, then classes, then the rest, as isort orders names."""
    return ", ".join(sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name)))


def _foreign_key(to: str, on_delete: str) -> Code:
    action = on_delete.replace("_", " ").upper()
    return call("ForeignKey", text(f"{RouteNames(to).text}.id"), ondelete=text(action))
