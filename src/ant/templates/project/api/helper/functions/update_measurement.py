"""Apply new values to the JSON that a row holds."""

from collections.abc import Mapping
from typing import Any, Protocol

from helper.functions.update_dict import update_dict


class Measurement(Protocol):
    """A model with a JSON column called ``json``."""

    json: Any


def update_measurement(stored: Measurement, new: Measurement | Mapping[str, Any]) -> None:
    """Merge the new values into the stored ones; a value of "NaN" removes its key.

    The column gets a new dictionary, because SQLAlchemy does not see a change inside the old one.
    """
    values = new if isinstance(new, Mapping) else new.json
    stored.json = update_dict(stored.json or {}, values or {})
