"""Whose rows a request sees and writes: those whose columns hold what its token says.

A column says so itself: ``info={"claim": "sub", "all": "admin"}`` is the claim that it has to hold,
and the role that sees the rows of everybody. Outside a request nothing is kept back.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any
from uuid import UUID

from flask import g, has_request_context
from sqlalchemy import (
    BindParameter,
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    event,
    inspect,
    select,
)
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, Session, with_loader_criteria

from decorators.token_required import forbidden, granted_roles, verified_claims
from helper.execution_tracking.APIException import APIException
from startup.Alchemy import Base, db_session

Values = Mapping[str, Any]
THAT_ID = "that_id__"  # a parameter of statements, as is "whose__"; no column is called so
NUMBERS, UUIDS = (-(2**63), 2**63 - 1), (UUID(int=0), UUID(int=2**128 - 1))
"""The least and the largest id: between them are all, between them turned round is none."""
NUMBER = re.compile("[1-9][0-9]{0,17}")
UUID_TEXT = re.compile("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")

_is_unscoped = ContextVar("is_unscoped", default=False)


@contextmanager
def unscoped() -> Iterator[None]:
    """Let this block see and write the rows of everybody, whoever calls it."""
    before = _is_unscoped.set(True)
    try:
        yield
    finally:
        _is_unscoped.reset(before)


@cache
def visible(table: Table) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of rows that the request may see.

    Their bounds are asked for when a statement runs, so that it can be built once. An index finds
    what is between two ids, which it would not with ``OR``.
    """
    return tuple(
        column.between(_bound(column, 0), _bound(column, 1)) for column in claims_of(table)
    )


def with_owner(table: Table, values: Values, *, is_new: bool) -> Values:
    """Return the values of a row with the owner that the token names, whatever they say of it.

    Only who sees the rows of everybody may say it. Raises an ``APIException`` (403) where the
    token of whoever makes a row names nobody.
    """
    fixed = {column.key: column for column in claims_of(table) if not is_free(column, values)}
    if not fixed:
        return values
    rest = {name: value for name, value in values.items() if name not in fixed}
    return {**rest, **{name: owner(column) for name, column in fixed.items()}} if is_new else rest


def hidden_references(connection: Connection, table: Table, values: Values) -> list[str]:
    """Return the columns that would refer to rows which the request does not see."""
    return [
        name
        for name, look in _looks(table).items()
        if values.get(name) is not None
        and connection.execute(look, {THAT_ID: values[name]}).first() is None
    ]


@cache
def claims_of(table: Table) -> list[Column[Any]]:
    """Return the columns by which a row belongs to somebody."""
    return [column for column in table.columns if "claim" in column.info]


def claims() -> dict[str, Any]:
    """Return what the request's token says; nothing without one, or where it does not hold."""
    if "claims" not in g:  # no guard has asked for it: the view is public
        try:
            g.claims = verified_claims()
        except APIException:
            g.claims = {}
    return dict(g.claims)


def sees_all(column: Column[Any]) -> bool:
    """Whether the rows of everybody are seen."""
    if _is_unscoped.get() or not has_request_context():
        return True
    role = column.info.get("all")
    return bool(role) and role in granted_roles(claims())


def is_free(column: Column[Any], values: Values) -> bool:
    """Whether these values may say whose a row is, and a new one does without the token."""
    return sees_all(column) and (column.key in values or not has_request_context())


def named(column: Column[Any]) -> Any:
    """Return the id that the token names; None without a token, and for what is no id."""
    value: Any = claims().get(column.info["claim"])
    if is_uuid(column):
        return UUID(value) if isinstance(value, str) and UUID_TEXT.fullmatch(value) else None
    return int(value) if type(value) in (int, str) and NUMBER.fullmatch(str(value)) else None


def owner(column: Column[Any]) -> Any:
    """Return the id that the token names; raise an ``APIException`` (403)."""
    id = named(column)
    if id is None:
        raise forbidden(f"The token's {column.info['claim']!r} is not the id of a row.")
    return id


def whose(column: Column[Any]) -> tuple[Any, Any]:
    """Return the least and the largest id of those whose rows the request may see."""
    least, most = UUIDS if is_uuid(column) else NUMBERS
    if sees_all(column):
        return least, most
    id = named(column)
    return (most, least) if id is None else (id, id)


def is_uuid(column: Column[Any]) -> bool:
    """Whether the rows that a column refers to are called by UUIDs."""
    return column.type.python_type is UUID


def _bound(column: Column[Any], side: int) -> BindParameter[Any]:
    return bindparam(
        "whose__", type_=column.type, unique=True, callable_=lambda: whose(column)[side]
    )


@cache
def _looks(table: Table) -> dict[str, Select[Any]]:
    """The statements that look whether a row which a column refers to is seen."""
    keys = sorted(table.foreign_keys, key=lambda key: key.parent.key)
    return {
        key.parent.key: select(key.column).where(key.column == bindparam(THAT_ID), *conditions)
        for key in keys
        if (conditions := visible(key.column.table))
    }


@cache
def _criteria() -> list[LoaderCriteriaOption]:
    models = [mapper.class_ for mapper in Base.registry.mappers]
    return [
        with_loader_criteria(model, condition, include_aliases=True, propagate_to_loaders=False)
        for model in models
        for condition in visible(inspect(model).local_table)
    ]


@event.listens_for(db_session, "do_orm_execute")
def scope_statement(state: ORMExecuteState) -> None:
    """Let what the ORM selects, updates and deletes be rows that the request sees."""
    changes = state.is_update or state.is_delete
    if has_request_context() and (changes or state.is_select) and not state.is_column_load:
        state.statement = state.statement.options(*_criteria())


@event.listens_for(db_session, "before_flush")
def claim_new_rows(session: Session, *_: object) -> None:
    """Let what the ORM inserts belong to whom the token names."""
    for row in session.new:
        values = {**vars(row)}
        for name, value in with_owner(row.__table__, values, is_new=True).items():
            if value is not values.get(name):
                setattr(row, name, value)
