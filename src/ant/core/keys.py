"""Primary keys of routes: integers, or the value of ``key``."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from ant.core.errors import InvalidSpec, Problem
from ant.core.fields.enums import with_enums
from ant.core.fields.field import Default, Field
from ant.core.fields.rules import Fault
from ant.core.memo import once
from ant.core.names.route_names import folded
from ant.core.names.table_names import with_tables
from ant.core.spec import Route, Spec
from ant.core.text.words import did_you_mean, quoted

INTEGER, UUID, STRING = "integer", "uuid", "string"
KEYS = (INTEGER, UUID, STRING)
"""The values of ``key``; ``string`` may have a ``max`` behind it."""
LONGEST = 255
"""Characters of the longest text that rows can be called by, and of one without a ``max``."""
SHAPE = "^[A-Za-z0-9][A-Za-z0-9._~:@-]*$"
"""Such a text: it is used unquoted in URLs and in lists of values."""

_TEXT = re.compile(rf"{STRING}(:max=(?P<most>[1-9][0-9]?|1[0-9]{{2}}|2[0-4][0-9]|25[0-5]))?")


def key_fault(value: object, fields: Iterable[str] = ()) -> Fault | None:
    """The fault of a ``key`` in a spec; None for a valid one.

    A route can name one of its ``fields`` as well: whether that can be a key is another question.
    """
    text = value if isinstance(value, str) else ""
    names = [*fields]
    if is_plain_key(text) or folded(text) in names:
        return None
    kind = text.partition(":")[0]
    if kind == STRING:
        what = f"behind string may be a max of 1 to {LONGEST}, and nothing else"
        return Fault(what, "Give it as string:max=20.")
    also = " or the name of a reference" if names else ""
    return Fault(
        f"must be integer, uuid{',' if also else ' or'} string:max=20{also}",
        did_you_mean(kind, (*KEYS, *names), "Leave it out for numbers that count up."),
    )


def is_plain_key(key: str) -> bool:
    """Whether a ``key`` is a type of ids, and not the name of a reference."""
    return key in KEYS or _TEXT.fullmatch(key) is not None


def checked_key(value: str | None, fields: Iterable[str] = ()) -> str:
    """Return the parsed ``key`` of a request, '' for none; raise ``InvalidSpec``."""
    fault = None if value is None else key_fault(value, fields)
    if fault:
        message = f"Invalid 'key' {quoted(str(value))} ({fault.what})."
        raise InvalidSpec(Problem(message, hint=fault.hint))
    return read_key(value)


def read_key(value: object) -> str:
    """Return a ``key`` as routes have it; names of fields are in lower case."""
    text = value if isinstance(value, str) else ""
    return text if is_plain_key(text) else folded(text)


@cache
def id_of(key: str) -> Field | None:
    """The ``id`` of rows as a field; None where it is a number that counts up."""
    if key == UUID:
        return Field("id", key, default=Default(key))
    if match := _TEXT.fullmatch(key):
        most = int(match["most"] or LONGEST)
        return Field("id", STRING, required=True, maximum=most, pattern=SHAPE)
    return None


@once
def with_keys(spec: Spec) -> Spec:
    """Return the spec in which each route knows its ``id``, and each field that of its target.

    It knows the table of that as well, and the values of its enum. A spec without keys, tables or
    enums is returned unchanged.
    """
    spec = with_enums(with_tables(spec))
    if not spec.key and not any(route.key for route in spec.routes):
        return spec
    routes = {route.names.text: route for route in spec.routes if route.fields}
    targets = {name: _target(route, routes, spec.key) for name, route in routes.items()}
    return spec._replace(routes=tuple(_known(route, targets) for route in spec.routes))


class _Target(NamedTuple):
    """What fields know of the rows that they refer to."""

    id: Field | None
    column: str = ""


_NUMBERED = _Target(None)


def named_key(route: Route) -> Field | None:
    """The reference that a route names as its key, where it can be one."""
    field = route.field(route.key) if route.key and not is_plain_key(route.key) else None
    return field if field and field.is_reference else None


def _target(route: Route, routes: Mapping[str, Route], key: str) -> _Target:
    """The id of a route's rows: where a reference is their key, that of its target."""
    known, column = {route.names.text}, ""
    while field := named_key(route):
        column = column or field.column
        if field.to in known or field.to not in routes:
            return _Target(None, column)
        known.add(field.to)
        route = routes[field.to]
    key_word = route.key or key
    return _Target(id_of(key_word) if is_plain_key(key_word) else None, column)


def uses_keys(spec: Spec, kind: str = "") -> bool:
    """Whether rows of any route are called by a kind, or by anything but numbers that count up."""
    return any(route.id and kind in ("", route.id.type) for route in spec.routes)


def is_text(id: Field | None) -> bool:
    """Whether rows are called by texts, which clients give."""
    return id is not None and id.type == STRING


def check_same_keys(old: Spec, new: Spec) -> None:
    """Raise ``InvalidSpec`` where a route that is there would get another key.

    Both have the same names of routes.
    """
    before = {route.names.text: route for route in old.routes if route.fields}
    problems = [
        problem
        for route in new.routes
        if route.fields and route.names.text in before
        for problem in _changes(before[route.names.text], route)
    ]
    if problems:
        raise InvalidSpec(*problems)


def _changes(old: Route, new: Route) -> Iterator[Problem]:
    keys = [named_key(route) for route in (old, new)]
    named = [key and (key.name, key.to) for key in keys]
    if old.id == new.id and named[0] == named[1]:
        return
    name = new.names.text
    was, now = (
        key.name if key else key_text(route.id) for key, route in zip(keys, (old, new), strict=True)
    )
    yield Problem(
        f"The key of route '{name}' cannot change from {was} to {now}: its rows have ids already,"
        " by which URLs and other rows know them.",
        f"routes.{name}.key",
        f'Give the route "key": "{was}", or make a new route and move the rows there.',
    )


def key_text(id: Field | None) -> str:
    """Return the ``key`` of a route in a spec whose rows have such an ``id``."""
    if id is None:
        return INTEGER
    return f"{STRING}:max={id.maximum}" if is_text(id) else id.type


def _known(route: Route, targets: Mapping[str, _Target]) -> Route:
    id, key = targets.get(route.names.text, _NUMBERED).id, named_key(route)
    fields = tuple(
        _leading(field, targets.get(field.to, _NUMBERED), is_key=field is key)
        for field in route.fields
    )
    is_same = route.id == id and all(map(lambda one, other: one is other, fields, route.fields))
    return route if is_same else route._replace(id=id, fields=fields)


def _leading(field: Field, target: _Target, *, is_key: bool) -> Field:
    known = (field.target, field.target_column, field.is_key)
    if known == (*target, is_key):
        return field
    return field._replace(target=target.id, target_column=target.column, is_key=is_key)
