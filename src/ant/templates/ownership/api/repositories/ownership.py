"""Row-level ownership: a request sees and writes the rows whose owner column matches its token.

A column declares it: ``info={"claim": "sub", "all": "admin"}`` names the claim that it must equal,
and the role that sees the rows of everybody. Outside a request all rows are visible.
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
    """Let this block see and write the rows of all owners."""
    before = _is_unscoped.set(True)
    try:
        yield
    finally:
        _is_unscoped.reset(before)


@cache
def visible(table: Table) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of rows that the request may see.

    The bounds are parameters, set when a statement runs, so that it can be built once. A range of
    ids can use an index, which a condition with ``OR`` could not.
    """
    return tuple(
        column.between(_bound(column, 0), _bound(column, 1)) for column in claims_of(table)
    )


def with_owner(table: Table, values: Values, *, is_new: bool) -> Values:
    """Return the values of a row with the owner column set from the token.

    Only a role that sees all rows may choose another owner. Raises an ``APIException`` (403)
    where the token that creates a row names no owner.
    """
    fixed = {column.key: column for column in claims_of(table) if not is_free(column, values)}
    if not fixed:
        return values
    rest = {name: value for name, value in values.items() if name not in fixed}
    return {**rest, **{name: owner(column) for name, column in fixed.items()}} if is_new else rest


def hidden_references(connection: Connection, table: Table, values: Values) -> list[str]:
    """Return the foreign keys whose target rows the request may not see."""
    return [
        name
        for name, look in _looks(table).items()
        if values.get(name) is not None
        and connection.execute(look, {THAT_ID: values[name]}).first() is None
    ]


@cache
def claims_of(table: Table) -> list[Column[Any]]:
    """Return the owner columns of a table."""
    return [column for column in table.columns if "claim" in column.info]


def claims() -> dict[str, Any]:
    """Return the claims of the request's token; empty without a valid token."""
    if "claims" not in g:  # no guard has asked for it: the view is public
        try:
            g.claims = verified_claims()
        except APIException:
            g.claims = {}
    return dict(g.claims)


def sees_all(column: Column[Any]) -> bool:
    """Return whether the request sees the rows of all owners."""
    if _is_unscoped.get() or not has_request_context():
        return True
    role = column.info.get("all")
    return bool(role) and role in granted_roles(claims())


def is_free(column: Column[Any], values: Values) -> bool:
    """Whether these values may say whose a row is, and a new one does without the token."""
    return sees_all(column) and (column.key in values or not has_request_context())


def named(column: Column[Any]) -> Any:
    """Return the owner id in the token; None without a token or a valid id."""
    value: Any = claims().get(column.info["claim"])
    if is_uuid(column):
        return UUID(value) if isinstance(value, str) and UUID_TEXT.fullmatch(value) else None
    return int(value) if type(value) in (int, str) and NUMBER.fullmatch(str(value)) else None


def owner(column: Column[Any]) -> Any:
    """Return the owner id in the token; raise an ``APIException`` (403)."""
    id = named(column)
    if id is None:
        raise forbidden(f"The token's {column.info['claim']!r} is not the id of a row.")
    return id


def whose(column: Column[Any]) -> tuple[Any, Any]:
    """Return the smallest and the largest owner id whose rows the request may see."""
    least, most = UUIDS if is_uuid(column) else NUMBERS
    if sees_all(column):
        return least, most
    id = named(column)
    return (most, least) if id is None else (id, id)


def is_uuid(column: Column[Any]) -> bool:
    """Return whether a column refers to a table with UUID primary keys."""
    return column.type.python_type is UUID


def _bound(column: Column[Any], side: int) -> BindParameter[Any]:
    return bindparam(
        "whose__", type_=column.type, unique=True, callable_=lambda: whose(column)[side]
    )


@cache
def _looks(table: Table) -> dict[str, Select[Any]]:
    """The statements that check whether the target of a foreign key is visible."""
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
    """Restrict what the ORM selects, updates and deletes to the rows that the request sees."""
    changes = state.is_update or state.is_delete
    if has_request_context() and (changes or state.is_select) and not state.is_column_load:
        state.statement = state.statement.options(*_criteria())


@event.listens_for(db_session, "before_flush")
def claim_new_rows(session: Session, *_: object) -> None:
    """Set the owner column of what the ORM inserts from the token."""
    for row in session.new:
        values = {**vars(row)}
        for name, value in with_owner(row.__table__, values, is_new=True).items():
            if value is not values.get(name):
                setattr(row, name, value)
