"""What the property-based client has to be told: words that it lacks, or that JSON Schema lacks."""

from collections.abc import Iterator
from typing import Any

import schemathesis  # type: ignore[import-not-found]

LAST_YEAR = 2100
ANY: set[str] = set()
"""The fields of a document whose schema takes any JSON."""
LINKS: set[str] = set()
"""Its fields that take the ids of rows which a row is linked to."""
MOST_LINKS = 1000


@schemathesis.hook  # type: ignore[untyped-decorator]
def before_load_schema(_context: Any, raw_schema: dict[str, Any]) -> None:
    """Bound dates by words that it knows, and merge what ``allOf`` has."""
    _bound(raw_schema)
    schemas = raw_schema["components"]["schemas"]
    for schema in schemas.values():
        fields = schema.get("properties", {}).items()
        LINKS.update(name for name, field in fields if field.get("maxItems") == MOST_LINKS)
        ANY.update(name for name, field in fields if not field.keys() - {"default", "description"})
        if schema.pop("unevaluatedProperties", True) is False:
            own = schema.get("properties", {})
            schema |= {"type": "object", "properties": own, "additionalProperties": False}
            for part in schema.pop("allOf", []):
                name = part.get("$ref", "").rpartition("/")[2]
                schema["properties"] |= (schemas[name] if name else part)["properties"]
    for name, schema in schemas.items():
        if name.endswith("Filters"):
            schema["properties"] = dict(_few(schema["properties"]))


def _few(filters: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the filters of a list, of those through a reference the ones by an id alone.

    All are made alike, and the client tries each: a list with three references has four hundred.
    """
    for key, schema in filters.items():
        field, _, words = key.partition("__")
        if field in filters or words.partition("__")[0] == "id":
            yield key, schema


def _bound(value: Any) -> None:
    kind = value.get("format") if isinstance(value, dict) else None
    if kind in ("date", "date-time") and "x-minimum" in value:
        # A moment at the turn of a year may be in the year before, by its offset.
        first_year = int(str(value["x-minimum"])[:4]) + (kind == "date-time")
        value["pattern"] = f"^({'|'.join(map(str, range(first_year, LAST_YEAR)))})-"
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            _bound(inner)


@schemathesis.hook  # type: ignore[untyped-decorator]
def map_body(_context: Any, body: Any) -> Any:
    """Take right ids out of what a row is linked to: no document says which rows there are."""
    return [*map(_without_ids, body)] if isinstance(body, list) else _without_ids(body)


def _without_ids(body: Any) -> Any:
    links = LINKS & body.keys() if isinstance(body, dict) else set()
    right = {name for name in links if isinstance(body[name], list) and _may_be_ids(body[name])}
    return {**body, **{name: [] for name in right}} if right else body


def _may_be_ids(items: list[Any]) -> bool:
    return len(items) <= MOST_LINKS and all(map(_may_be_id, items))


def _may_be_id(item: Any) -> bool:
    if isinstance(item, str):
        return bool(item.strip()) and "\0" not in item
    return type(item) in (int, float) and float(item).is_integer() and abs(item) < 2**63


@schemathesis.hook  # type: ignore[untyped-decorator]
def filter_body(_context: Any, body: Any) -> bool:
    """Leave out whole numbers of more than 64 bits where any JSON may be: those are refused."""
    rows = (row for row in (body if isinstance(body, list) else [body]) if isinstance(row, dict))
    return all(_fits(row[name]) for row in rows for name in ANY & row.keys())


def _fits(value: Any) -> bool:
    if isinstance(value, int):
        return -(2**63) <= value < 2**64
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(map(_fits, inner))
