"""Parse guards from both spellings, collecting all problems."""

import json
import re
from collections.abc import Iterator

from ant.core.access.auth import ACTIONS, NAMED, PUBLIC, TOKEN, Auth
from ant.core.fields.rules import Fault
from ant.core.text.words import character, did_you_mean, nearest, quoted

LONGEST_GUARD_NAME = 60
"""Characters of a role or a scope, which is in one line of code."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/-]*")
_SPELLINGS = 'Write it like "token" or {"read": "public", "create": "token"}.'
_GUARDS = "Guards: public, token, role:NAME and scope:NAME."


def read_auth(value: object) -> tuple[Auth | None, tuple[Fault, ...]]:
    """Parse the ``auth`` of a spec; None where it is invalid."""
    auth: Auth | None = None
    if isinstance(value, str):
        faults = [*guard_faults(value, "")]
        auth = Auth(value)
    elif isinstance(value, dict):
        faults = [*_object_faults(value)]
        auth = Auth(actions=tuple(value.items()))
    else:
        faults = [Fault("it must be a text or an object", _SPELLINGS)]
    return None if faults else auth, tuple(faults)


def _object_faults(value: dict[str, object]) -> Iterator[Fault]:
    if not value:
        hint = f"Leave it out, or give an action its guard: {', '.join(ACTIONS)}."
        yield Fault("it is an empty object", hint)
    for action, guard in value.items():
        if action not in ACTIONS:
            hint = did_you_mean(action, ACTIONS, f"Actions: {', '.join(ACTIONS)}.")
            yield Fault(f"unknown action {quoted(action)}", hint, action)
        if isinstance(guard, str):
            yield from guard_faults(guard, action)
        else:
            shown = json.dumps(guard)[:40]
            yield Fault(f"the guard of {quoted(action)} is {shown} and no text", _GUARDS, action)


def guard_faults(guard: str, key: str) -> Iterator[Fault]:
    """What is wrong with one guard; ``key`` is that of its object."""
    kind, _, name = guard.partition(":")
    if guard in (PUBLIC, TOKEN):
        return
    if kind not in NAMED:
        close = nearest(guard, (PUBLIC, TOKEN)) or nearest(kind, NAMED)
        is_named = close in NAMED
        hint = f"Did you mean '{close}{':NAME' if is_named else ''}'?" if close else _GUARDS
        yield Fault(f"unknown guard {quoted(guard)}", hint, key)
    elif not name:
        yield Fault(f"{quoted(guard)} names no {kind}", f"Write it like {kind}:NAME.", key)
    elif len(name) > LONGEST_GUARD_NAME:
        what = f"the {kind} {quoted(name)} has more than {LONGEST_GUARD_NAME} characters"
        yield Fault(what, None, key)
    elif not _NAME.fullmatch(name):
        wrong = next(end for end in range(len(name)) if not _NAME.fullmatch(name[: end + 1]))
        hint = "Use letters, digits, '_', '.', ':', '/' and '-', and begin with one of the former."
        yield Fault(f"the {kind} {quoted(name)} contains {character(name[wrong])}", hint, key)
