"""Warnings about valid names that are probably unintended."""

import re
from collections.abc import Iterable, Iterator

from ant.core.fields.attribute_names import attribute_of
from ant.core.names.route_names import folded
from ant.core.planning.requests import Fields
from ant.core.text.words import quoted

PARAMETERS = {"page", "per_page", "sort"}
"""What queries of lists have beside filters."""

_HUMP = re.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def spec_advice(value: object) -> tuple[str, ...]:
    """Return warnings about the names in a valid spec."""
    routes = value.get("routes") if isinstance(value, dict) else None
    return tuple(
        line
        for name, route in (routes or {}).items()
        for line in (
            *case_advice("Route", name),
            *fields_advice(name, (route.get("fields") or {}).items()),
        )
    )


def field_advice(route: str, fields: Fields) -> tuple[str, ...]:
    """Return the same of the fields that a request has."""
    from ant.core.fields.arguments import field_entries  # noqa: PLC0415, slow to load

    return tuple(fields_advice(route, field_entries(fields)))


def fields_advice(route: str, fields: Iterable[tuple[str, object]]) -> Iterator[str]:
    """Yield warnings about the names of a route's fields, each with its definition."""
    for name, definition in fields:
        yield from case_advice("Field", name, f" of route {quoted(folded(route))}")
        kind = (
            definition.get("type")
            if isinstance(definition, dict)
            else str(definition).partition(":")[0]
        )
        is_stored = (
            "column" in definition
            if isinstance(definition, dict)
            else ":column=" in str(definition)
        )
        if (
            kind == "reference"
            and not is_stored
            and folded(name).endswith("_id")
            and len(name) > len("_id")
        ):
            column, better = f"{folded(name)}_id", folded(name)[: -len("_id")]
            yield (
                f"The reference {quoted(name)} of route {quoted(folded(route))} has the column "
                f"'{column}'. Call it '{better}' to have the column '{better}_id'."
            )
        if kind not in ("reference", "many"):
            yield from _taken_advice(folded(name), folded(route))


def _taken_advice(name: str, route: str) -> Iterator[str]:
    """Yield a warning about a field's name with another meaning in Python or in queries."""
    field = f"the field {quoted(name)} of route {quoted(route)}"
    if attribute_of(name) != name:
        yield (
            f"The code calls {field} '{attribute_of(name)}', since Python or a library needs"
            f" '{name}' itself. Clients do not see that."
        )
    if name in PARAMETERS:
        yield (
            f"Lists are filtered by {field} with '__eq' behind its name, since every list has a"
            " parameter of that name."
        )


def case_advice(what: str, name: str, of: str = "") -> Iterator[str]:
    """Yield a warning about a name such as ``isActive``, whose words become one in lower case."""
    better = folded(_HUMP.sub("_", name))
    if better != folded(name):
        yield (
            f"{what} {quoted(name)}{of} is called '{folded(name)}': names are in lower case. "
            f"Write '{better}' if you want that."
        )
