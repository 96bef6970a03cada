"""What must hold of references to a row of any of several routes."""

from collections.abc import Iterator
from typing import NamedTuple

from ant.core.fields.polymorphic import Polymorphic, polymorphic
from ant.core.fields.rules import Fault
from ant.core.keys import key_text
from ant.core.spec import Route


class Broken(NamedTuple):
    """A field that contradicts the others, and why."""

    route: str
    field: str
    fault: Fault


def broken_polymorphic(routes: tuple[Route, ...]) -> Iterator[Broken]:
    """Everything wrong with references to any of several routes."""
    for route in routes:
        for reference in polymorphic(route.fields):
            for fault in (*_keys(reference), *_names(route, reference), *_circle(route, reference)):
                yield Broken(route.names.text, reference.name, fault)


def _keys(reference: Polymorphic) -> Iterator[Fault]:
    """One key of bodies holds the ids of all these routes."""
    first, *others = reference.parts
    for other in others:
        if other.target != first.target:
            what = f"rows of '{first.to}' are called by {key_text(first.target)}, "
            what += f"those of '{other.to}' by {key_text(other.target)}"
            hint = "Give these routes the same key, or have a reference for each."
            yield Fault(what, hint, "to")
            return


def _names(route: Route, reference: Polymorphic) -> Iterator[Fault]:
    taken = {
        name for field in route.fields if not field.part_of for name in (field.name, field.key)
    }
    taken |= {
        name
        for other in polymorphic(route.fields)
        if other.name != reference.name
        for name in other.claimed
    }
    for name in reference.claimed:
        if name in taken:
            yield Fault(f"{name} is another field's name already", "Rename one of them.")
            return


def _circle(route: Route, reference: Polymorphic) -> Iterator[Fault]:
    if reference.required and reference.routes == (route.names.text,):
        name = route.names.text
        what = f"no first row could ever be made: {name} needs one of {name}"
        yield Fault(what, "Leave 'required' out.", "required")
