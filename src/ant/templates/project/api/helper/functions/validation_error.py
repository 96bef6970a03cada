"""Turn a failed validation into an answer."""

from typing import Any

from marshmallow import ValidationError

from helper.execution_tracking.APIException import APIException


def validation_error(error: ValidationError) -> APIException:
    """Return a 400 whose message says which field is wrong and why; ``errors`` has them all."""
    errors = error.normalized_messages()
    reasons = "; ".join(f"{field}: {_sentence(reason)}" for field, reason in errors.items())
    return APIException(f"Invalid input: {reasons}", 400, {"errors": errors})


def _sentence(reason: Any) -> str:
    if isinstance(reason, dict):
        return ", ".join(f"{key}: {_sentence(value)}" for key, value in reason.items())
    if isinstance(reason, list):
        return " ".join(_sentence(item) for item in reason)
    return str(reason)
