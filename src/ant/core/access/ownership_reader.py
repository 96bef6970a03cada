"""Parse row ownership from both spellings, collecting all problems."""

from collections.abc import Iterator

from ant.core.access.auth_reader import guard_faults
from ant.core.access.ownership import Owner
from ant.core.fields.rules import Fault
from ant.core.names.route_names import folded
from ant.core.text.words import did_you_mean, quoted

KEYS = ("field", "all")
_SPELLINGS = 'Write it like "user" or {"field": "user", "all": "admin"}.'


def read_owner(given: object) -> tuple[Owner | None, tuple[Fault, ...]]:
    """Parse the ``owner`` or ``tenant`` of a spec; None where it is invalid."""
    if isinstance(given, str):
        given = {"field": given}
    if not isinstance(given, dict):
        return None, (Fault("it must be a text or an object", _SPELLINGS),)
    faults = tuple(_faults(given))
    owner = None if faults else Owner(folded(given["field"]), given.get("all", ""))
    return owner, faults


def _faults(given: dict[str, object]) -> Iterator[Fault]:
    for key, value in given.items():
        if key not in KEYS:
            hint = did_you_mean(key, KEYS, _SPELLINGS)
            yield Fault(f"unknown key {quoted(key)}", hint, key)
        elif not isinstance(value, str):
            yield Fault(f"{quoted(key)} must be a text", _SPELLINGS, key)
        elif key == "all":
            yield from guard_faults(f"role:{value}", key)
    if "field" not in given:
        yield Fault("it names no field", _SPELLINGS)
