"""What must hold between the rules over several fields and the fields of a route."""

from collections.abc import Iterator
from typing import NamedTuple

from ant.core.fields.field import Field
from ant.core.fields.rules import LONGEST_INDEXED, Fault
from ant.core.relations import database_names
from ant.core.spec import Route
from ant.core.table_rules.comparison_limits import limit_faults
from ant.core.table_rules.conditions import condition_faults, no_field
from ant.core.table_rules.names import rule_names
from ant.core.table_rules.rules import MOMENTS, Comparison, TableRules, Together, filtered_field
from ant.core.text.words import listed, quoted

_ORDERED = {
    "smallint": "whole numbers", "integer": "whole numbers", "bigint": "whole numbers",
    "decimal": "decimals", "date": "dates", "time": "times", "datetime": "datetimes",
}  # fmt: skip
"""What the values of a type are, of those with an order that is the same in all databases."""


class BrokenRule(NamedTuple):
    """A rule of a route that contradicts the fields, and why."""

    route: str
    word: str
    number: int
    fault: Fault


def broken_table_rules(routes: tuple[Route, ...]) -> Iterator[BrokenRule]:
    """Everything wrong with rules over several fields."""
    names: dict[str, str] | None = None
    for route in routes:
        if not any(route.rules):
            continue
        if names is None:
            every = [(other.names.text, name) for other in routes for name in database_names(other)]
            names = {name.text: place for place, name in every if name.is_relation}
        name = route.names.text
        for word, number, fault in _of_route(route):
            yield BrokenRule(name, word, number, fault)
        for word, number, called in rule_names(route.table, route.rules):
            other = names.setdefault(called, name)
            if word != "check" and other != name:
                what = f"it and one of route '{other}' would both be called {called}"
                yield BrokenRule(name, word, number, Fault(what, "Rename a field."))


def _of_route(route: Route) -> Iterator[tuple[str, int, Fault]]:
    for word, rules in (("unique", route.rules.unique), ("index", route.rules.indexes)):
        seen: dict[frozenset[object], int] = {}
        for number, rule in enumerate(rules):
            for fault in (
                *_of_fields(route, word, rule),
                *_of_sizes(route, rule),
                *_of_case(route, rule),
                *condition_faults(route, rule),
            ):
                yield word, number, fault
            if word == "unique":
                for fault in (*_of_owners(route, rule), *_of_smaller(rule, rules)):
                    yield word, number, fault
            same: frozenset[object] = frozenset([*rule.fields, str(rule.where)])
            if word == "unique" and seen.setdefault(same, number) != number:
                yield word, number, Fault("the same fields are there already", "Take one out.")
    for number, comparison in enumerate(route.rules.checks):
        for fault in _of_comparison(route, comparison):
            yield "check", number, fault
    if not any(True for check in route.rules.checks for _ in _of_comparison(route, check)):
        circles = [*_circles(route.rules)]
        yield from circles or _limits(route)


def _of_fields(route: Route, word: str, rule: Together) -> Iterator[Fault]:
    for name in rule.fields:
        field = route.field(name)
        if rule.fields.count(name) > 1:
            yield Fault(f"{quoted(name)} is named twice", "Leave one of them out.")
            return
        if name.startswith("-"):
            what = f"{quoted(name)} says an order, and only an 'index' has one"
            yield Fault(what, f"Write {name[1:]}.")
            continue
        if field is None and not (word == "index" and name in MOMENTS):
            yield no_field(route, name)
        elif field is not None and not _is_indexable(field):
            longest = field.maximum
            is_text = field.kind.longest > 0 and not field.kind.is_bytes
            size = f" with up to {longest} characters" if longest else " without a max"
            size = size if is_text else ""
            hint = f"Give it a max of at most {LONGEST_INDEXED}." if is_text else None
            yield Fault(f"'{name}' is of type {field.type}{size}, which no index can hold", hint)
    first = route.field(rule.fields[0])
    if len(rule.fields) == 1 and first and not rule.where and not rule.ignore_case:
        what = f"'{first.name}' stands alone"
        yield Fault(what, f"Write '{word}' behind the type of the field, or name more fields.")
    if word == "unique":
        empty = [name for name in rule.fields if (f"{name}__isnull", True) in rule.where]
        if empty:
            what = f"'{empty[0]}' is empty in all of these rows, and empty values are never alike"
            yield Fault(what, "Leave the field out, or the condition.")
        uniques = [name for name in rule.fields if (field := route.field(name)) and field.unique]
        if uniques:
            what = f"'{uniques[0]}' is unique by itself"
            yield Fault(what, "Leave this out, or 'unique' at the field.")


def _of_sizes(route: Route, rule: Together) -> Iterator[Fault]:
    """Texts that an index holds one by one, but not together."""
    fields = filter(None, map(route.field, dict.fromkeys(rule.fields)))
    sizes = {field.name: _longest(field) for field in fields if _is_indexable(field)}
    longest = sum(sizes.values())
    if longest > LONGEST_INDEXED:
        texts = listed([name for name, size in sizes.items() if size])
        most = f"up to {longest} characters together"
        what = f"{texts} have {most}, and an index holds {LONGEST_INDEXED}"
        yield Fault(what, "Give them a smaller max, or leave one of them out.")


def _longest(field: Field) -> int:
    """How many characters a value has at most; 0 for what is no text."""
    field = field.target or field  # whose values it holds
    if field.values:
        return max(map(len, field.values))
    return field.maximum if field.kind.longest and isinstance(field.maximum, int) else 0


def _of_case(route: Route, rule: Together) -> Iterator[Fault]:
    fields = [field for field in route.fields if field.name in rule.fields]
    if rule.ignore_case and fields and not any(field.kind.has_case for field in fields):
        what = "'ignore_case' is of texts, and none of the fields keeps upper and lower case apart"
        yield Fault(what, "Leave it out.", "ignore_case")


def _of_owners(route: Route, rule: Together) -> Iterator[Fault]:
    """A key of columns that tokens decide alone: everybody could have just one row."""
    columns = {field.name: field for field in route.fields}
    claimed = {name for name, field in columns.items() if field.key in route.claims}
    named = (
        columns[filtered_field(key)] for key, _ in rule.where if filtered_field(key) in columns
    )
    if claimed >= {*rule.fields} and not any(
        not field.readonly and field.name not in claimed for field in named
    ):
        what = "it is of nothing but whose a row is, so nobody could have two"
        yield Fault(what, "Name another field, or say of which rows with 'where'.")


def _of_smaller(rule: Together, rules: tuple[Together, ...]) -> Iterator[Fault]:
    for other in rules:
        is_as_strict = not other.where and (other.ignore_case or not rule.ignore_case)
        if {*other.fields} < {*rule.fields} and is_as_strict:
            what = f"{listed(other.fields)} are unique without the others already"
            yield Fault(what, "Leave one of the two out.")


def _is_indexable(field: Field) -> bool:
    longest = field.maximum if field.kind.longest else 0
    is_short = isinstance(longest, int) and longest <= LONGEST_INDEXED
    return "unique" in field.kind.modifiers and is_short


def _of_comparison(route: Route, rule: Comparison) -> Iterator[Fault]:
    fields = [route.field(name) for name in (rule.left, rule.right)]
    for name, field in zip((rule.left, rule.right), fields, strict=True):
        if field is None or not field.is_column:
            yield no_field(route, name)
        elif field.readonly:
            what = f"'{name}' is readonly, so no request could ever meet the rule by it"
            yield Fault(what, "Leave 'readonly' out, or the rule.")
    left, right = fields
    if left is None or right is None or not left.is_column or not right.is_column:
        return
    if left is right:
        yield Fault(f"it compares '{left.name}' to itself", "Name two fields.")
    elif rule.operator == "!=":
        if left.type != "reference" or right.type != "reference" or left.to != right.to:
            what = f"!= stands between references to one route, and not '{left.name}'"
            yield Fault(f"{what} and '{right.name}'", None)
    elif left.type not in _ORDERED or _ORDERED[left.type] != _ORDERED.get(right.type):
        what = f"'{left.name}' is of type {left.type} and '{right.name}' of type {right.type}"
        kinds = listed([*dict.fromkeys(_ORDERED.values())])
        yield Fault(what, f"Two fields of one of these kinds have an order: {kinds}.")


def _circles(rules: TableRules) -> Iterator[tuple[str, int, Fault]]:
    """Rules that no row with all values can meet, or none with different ones."""
    above: dict[str, set[str]] = {}
    for number, rule in enumerate(rules.checks):
        if rule.operator == "!=":
            continue
        low, high = rule.left, rule.right
        if rule.operator.startswith(">"):
            low, high = high, low
        if _reaches(above, high, low):
            what = f"{rule} turns round what other rules say of its fields"
            yield "check", number, Fault(what, "Take one of them out.")
        above.setdefault(low, set()).add(high)


def _limits(route: Route) -> Iterator[tuple[str, int, Fault]]:
    """Comparisons that the limits of the fields decide."""
    fields = {field.name: field for field in route.fields}
    for number, fault in enumerate(limit_faults(fields, route.rules.checks)):
        if fault:
            yield "check", number, fault


def _reaches(above: dict[str, set[str]], start: str, end: str) -> bool:
    remaining, seen = [start], {start}
    while remaining:
        name = remaining.pop()
        if name == end:
            return True
        new = above.get(name, set()) - seen
        seen |= new
        remaining += new
    return False
