"""Turn a failed validation into an answer."""

from typing import Any

from marshmallow import ValidationError

from helper.execution_tracking.APIException import APIException


def validation_error(error: ValidationError) -> APIException:
    """Return a 400 whose message says which field is wrong and why; ``errors`` has them all."""
    errors = _with_text_keys(error.normalized_messages())  # type: ignore[no-untyped-call]
    return APIException(f"Invalid input: {_sentence(errors)}", 400, {"errors": errors})


def _with_text_keys(reasons: Any) -> Any:
    """Make the positions in a list keys as JSON has them, so that they sort beside names."""
    if isinstance(reasons, dict):
        return {str(key): _with_text_keys(value) for key, value in reasons.items()}
    return reasons


def _sentence(reasons: Any) -> str:
    if isinstance(reasons, dict):
        return " ".join(f"{key}: {_sentence(value)}" for key, value in reasons.items())
    if isinstance(reasons, list):
        return " ".join(_sentence(item) for item in reasons)
    return str(reasons)
