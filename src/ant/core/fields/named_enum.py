"""An enum of a project: values that have a name, so that several fields may have them."""

from typing import NamedTuple


class NamedEnum(NamedTuple):
    """A list of values under its name, each in the order in which people read them."""

    name: str
    values: tuple[str, ...]
