"""What only a person can decide about a plan, as values, and how an answer names it."""

from typing import Any, NamedTuple

LOSSES = "losses"
"""The question whether a plan may delete data."""
FILL, RENAME = "fill:", "rename:"
"""Before ``users.age``: what rows get; before ``users.phone=mobile``: whether it is the same."""


class Question(NamedTuple):
    """One thing to be decided before a plan can be applied."""

    id: str
    """The key of its answer: ``losses``, ``fill:users.age`` or ``rename:users.phone=mobile``."""
    text: str
    choices: tuple[bool, ...] = ()
    """The possible answers; empty where any JSON value is one."""
    default: Any = None
    """The suggested answer; never taken by default."""
    lost: tuple[str, ...] = ()
    """What is taken away, or stops the migration, in sentences."""
    hint: str | None = None
    """How to answer."""


def loss_question(lost: tuple[str, ...], hint: str) -> Question:
    """Return the question whether this data may be lost."""
    return Question(LOSSES, "May this go?", (True, False), False, lost, hint)


def fill_question(field: str, text: str, hint: str) -> Question:
    """Return the question for a backfill value; ``None`` says that there are no such rows."""
    return Question(f"{FILL}{field}", text, hint=hint)


def rename_question(renamed: str, text: str, hint: str) -> Question:
    """Return the question whether a removed and a new name are a rename."""
    return Question(f"{RENAME}{renamed}", text, (True, False), False, hint=hint)
