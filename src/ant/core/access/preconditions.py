"""The words of a spec for request preconditions: ``If-Match`` and ``Idempotency-Key``.

The other words that a project has for all routes, and a route for itself, are read here as well.
"""

from collections.abc import Iterator
from typing import Any

from ant.core.errors import Problem
from ant.core.keys import key_fault, read_key
from ant.core.locations import Where
from ant.core.memo import once
from ant.core.names.route_names import folded
from ant.core.relations import associations
from ant.core.spec import Route, Spec
from ant.core.text.words import quoted

REQUIRED, OPTIONAL = "required", "optional"
IF_MATCH = (REQUIRED, OPTIONAL)
"""The values of ``if_match``, for the header ``If-Match`` of a PUT, PATCH or DELETE."""

WORDS = ("if_match", "idempotency", "key")
"""The words of a project or a route that ``words_of`` reads."""
KEYS_TABLE = "idempotency_keys"
"""The table of the answers to POSTs that came with an ``Idempotency-Key``."""


@once
def with_preconditions(spec: Spec) -> Spec:
    """Return the spec with the inherited preconditions filled in, for every route with fields.

    What is optional or off is not written. A spec without such words is returned unchanged.
    """
    if not _has_words(spec) and not any(map(_has_words, spec.routes)):
        return spec
    return spec._replace(routes=tuple(_route(route, spec) for route in spec.routes))


@once
def needs_if_match(spec: Spec) -> bool:
    """Whether any route of a spec refuses changes without ``If-Match``."""
    return any(route.if_match == REQUIRED for route in with_preconditions(spec).routes)


@once
def takes_idempotency_keys(spec: Spec) -> bool:
    """Whether a POST of any route of a spec takes an ``Idempotency-Key``."""
    return any(route.idempotency for route in with_preconditions(spec).routes)


def clash_of_keys(spec: Spec, where: Where = lambda path: "") -> Problem | None:
    """The problem of a route whose table would be that of the idempotency keys."""
    for route in spec.routes if takes_idempotency_keys(spec) else ():
        tables = [route.table, *(between.table for between in associations(route))]
        if KEYS_TABLE in tables:
            name = quoted(route.names.text)
            message = f"Route {name} and 'idempotency' would share the table {KEYS_TABLE}."
            hint = "Use another name, or leave out 'idempotency'."
            return Problem(message, where(("routes", route.names.text)) or None, hint)
    return None


def word_faults(value: dict[str, Any], owner: str) -> Iterator[tuple[str, str, str | None]]:
    """Yield the key, the fault and a hint for each invalid word of ``the project`` or a route."""
    if value.get("if_match", OPTIONAL) not in IF_MATCH:
        yield "if_match", f"Invalid 'if_match' of {owner} (must be {' or '.join(IF_MATCH)}).", None
    if not isinstance(value.get("idempotency", False), bool):
        yield "idempotency", f"Invalid 'idempotency' of {owner} (must be true or false).", None
    fault = key_fault(value["key"], _field_names(value)) if "key" in value else None
    if fault:
        yield "key", f"Invalid 'key' of {owner} ({fault.what}).", fault.hint
    if owner.startswith("route") and "fields" not in value:
        for key in WORDS:
            adds_fields = key == "key" and value.get("accounts") is True
            if key in value and not adds_fields:
                message = f"R{owner[1:]} has no fields and so no '{key}'."
                yield key, message, "Leave it out, or give the route fields."


def words_of(value: dict[str, Any]) -> tuple[str, bool | None, str]:
    """Return the ``if_match``, the ``idempotency`` and the ``key`` of a project or a route."""
    idempotency, key = value.get("idempotency"), value.get("key")
    is_key = "key" in value and key_fault(key, _field_names(value)) is None
    if_match = str(value.get("if_match", ""))
    return (
        if_match,
        idempotency if isinstance(idempotency, bool) else None,
        read_key(key) if is_key else "",
    )


def _field_names(value: dict[str, Any]) -> list[str]:
    fields = value.get("fields")
    return [*map(folded, fields)] if isinstance(fields, dict) else []


def _has_words(owner: Spec | Route) -> bool:
    return bool(owner.if_match) or owner.idempotency is not None


def _route(route: Route, project: Spec) -> Route:
    if not route.fields:
        return route._replace(if_match="", idempotency=None)
    if_match = route.if_match or project.if_match
    keys = project.idempotency if route.idempotency is None else route.idempotency
    return route._replace(
        if_match=REQUIRED if if_match == REQUIRED else "", idempotency=keys or None
    )
