"""Where something stands in a document."""

from collections.abc import Callable

from ant.core.text.words import quoted, shortened

Step = tuple[str | int, ...]
"""The keys and numbers that lead to it from the top."""

Where = Callable[[Step], str]
"""Says in words where that is."""


def dotted(path: Step) -> str:
    """``("routes", "x", 0)`` as ``routes.x[0]``; a key that would break the line is quoted."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            shown = shortened(step) if step.isprintable() and step else quoted(step)
            text += f".{shown}" if text else shown
    return text
