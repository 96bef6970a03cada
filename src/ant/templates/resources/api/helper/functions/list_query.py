"""The query string of a list: ``?page=2&sort=-created_at,name&age__gte=18&fields=id,name``."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from helper.functions.load_body import schema_of
from helper.functions.validation_error import validation_error
from helper.references import keys_read, referred, relations
from helper.schema_fields import Boolean, Exact, ListOf, Reference, String, from_text

PER_PAGE = 20
MOST_PER_PAGE = 100
LAST_PAGE = 1_000_000_000  # so that no offset is larger than what a database takes

PARAMETERS = ("page", "per_page", "sort", "fields", "expand")
"""Parameters that are no filters; a field of such a name is compared by ``page__eq=2``."""

EXACT = ("", "eq", "ne", "in")
FEW = ("ne", "in", "isnull")
ORDERED = (*FEW, "gt", "gte", "lt", "lte")
OF_LIST = ("contains", "isnull")
OF_TEXT = (*ORDERED, "contains", "startswith")

TIMES = (fields.Date, fields.Time, fields.DateTime)
COMPARABLE = (fields.String, fields.Number, fields.Boolean, fields.UUID, Exact, *TIMES, ListOf)
"""The types of fields that lists can be filtered by and, but for ``ListOf``, sorted by."""

Item = TypeVar("Item")
Known = dict[str, fields.Field[Any]]


class Filter(NamedTuple):
    """A condition: ``value`` is a list for ``in``, and a bool for ``isnull``."""

    field: str
    operator: str
    value: Any


@dataclass(frozen=True)
class ListQuery:
    """A page of rows, and their order: names of attributes, with ``-`` for descending.

    ``fields`` are the keys that are read, where not all of them are. ``expand`` says
    which of the rows that these lead to are shown as well.
    """

    page: int = 1
    per_page: int = PER_PAGE
    sort: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    fields: tuple[str, ...] = ()
    expand: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page(Generic[Item]):
    """The rows of a page, and how many there are on all pages."""

    items: list[Item]
    page: int
    per_page: int
    total: int

    def to_dict(self) -> dict[str, Any]:
        """Return the body of the answer."""
        pages = -(-self.total // self.per_page)
        counts = {"per_page": self.per_page, "total": self.total, "pages": pages}
        return {"items": self.items, "page": self.page, **counts}


def list_query(arguments: MultiDict[str, str], kind: type[Schema]) -> ListQuery:
    """Parse a query string against a Get schema.

    Raises an ``APIException`` (400) that names every unknown parameter, field and operator, and
    every value that is wrong for its field.
    """
    if not arguments:
        return ListQuery()
    known = queryable(kind)
    settings: dict[str, Any] = {}
    filters: list[Filter] = []
    errors: dict[str, list[str]] = {}
    for name, texts in arguments.lists():
        try:
            if name in ("page", "per_page"):
                settings[name] = _count(texts, LAST_PAGE if name == "page" else MOST_PER_PAGE)
            elif name == "sort":
                settings[name] = _sort(_only(texts), known)
            elif name in CHOICES:
                settings[name] = _chosen(texts, CHOICES[name](kind))
            else:
                filters.append(_filter(name, texts, known | referred(kind, queryable)))
        except ValidationError as error:
            errors[name] = list(error.messages)
    if errors:
        raise validation_error(ValidationError(dict(errors)))
    names = settings.get("expand", ())
    settings["fields"] = keys_read(kind, settings.get("fields", ()), names)
    return ListQuery(**settings, filters=tuple(filters))


def asked(name: str, arguments: MultiDict[str, str], kind: type[Schema]) -> tuple[str, ...]:
    """Return what ``?fields=id,name`` lists, nothing without it; raise an ``APIException`` (400)."""
    if name not in arguments:
        return ()
    try:
        return _chosen(arguments.getlist(name), CHOICES[name](kind))
    except ValidationError as error:
        raise validation_error(ValidationError({name: error.messages})) from error


def _chosen(texts: list[str], listed: Iterable[str]) -> tuple[str, ...]:
    """Return the names that a parameter lists, in the order of the schema."""
    names, known = ",".join(texts).split(","), [*listed]
    for name in names:
        if name not in known:
            raise ValidationError(f"There is no {name!r}. There are: {', '.join(known) or 'none'}.")
    return tuple(name for name in known if name in names)


def shown_keys(kind: type[Schema]) -> list[str]:
    """Return the fields of a Get schema by their JSON keys."""
    return [field.data_key or name for name, field in schema_of(kind).dump_fields.items()]


CHOICES: dict[str, Callable[[type[Schema]], Iterable[str]]] = {
    "fields": shown_keys,
    "expand": relations,
}
"""Parameters that list names, and the function that returns the names allowed."""


@cache
def queryable(kind: type[Schema]) -> Known:
    """Return the fields that lists can be filtered and sorted by, by their JSON keys."""
    shown = schema_of(kind).dump_fields.items()
    return {field.data_key or name: field for name, field in shown if isinstance(field, COMPARABLE)}


def _attribute(field: fields.Field[Any]) -> str:
    return str(field.attribute or field.name)


def _only(texts: list[str]) -> str:
    if len(texts) > 1:
        raise ValidationError("Must be given once.")
    return texts[0]


def _count(texts: list[str], most: int) -> int:
    text = _only(texts)
    if text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most:
        return int(text)
    raise ValidationError(f"Must be a whole number from 1 to {most}.")


def _sort(text: str, known: Known) -> tuple[str, ...]:
    keys = []
    for key in text.split(","):
        name = key.removeprefix("-")
        if name not in known or isinstance(known[name], ListOf):
            raise ValidationError(f"Cannot sort by {name!r}.")
        keys.append(f"{'-' if key.startswith('-') else ''}{_attribute(known[name])}")
    return tuple(keys)


def _filter(name: str, texts: list[str], known: Known) -> Filter:
    field_name, _, operator = (name, "", "") if name in known else name.rpartition("__")
    field = known.get(field_name)
    if field is None or name.endswith("__"):
        raise ValidationError("Unknown parameter.")
    attribute = _attribute(field)
    operators = comparisons_of(field_name, field)
    if operator not in operators:
        listed = ", ".join(f"{field_name}__{word}" if word else field_name for word in operators)
        raise ValidationError(f"There is no such filter. There are: {listed}.")
    if operator == "isnull":
        return Filter(attribute, operator, from_text(Boolean(), _only(texts)))
    if operator == "in":
        values = ",".join(texts).split(",")  # they may also be given one by one
        if "" in values:  # an empty list is probably a mistake of the client
            raise ValidationError("Must be values with a comma between them, none of them empty.")
        return Filter(attribute, operator, [from_text(field, value) for value in values])
    field = field.inner if isinstance(field, ListOf) else field
    if isinstance(field, String) and operator not in EXACT:  # any text is before or after another
        field = String()
    return Filter(attribute, operator or "eq", from_text(field, _only(texts)))


def comparisons_of(name: str, field: fields.Field[Any]) -> tuple[str, ...]:
    """Return the operators of a parameter; '' stands for equality."""
    if isinstance(field, ListOf):
        return OF_LIST
    return ("eq" if name in PARAMETERS else "", *operators_of(field))


def operators_of(field: fields.Field[Any]) -> tuple[str, ...]:
    """Return the operators of a field; ids of other rows have no order."""
    if isinstance(field, fields.UUID | fields.Boolean | Reference):
        return FEW
    return OF_TEXT if isinstance(field, fields.String) else ORDERED
