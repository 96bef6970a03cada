"""Where something stands in a document."""

from collections.abc import Callable

Step = tuple[str | int, ...]
"""The keys and numbers that lead to it from the top."""

Where = Callable[[Step], str]
"""Says in words where that is."""
