"""Hints on how to proceed where edited code is in conflict."""

from collections.abc import Iterator
from contextlib import contextmanager

from ant.api.steps.answers import options_of
from ant.core.errors import CannotMerge, InvalidRequest, ModelsDisagree
from ant.core.planning.messages import Text
from ant.core.planning.requests import Request

_WAYS = {
    "by_hand": 'Or do by hand what is shown, and plan the rest with "conflicts": "by_hand".',
    "force": 'Or plan it with "conflicts": "force": it goes, and a copy of your changes stays.',
}
"""The hint for each conflict policy but ``refuse``."""


@contextmanager
def offering(request: Request) -> Iterator[None]:
    """Add to what is refused for such code which other policy this request has."""
    try:
        yield
    except CannotMerge as error:
        policy = next((policy for policy in _WAYS if _has(request, policy)), None)
        if policy is None or (policy == "force" and isinstance(error, ModelsDisagree)):
            raise  # which no force can change
        *others, last = error.problems
        hint = Text(last.hint, "\n  ", _WAYS[policy]) if last.hint else Text(_WAYS[policy])
        raise type(error)(*others, last._replace(hint=hint)) from None


def _has(request: Request, policy: str) -> bool:
    try:
        options_of(request, {}, False, policy)
    except InvalidRequest:
        return False
    return True
