"""The conflict policy: what happens where an edit cannot be proved right."""

from enum import Enum


class ConflictPolicy(Enum):
    """How a difference is carried into a project."""

    STRICT = "all of it, or nothing"
    FORCED = "what was changed since is taken out too, and what it was is reported"
    BY_HAND = "what would be refused is left to the owner, and reported"
