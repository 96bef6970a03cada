"""The words of a route for all its rows: soft deletion, bulk requests and the table."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from ant.core.access.ownership_rules import Broken
from ant.core.deletion import DELETED_AT, SOFT
from ant.core.errors import InvalidSpec, Problem
from ant.core.fields.rules import Fault
from ant.core.names.table_names import TABLE, table_fault
from ant.core.spec import Route
from ant.core.text.words import quoted

DELETE, BULK = "delete", "bulk"


class RouteWords(NamedTuple):
    """Such words, as a route has them."""

    delete: str = ""
    bulk: bool = False
    stored_as: str = ""


def words_in(value: dict[str, Any]) -> RouteWords:
    """Return the valid words in the entry of a route."""
    table = value.get(TABLE, "")
    is_table = TABLE in value and table_fault(table) is None
    delete = SOFT if value.get(DELETE) == SOFT else ""
    return RouteWords(delete, value.get(BULK) is True, table if is_table else "")


def word_faults(value: dict[str, Any]) -> Iterator[tuple[str, Fault]]:
    """Yield each word of the entry of a route that is wrong by itself, and why."""
    if DELETE in value and value[DELETE] != SOFT:
        hint = f"Write {SOFT}, or leave it out: then rows are deleted for good."
        yield DELETE, Fault(f"it must be '{SOFT}'", hint)
    if BULK in value and not isinstance(value[BULK], bool):
        yield BULK, Fault("it must be true or false")
    for word in (DELETE, BULK):
        if word in value and "fields" not in value:
            yield word, Fault("the route has no fields", "Leave it out, or give the route fields.")
    fault = table_fault(value[TABLE]) if TABLE in value else None
    if fault:
        yield TABLE, fault


def broken_words(routes: tuple[Route, ...]) -> Iterator[Broken]:
    """Yield the conflicts of these words with the fields of routes."""
    for route in routes:
        name = route.names.text
        if route.delete:
            yield from (Broken(name, DELETE, fault) for fault in _of_deletion(route))
        if route.bulk:
            yield from (Broken(name, BULK, fault) for fault in _of_bulk(route))


def checked_words(name: str, words: dict[str, Any]) -> RouteWords:
    """Return the words of a request; raise ``InvalidSpec``."""
    value = {**words, "fields": {}}
    for word, fault in word_faults(value):
        message = f"Invalid '{word}' of route {quoted(name)} ({fault.what})."
        raise InvalidSpec(Problem(message, hint=fault.hint))
    return words_in(value)


def _of_bulk(route: Route) -> Iterator[Fault]:
    for field in route.fields:
        if field.kind.is_hidden:
            what = f"each value of its field '{field.name}' is hashed, which is slow on purpose"
            yield Fault(what, "Leave it out: such rows are made one by one.")
    if route.subroute(BULK):
        what = f"its subroute '{BULK}' has the URL {route.names.prefix}/{BULK} already"
        yield Fault(what, "Give the subroute another name.")


def _of_deletion(route: Route) -> Iterator[Fault]:
    for field in route.fields:
        if DELETED_AT in (field.key, field.column.lower()):
            what = f"it makes a column {DELETED_AT}, and the field '{field.name}' has that already"
            yield Fault(what, "Take the field out: what its column says is kept.")
    if route.accounts:
        what = "accounts are disabled rather than kept, and their 'disabled' says so already"
        yield Fault(what, "Leave it out.")
