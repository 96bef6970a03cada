"""The enums of a project: what they are, and the fields that have their values."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ant.core.errors import InvalidRequest, InvalidSpec, Problem
from ant.core.fields.field import Field
from ant.core.fields.named_enum import NamedEnum
from ant.core.fields.problems import field_problem
from ant.core.fields.rules import Fault, broken_rules
from ant.core.locations import Step, Where
from ant.core.memo import once
from ant.core.names.route_names import folded, identifier_fault
from ant.core.planning.requests import Enums
from ant.core.spec import Route, Spec
from ant.core.text.words import did_you_mean, quoted
from ant.field_types.texts.enum import values_fault

ENUMS = "enums"
"""The word of a project that has them."""
LONGEST_NAME = 40
"""Characters."""

_WRITTEN = '"enums": {"priority": ["low", "high"]}'


def read_enums(
    project: dict[str, Any], complain: Callable[[str, Step, str], None]
) -> tuple[NamedEnum, ...]:
    """Return the enums of a project; ``complain`` of invalid ones."""
    enums = project.get(ENUMS, {})
    path: Step = ("project", ENUMS)
    if not isinstance(enums, dict) or (ENUMS in project and not enums):
        complain(f"'{ENUMS}' must be an object of lists of values.", path, f"Write {_WRITTEN}.")
        return ()
    found: dict[str, NamedEnum] = {}
    for typed, values in enums.items():
        name = folded(typed)
        fault = enum_fault(typed, values)
        if fault is None and name in found:
            fault = Fault("it is there twice, in upper or lower case", "Leave one of them out.")
        if fault:
            complain(_message(typed, fault), (*path, typed), fault.hint or "")
        # An invalid enum counts as defined, so that its fields are no further problems.
        found[name] = NamedEnum(name, () if fault else tuple(values))
    return (*found.values(),)


def enum_fault(name: str, values: object) -> Fault | None:
    """Return why a name and values are no enum; None where they are one."""
    fault = identifier_fault(folded(name))
    if fault is None and (len(name) > LONGEST_NAME or name.strip("_") != name or "__" in name):
        fault = f"must have at most {LONGEST_NAME} characters, and '_' only between two others"
    if fault:
        return Fault(f"its name {fault}", "Call it something like order_status.")
    wrong = values_fault(values if isinstance(values, list) else None, "it")
    return Fault(wrong, f"Write {_WRITTEN}.") if wrong else None


def enums_in(enums_given: Enums) -> dict[str, list[str]]:
    """Return the enums of a request, in the form of a spec; raise ``InvalidSpec``.

    Each is a text such as ``priority=low,high``, or a name with its values. Raises
    ``InvalidRequest`` for anything else.
    """
    found: dict[str, list[str]] = {}
    problems = []
    for typed, values in _entries(enums_given):
        fault = enum_fault(typed, values)
        if fault is None and typed in found:
            fault = Fault("it is there twice", "Leave one of them out.")
        if fault:
            problems.append(Problem(_message(typed, fault), hint=fault.hint))
        found[typed] = values
    if problems:
        raise InvalidSpec(*problems)
    return found


def _entries(enums_given: Enums) -> list[tuple[str, list[str]]]:
    if isinstance(enums_given, Mapping) and all(isinstance(name, str) for name in enums_given):
        return [
            (name, [*values] if isinstance(values, list | tuple) else [])
            for name, values in enums_given.items()
        ]
    texts = enums_given if isinstance(enums_given, list | tuple) else [""]
    if not all(isinstance(text, str) and "=" in text for text in texts):
        message = "An enum is a name, '=' and its values."
        raise InvalidRequest(Problem(message, hint="Write it like priority=low,normal,high."))
    parts = (text.partition("=") for text in texts)
    return [(name, values.split(",") if values else []) for name, _, values in parts]


def _message(name: str, fault: Fault) -> str:
    return f"Invalid enum {quoted(name)} of the project ({fault.what})."


def with_enums(spec: Spec) -> Spec:
    """Return the spec in which each field knows the values of its enum, if it is defined.

    A spec whose fields know them is returned unchanged.
    """
    values = {enum.name: enum.values for enum in spec.enums}
    routes = tuple(_knowing(route, values) for route in spec.routes)
    is_same = all(route is other for route, other in zip(routes, spec.routes, strict=True))
    return spec if is_same else spec._replace(routes=routes)


def _knowing(route: Route, values: dict[str, tuple[str, ...]]) -> Route:
    if not route.fields or not enums_of(route):
        return route
    fields = tuple(_valued(field, values) for field in route.fields)
    is_same = all(field is other for field, other in zip(fields, route.fields, strict=True))
    return route if is_same else route._replace(fields=fields)


def _valued(field: Field, values: dict[str, tuple[str, ...]]) -> Field:
    if not field.enum or field.values == values.get(field.enum, ()):
        return field
    return field._replace(values=values.get(field.enum, ()))


def with_recorded_enums(
    spec: Spec, made: Mapping[str, Sequence[Mapping[str, Sequence[str]]]]
) -> Spec:
    """Return the spec in which fields have the values with which their tables were made.

    ``made`` has those by the names of routes and enums, of each branch that has generated a route.
    Where one of them has the values of today, a migration has brought the table to these.
    """
    routes = []
    for route in spec.routes:
        branches = made.get(route.names.text, ())
        if any(branches):
            fields = (_as_made(field, branches) for field in route.fields)
            route = route._replace(fields=tuple(fields))
        routes.append(route)
    return spec._replace(routes=tuple(routes))


def _as_made(field: Field, branches: Sequence[Mapping[str, Sequence[str]]]) -> Field:
    known = [tuple(values[field.enum]) for values in branches if field.enum in values]
    if not field.enum or not known or field.values in known:
        return field
    return field._replace(values=known[0])


@once
def enums_of(route: Route) -> set[str]:
    """Return the enums that fields of a route have, by their names."""
    return {field.enum for field in route.fields if field.of} - {""}


@once
def used_enums(spec: Spec) -> list[NamedEnum]:
    """Return the enums that any field has, in their order."""
    if not spec.enums:
        return []
    used = {name for route in spec.routes for name in enums_of(route)}
    return [enum for enum in spec.enums if enum.name in used]


def unused_advice(spec: Spec) -> Iterator[str]:
    """Yield warnings about unused enums."""
    used = used_enums(spec)
    for enum in spec.enums:
        if enum not in used:
            yield (
                f"No field has the enum '{enum.name}' of the project, so no code has it:"
                f" a field has it by enum:of={enum.name}."
            )


def clashes_of_enums(spec: Spec, where: Where = lambda path: "") -> Iterator[Problem]:
    """Problems of fields that do not fit the enums of their project."""
    known = {enum.name for enum in spec.enums}
    for route in spec.routes:
        for field in route.fields:
            if not field.of or not field.enum:
                continue
            name = route.names.text
            path: Step = ("routes", name, "fields", field.name)
            is_known = field.enum in known
            for fault in broken_rules(field) if is_known else [_unknown(field.enum, known)]:
                yield field_problem(name, field.name, fault, where(path) or None)


def _unknown(name: str, known: set[str]) -> Fault:
    hint = did_you_mean(name, known, f"Give the project {_WRITTEN}.")
    return Fault(f"the project has no enum {quoted(name)}", hint, "of")
