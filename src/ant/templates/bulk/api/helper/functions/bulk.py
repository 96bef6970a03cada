"""Bulk creation: the list of rows in a request, and the list in its response."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from flask import Response, request
from marshmallow import Schema, ValidationError
from werkzeug.exceptions import BadRequest

from helper.execution_tracking.APIException import APIException
from helper.execution_tracking.Conflict import Conflict, Mismatch
from helper.functions.json_answer import json_answer
from helper.functions.load_body import schema_of
from helper.functions.validation_error import LONGEST_MESSAGE, validation_error
from helper.shown_fields import shown_values

MOST_ROWS = 500  # of one request


class RefusedRows(APIException):
    """The response where the database refuses some rows, with errors by position in the list.

    It is a 400 where values of one do not go together, else a 409.
    """

    def __init__(self, errors: Mapping[int, Conflict | Mismatch]) -> None:
        """Take what each of these rows is refused for."""
        reasons = [(str(place), error) for place, error in errors.items()]
        told = {place: error.payload.get("errors", [error.message]) for place, error in reasons}
        message = " ".join(f"{place}: {error.message}" for place, error in reasons)
        if len(message) > LONGEST_MESSAGE:
            message = f"{message[: LONGEST_MESSAGE - 1]}…"
        status = min(error.status_code for _, error in reasons)
        super().__init__(message, status, {"errors": told})


def load_bodies(kind: type[Schema]) -> list[dict[str, Any]]:
    """Return the JSON objects of the list that a client sent, each as a kind of schema reads it.

    What the schema does not allow is answered with a 400, by the positions in the list.
    """
    try:
        bodies = request.get_json()
    except BadRequest:
        raise BadRequest("The body is not valid JSON.") from None
    if not isinstance(bodies, list) or not 1 <= len(bodies) <= MOST_ROWS:
        raise BadRequest(f"The body must be a JSON list of 1 to {MOST_ROWS} objects.")
    objects = (isinstance(body, dict) for body in bodies)
    others = {
        place: ["Must be a JSON object."] for place, is_one in enumerate(objects) if not is_one
    }
    try:
        return cast(list[dict[str, Any]], schema_of(kind).load(bodies, many=True))
    except ValidationError as error:
        told = cast(dict[Any, Any], error.messages)
        raise validation_error(ValidationError({**told, **others})) from None


def rows_answer(rows: Iterable[Any], kind: type[Schema]) -> Response:
    """Return a response 201 with rows, each as its Get schema shows it."""
    response = json_answer([shown_values(row, kind) for row in rows])
    response.status_code = 201
    return response
