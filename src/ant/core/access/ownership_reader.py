"""Parse row ownership from both spellings, collecting all problems."""

from collections.abc import Iterator

from ant.core.access.auth_reader import guard_faults
from ant.core.access.ownership import Owner
from ant.core.fields.rules import Fault
from ant.core.names.route_names import folded
from ant.core.text.words import did_you_mean, quoted

KEYS = ("field", "all")
_SPELLINGS = 'Write it like "user" or {"field": "user", "all": "admin"}.'


def read_owner(spelled: object) -> tuple[Owner | None, tuple[Fault, ...]]:
    """Parse the ``owner`` or ``tenant`` of a spec; None where it is invalid."""
    if isinstance(spelled, str):
        spelled = {"field": spelled}
    if not isinstance(spelled, dict):
        return None, (Fault("it must be a text or an object", _SPELLINGS),)
    faults = tuple(_faults(spelled))
    owner = None if faults else Owner(folded(spelled["field"]), spelled.get("all", ""))
    return owner, faults


def _faults(spelled: dict[str, object]) -> Iterator[Fault]:
    for key, value in spelled.items():
        if key not in KEYS:
            hint = did_you_mean(key, KEYS, _SPELLINGS)
            yield Fault(f"unknown key {quoted(key)}", hint, key)
        elif not isinstance(value, str):
            yield Fault(f"{quoted(key)} must be a text", _SPELLINGS, key)
        elif key == "all":
            yield from guard_faults(f"role:{value}", key)
    if "field" not in spelled:
        yield Fault("it names no field", _SPELLINGS)
