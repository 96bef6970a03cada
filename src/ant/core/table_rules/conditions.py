"""What a condition of a rule over several fields may ask: which rows the rule is about."""

from collections.abc import Iterator

from ant.core.fields.field import Field
from ant.core.fields.rules import Fault, value_fault
from ant.core.spec import Route
from ant.core.table_rules.rules import Together, filter_operator, filtered_field
from ant.core.text.json_value import Json
from ant.core.text.words import did_you_mean, listed, quoted

_FILTERED = ("string", "text", "email", "url", "enum", "smallint", "integer", "bigint", "boolean")
"""The types whose values a condition may name; others may only be null or not."""
_OPERATORS = ("eq", "ne", "in", "isnull")
_FEW = 100
"""The most integers between two limits that are enumerated."""
_ANY_OTHER = object()
"""Stands for all values that no filter names."""


def condition_faults(route: Route, rule: Together) -> Iterator[Fault]:
    """Yield what is wrong with the condition of a rule."""
    faults = [*_of_filters(route, rule)]
    yield from faults
    for field in route.fields if not faults else ():
        filters = {key: value for key, value in rule.where if filtered_field(key) == field.name}
        if filters:
            yield from _of_rows(field, filters)


def _of_rows(field: Field, filters: dict[str, Json]) -> Iterator[Fault]:
    """Whether every row meets a filter, or no row can meet all that are of a field."""
    values = [*_values(field, filters)]
    for key, operand in filters.items():
        if all(_meets(value, key, operand) for value in values):
            yield Fault(f"every row meets {quoted(key)}", "Leave it out.")
    if not any(all(_meets(value, *condition) for condition in filters.items()) for value in values):
        what = f"no row could meet what it asks of '{field.name}'"
        yield Fault(what, f"Leave out one of {listed([*filters])}, or this rule.")


def _values(field: Field, filters: dict[str, Json]) -> Iterator[object]:
    """Yield representative values of a field, as far as filters can distinguish them."""
    if field.nullable:
        yield None
    if field.values:
        yield from field.values
    elif field.type == "boolean":
        yield from (False, True)
    elif field.kind.bits and (numbers := _few_numbers(field)):
        yield from numbers
    else:
        for key, operand in filters.items():
            if filter_operator(key) != "isnull":
                yield from operand if isinstance(operand, list) else [operand]
        yield _ANY_OTHER


def _few_numbers(field: Field) -> range:
    """All numbers that a row may have, or none where these are many."""
    least, most = field.kind.limits(field)
    return range(least, most + 1 if most - least < _FEW else least)


def _meets(value: object, key: str, operand: Json) -> bool:
    operator = filter_operator(key)
    if operator == "isnull":
        return (value is None) is operand
    if value is None or operator == "in":
        return value is not None and value in operand
    return bool(value == operand) is (operator == "eq")


def _of_filters(route: Route, rule: Together) -> Iterator[Fault]:
    for key, value in rule.where:
        name, operator = filtered_field(key), filter_operator(key)
        field = route.field(name)
        if field is None or not field.is_column:
            yield no_field(route, name)
        elif operator not in _OPERATORS:
            what = f"'where' does not know the operator {quoted(operator)}"
            yield Fault(what, "Use the field itself, or __ne, __in or __isnull.")
        elif operator == "isnull":
            if not isinstance(value, bool):
                yield Fault(f"{quoted(key)} must be true or false", None)
            elif not field.nullable:
                what = f"'{name}' always has a value"
                yield Fault(what, "Leave the condition out, or let the field be empty.")
        elif field.type not in _FILTERED:
            what = f"'where' cannot compare '{name}', which is of type {field.type}"
            yield Fault(what, f"Ask whether there is one: {name}__isnull")
        else:
            yield from _of_values(field, key, value if operator == "in" else [value])


def _of_values(field: Field, key: str, values: Json) -> Iterator[Fault]:
    kinds = {"boolean": bool, "smallint": int, "integer": int, "bigint": int}
    kind = kinds.get(field.type, str)
    if not isinstance(values, list) or not values:
        yield Fault(f"{quoted(key)} must be a list of values", None)
        return
    for value in values:
        if type(value) is not kind:
            word = {bool: "true or false", int: "a whole number", str: "a text"}[kind]
            yield Fault(f"{quoted(key)} must be {word}", None)
        elif kind is not bool and (what := value_fault(field, value)):
            yield Fault(f"the value of {quoted(key)} {what}", None)
        elif isinstance(value, str) and field.type == "email" and value != value.lower():
            yield Fault(f"addresses are kept in lower case, and {quoted(value)} is not", None)


def no_field(route: Route, name: str) -> Fault:
    """Return what is wrong with the name of a field that a route does not have."""
    column = next((field.name for field in route.fields if field.column == name), None)
    if column and column != name:
        return Fault(f"{quoted(name)} is a column, not a field", f"Name the field: {column}")
    parts = [field.name for field in route.fields if field.part_of == name]
    if parts:
        what = f"{quoted(name)} leads to rows of several routes, and has a column for each"
        return Fault(what, f"Name one, and have a rule for each: {listed(parts)}")
    columns = [field.name for field in route.fields if field.is_column]
    what = f"the route has no field {quoted(name)}"
    return Fault(what, did_you_mean(name, columns, None))
