"""Merge dictionaries of measured values."""

from collections.abc import Mapping
from typing import Any


def update_dict(old_dict: Mapping[str, Any], new_dict: Mapping[str, Any]) -> dict[str, Any]:
    """Return the old entries with the new ones on top, without those that are "NaN"."""
    return remove_nan_values({**old_dict, **new_dict})


def remove_nan_values(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries whose value is neither the text "NaN" nor the number."""
    return {key: value for key, value in data.items() if not _is_nan(value)}


def _is_nan(value: object) -> bool:
    return value == "NaN" or (isinstance(value, float) and value != value)
