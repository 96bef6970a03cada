"""What must hold of a reference that is the key of its own rows."""

from collections.abc import Iterator

from ant.core.access.ownership_rules import Broken
from ant.core.fields.field import Field
from ant.core.fields.rules import Fault
from ant.core.keys import is_plain_key
from ant.core.memo import once
from ant.core.spec import Route, Spec

KEY = "key"

_FLAGS = {
    "private": "nobody could see what a row is called by",
    "unique": "a key is unique by itself",
    "index": "a key has an index by itself",
}


@once
def uses_reference_keys(spec: Spec) -> bool:
    """Whether a reference is the key of the rows of any route."""
    return any(route.key_field for route in spec.routes)


def broken_keys(routes: tuple[Route, ...]) -> Iterator[Broken]:
    """Everything that keeps what routes name from being the key of their rows."""
    for route in routes:
        if not route.fields or not route.key or is_plain_key(route.key):
            continue
        if any(field.part_of == route.key for field in route.fields):
            what = f"'{route.key}' leads to any of several routes, whose rows may have the same ids"
            yield Broken(route.names.text, KEY, Fault(what, "Name one that leads to one route."))
        field = route.field(route.key)
        fault = field and _fault(route, field)  # a field that could not be read is reported already
        if fault:
            yield Broken(route.names.text, KEY, fault)


def _fault(route: Route, field: Field) -> Fault | None:
    name = f"'{field.name}'"
    if not field.is_reference:
        return Fault(f"{name} is no reference", "Name a reference, or leave 'key' out.")
    if not field.required:
        return Fault(f"{name} is not required, and every row needs its key", "Require it.")
    for flag, why in _FLAGS.items():
        if getattr(field, flag):
            return Fault(f"{name} is {flag}, and {why}", f"Leave '{flag}' out.")
    for word, owner in route.owners.items():
        if owner.field == field.name:
            what = f"{name} is the '{word}', and nobody could have two rows"
            return Fault(what, f"Leave '{word}' out, or name another field there.")
    for rule in route.rules.unique:
        if field.name in rule.fields:
            what = f"{name} is in a rule of 'unique', and no two rows have the same key anyway"
            return Fault(what, "Take the rule out.")
    if route.accounts:
        what = "the rows are accounts, which are called by numbers or UUIDs of their own"
        return Fault(what, "Leave 'key' out.")
    return None
