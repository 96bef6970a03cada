"""The messages about problems of fields."""

from collections.abc import Callable

from ant.core.errors import Problem
from ant.core.fields.names import EVERY_ROUTE_HAS_IT, field_name_fault
from ant.core.fields.rules import Fault
from ant.core.names.route_names import folded, suggested_name
from ant.core.text.words import quoted

_OTHER = "Give it another name; column=NAME says what the database calls it."


def field_problem(route: str, name: str, fault: Fault, where: str | None = None) -> Problem:
    """What is wrong with a field."""
    message = f"Invalid field {quoted(name)} in route {quoted(route)} ({fault.what})."
    return Problem(message, where, fault.hint)


def field_name_problem(
    route: str, name: str, where: Callable[[], str] = lambda: "", *, is_rename: bool = False
) -> Problem | None:
    """Why a name that somebody gave cannot be a field's; None where it can.

    ``where`` says its place, which takes longer to find than most names to be right. The hint is
    for a field that is new, or for one that gets another name with ``is_rename``.
    """
    fault = field_name_fault(folded(name))
    if fault is None:
        return None
    close = suggested_name(name)
    other = "Leave it out." if fault == EVERY_ROUTE_HAS_IT else _OTHER
    if is_rename:
        other = "Give it another name."
    hint = f"Did you mean '{close}'?" if close else other
    message = f"Invalid field name {quoted(name)} in route {quoted(route)} ({fault})."
    return Problem(message, where() or None, hint)
