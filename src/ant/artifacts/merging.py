"""How generated files that were edited or deleted are merged."""

from enum import Enum, auto


class MergeBy(Enum):
    """How the difference between two renderings is merged into an edited file."""

    UNITS = auto()
    """Python: an import, a definition, a statement at a time."""
    PROSE = auto()
    """By paragraphs, where these are as rendered."""
    JSON = auto()
    """As a value, in the layout that the file has."""
    LINES = auto()
    """Line by line, or entry by entry."""
    REPLACED = auto()
    """Not at all: only ant writes the file."""
    REFUSED = auto()
    """Not at all: an edited file has to be moved out of the way."""


class Missed(Enum):
    """What needs a file that its owner has deleted, where something would be added to it."""

    ALWAYS = auto()
    """Other code, for whatever is new."""
    FOR_ATTRIBUTES = auto()
    """Other code, for attributes of a class alone: only what its owner writes calls the rest."""
    AS_VALUE = auto()
    """The spec, which holds the value of the file."""
    NEVER = auto()
    """Nothing that is generated."""
