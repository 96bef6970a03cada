"""Decisions of the user about existing rows and renames."""

from collections.abc import Mapping
from typing import NamedTuple

from ant.core.fields.field import Json
from ant.core.names.renames import NO_RENAMES, Renames

Fills = Mapping[tuple[str, str], Json]
"""What rows get that are without a value of a field, by the names of its route and itself."""

NO_FILLS: Fills = {}


class Consent(NamedTuple):
    """The confirmed losses of data, the renames, and the backfill values."""

    yes: bool = False
    renames: Renames = NO_RENAMES
    fills: Fills = NO_FILLS
    answered: frozenset[str] = frozenset()
    """The ids of the questions that are answered."""


NO_CONSENT = Consent()
