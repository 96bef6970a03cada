"""Consistency of row ownership with the rest of a spec."""

from collections.abc import Iterator
from typing import NamedTuple

from ant.core.access.auth import PUBLIC, Auth
from ant.core.fields.field import Field
from ant.core.fields.rules import Fault
from ant.core.keys import is_text
from ant.core.spec import Route
from ant.core.text.words import did_you_mean, quoted


class Broken(NamedTuple):
    """A word of a route that contradicts the others, and why."""

    route: str
    word: str
    fault: Fault


def broken_ownership(routes: tuple[Route, ...]) -> Iterator[Broken]:
    """Yield the faults of owners and tenants."""
    targets: dict[str, tuple[str, str]] = {}
    for route in routes:
        for word, owner in route.owners.items():
            field = route.field(owner.field)
            fault = _of_field(route, owner.field, field) or _of_guards(route, word)
            if fault is None and field is not None:
                claim = route.claims[field.key].name
                first, to = targets.setdefault(claim, (route.names.text, field.to))
                fault = None if to == field.to else _of_claim(claim, field.to, first, to)
            if fault is not None:
                yield Broken(route.names.text, word, fault)
        if route.owner and route.tenant and route.owner.field == route.tenant.field:
            what = f"'{route.owner.field}' is the owner already"
            yield Broken(route.names.text, "tenant", Fault(what, "Name another field."))


def _of_field(route: Route, name: str, field: Field | None) -> Fault | None:
    if field is None:
        references = [field.name for field in route.fields if field.is_reference]
        example = "Name a field like user:reference:to=users:required."
        hint = did_you_mean(name, references, example)
        return Fault(f"the route has no field {quoted(name)}", hint)
    if not field.is_reference:
        return Fault(f"'{name}' is no reference", "Name a field that leads to whoever owns a row.")
    if is_text(field.target):
        what = f"rows of {field.to} are called by texts, and a token names numbers and UUIDs"
        return Fault(what, f'Call them by UUIDs: give {field.to} "key": "uuid".')
    if not field.required:
        return Fault(f"'{name}' is not required, and every row must be somebody's", "Require it.")
    for flag in ("private", "unique"):
        if getattr(field, flag):
            why = {"private": "nobody could see whose a row is", "unique": "nobody could have two"}
            return Fault(f"'{name}' is {flag}, so {why[flag]}", f"Leave '{flag}' out.")
    return None


def _of_guards(route: Route, word: str) -> Fault | None:
    auth = route.auth or Auth()
    if PUBLIC in (auth.every, *dict(auth.actions).values()):
        what = f"'auth' says public, and without a token nobody has rows of a route with '{word}'"
        return Fault(what, "Leave public out: what is not said asks for a token here.")
    return None


def _of_claim(claim: str, to: str, first: str, other: str) -> Fault:
    what = f"the claim '{claim}' would be the id of a row of {to}, and is one of {other} in {first}"
    return Fault(what, "Lead both to the same route.")
