"""Primary keys of routes: integers, or what ``key`` says."""

import re
from collections.abc import Iterator
from functools import cache

from ant.core.errors import InvalidSpec, Problem
from ant.core.fields.field import Default, Field
from ant.core.fields.rules import Fault
from ant.core.names.table_names import with_tables
from ant.core.spec import Route, Spec
from ant.core.text.words import nearest, quoted

INTEGER, UUID, STRING = "integer", "uuid", "string"
KEYS = (INTEGER, UUID, STRING)
"""What a spec can say as ``key``; ``string`` may have a ``max`` behind it."""
LONGEST = 255
"""Characters of the longest text that rows can be called by, and of one without a ``max``."""
SHAPE = "^[A-Za-z0-9][A-Za-z0-9._~:@-]*$"
"""Such a text: what stands in a URL, and in a list of values, as it is."""

_TEXT = re.compile(rf"{STRING}(:max=(?P<most>[1-9][0-9]?|1[0-9]{{2}}|2[0-4][0-9]|25[0-5]))?")


def key_fault(given: object) -> Fault | None:
    """What is wrong with what a spec says as ``key``; None where nothing is."""
    if given in KEYS:
        return None
    text = given if isinstance(given, str) else ""
    if _TEXT.fullmatch(text):
        return None
    kind = text.partition(":")[0]
    if kind == STRING:
        what = f"behind string may be a max of 1 to {LONGEST}, and nothing else"
        return Fault(what, "Give it as string:max=20.")
    close = nearest(kind, KEYS)
    return Fault(
        "must be integer, uuid or string:max=20",
        f"Did you mean '{close}'?" if close else "Leave it out for numbers that count up.",
    )


def checked_key(given: str | None) -> str:
    """Return what somebody says as ``key``, '' for nothing; raise ``InvalidSpec``."""
    fault = None if given is None else key_fault(given)
    if fault:
        message = f"Invalid 'key' {quoted(str(given))} ({fault.what})."
        raise InvalidSpec(Problem(message, hint=fault.hint))
    return given or ""


@cache
def id_of(key: str) -> Field | None:
    """The ``id`` of rows as a field; None where it is a number that counts up."""
    if key == UUID:
        return Field("id", key, default=Default(key))
    if said := _TEXT.fullmatch(key):
        most = int(said["most"] or LONGEST)
        return Field("id", STRING, required=True, maximum=most, pattern=SHAPE)
    return None


def with_keys(spec: Spec) -> Spec:
    """Return the spec in which each route knows its ``id``, and each field that of its target.

    It knows the table of that as well. A spec that says nothing of keys or tables is returned as it
    is.
    """
    spec = with_tables(spec)
    if not spec.key and not any(route.key for route in spec.routes):
        return spec
    ids = {
        route.names.text: id_of(route.key or spec.key) if route.fields else None
        for route in spec.routes
    }
    return spec._replace(routes=tuple(_known(route, ids) for route in spec.routes))


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
    if old.id == new.id:
        return
    name, was, now = new.names.text, _said(old.id), _said(new.id)
    yield Problem(
        f"The key of route '{name}' cannot change from {was} to {now}: its rows have ids already,"
        " by which URLs and other rows know them.",
        f"routes.{name}.key",
        f'Give the route "key": "{was}", or make a new route and move the rows there.',
    )


def _said(id: Field | None) -> str:
    if id is None:
        return INTEGER
    return f"{STRING}:max={id.maximum}" if is_text(id) else id.type


def _known(route: Route, ids: dict[str, Field | None]) -> Route:
    id = ids[route.names.text]
    fields = tuple(_leading(field, ids.get(field.to)) for field in route.fields)
    is_same = route.id == id and all(map(lambda one, other: one is other, fields, route.fields))
    return route if is_same else route._replace(id=id, fields=fields)


def _leading(field: Field, target: Field | None) -> Field:
    return field if field.target == target else field._replace(target=target)
