"""Turn a validation error into a response."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from marshmallow import ValidationError

from helper.execution_tracking.APIException import APIException

# A response must not grow with the number of errors in a request.
MOST_REASONS = 50
LONGEST_NAME = 80
LONGEST_REASON = 500
LONGEST_MESSAGE = 1000


def validation_error(error: ValidationError) -> APIException:
    """Return a 400 whose message says which field is wrong and why; ``errors`` has all of it.

    Of more than ``MOST_REASONS`` it has the first ones, and the message says how many there are.
    """
    numbers = count(1)
    errors = _told(error.normalized_messages(), numbers) or {}  # type: ignore[no-untyped-call]
    more = next(numbers) - 1 - MOST_REASONS
    message = _shortened(f"Invalid input: {_sentence(errors)}", LONGEST_MESSAGE)
    if more > 0:
        message += f" And {more} more errors."
    return APIException(message, 400, {"errors": errors})


def _told(reasons: Any, numbers: Iterator[int]) -> Any:
    """Return the first reasons, None for none of them; each takes a number.

    The positions in a list become keys as JSON has them, so that they sort beside names.
    """
    if isinstance(reasons, dict):
        told = {}
        for key, value in reasons.items():
            if (part := _told(value, numbers)) is not None:
                told[_shortened(str(key), LONGEST_NAME)] = part
        return told or None
    if isinstance(reasons, list):
        parts = [_told(item, numbers) for item in reasons]
        return [part for part in parts if part is not None] or None
    if next(numbers) > MOST_REASONS:
        return None
    return _shortened(reasons, LONGEST_REASON) if isinstance(reasons, str) else reasons


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _sentence(reasons: Any) -> str:
    if isinstance(reasons, dict):
        return " ".join(f"{key}: {_sentence(value)}" for key, value in reasons.items())
    if isinstance(reasons, list):
        return " ".join(_sentence(item) for item in reasons)
    return str(reasons)
