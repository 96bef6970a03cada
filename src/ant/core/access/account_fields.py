"""The fields that accounts need: added where missing, reported where they do not fit."""

from collections.abc import Callable, Mapping

from ant.core.locations import Step
from ant.core.spec import Spec

Complain = Callable[[str, Step, str | None], None]
"""Callback for a fault: called with its message, its location and a hint."""


def with_checked_accounts(spec: Spec, complain: Complain, paths: Mapping[str, Step]) -> Spec:
    """Return the spec with all that accounts need; ``paths`` are those of the routes."""
    if spec.accounts is None:
        return spec
    from ant.core.access.accounts import with_accounts  # noqa: PLC0415, slow to load, few specs have them

    complete, unfit = with_accounts(spec)
    for name, message, hint in unfit:
        complain(message, paths[name], hint)
    return complete
