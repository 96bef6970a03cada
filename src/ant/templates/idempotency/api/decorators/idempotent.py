"""A decorator for views that create something: a retry creates nothing more."""

import json
from collections.abc import Callable
from functools import cache, wraps
from hashlib import sha256
from typing import Any, ParamSpec

from flask import Response, g, request

from helper.DBSession import myDB
from helper.execution_tracking.APIException import APIException
from helper.openapi_views import add_errors, in_json, named
from models.Idempotency_keys_model import IdempotencyKeys
from repositories.idempotency_keys_repository import myIdempotencyKeysRepository
from startup.Alchemy import Base

Arguments = ParamSpec("Arguments")
View = Callable[Arguments, Response]

HEADER = "Idempotency-Key"
LONGEST = 255
KEPT_HEADERS = ("ETag", "Location")


def idempotent(view: View[Arguments]) -> View[Arguments]:
    """Return the stored response to a request whose ``Idempotency-Key`` was used before.

    The response is stored in the same transaction as what the view writes: both or neither.
    Errors are not stored, so a retry runs again. Apply it below the guards, which check each retry.
    """

    @wraps(view)
    def answered(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Response:
        if HEADER not in request.headers:
            return view(*args, **kwargs)
        id, fingerprint = id_of(request.headers[HEADER]), sha256(request.get_data()).hexdigest()
        with myDB.transaction():
            if not myIdempotencyKeysRepository.claim(id):
                message = "A request with this Idempotency-Key is still being answered."
                raise APIException(message, 409, headers={"Retry-After": "1"})
            known = myIdempotencyKeysRepository.get(id)
            if known is not None:
                return _replayed(known, fingerprint)
            response = view(*args, **kwargs)
            if response.status_code < 400:
                myIdempotencyKeysRepository.keep(_kept(id, fingerprint, response))
            return response

    answered.__dict__["describe"] = _describe
    return answered


def id_of(key: str) -> str:
    """Return a hash of the key, the caller and the URL, none of which is stored in clear text."""
    if not 1 <= len(key) <= LONGEST:
        raise APIException(f"{HEADER} must have 1 to {LONGEST} characters.", 400)
    claims = g.get("claims", {})
    caller = [claims.get(name) for name in caller_claims()]
    return sha256(json.dumps([key, caller, request.method, request.path]).encode()).hexdigest()


@cache
def caller_claims() -> list[str]:
    """Return the claims that identify a caller and select the rows a caller may see."""
    columns = (column for table in Base.metadata.tables.values() for column in table.columns)
    owners = {column.info["claim"] for column in columns if "claim" in column.info}
    return sorted({"iss", "sub"} | owners)


def _replayed(known: IdempotencyKeys, fingerprint: str) -> Response:
    if known.fingerprint != fingerprint:
        raise APIException(f"This {HEADER} was sent with another body before.", 422)
    headers = {**known.headers, "Idempotency-Replayed": "true"}
    return Response(known.body, known.status, headers, mimetype="application/json")


def _kept(id: str, fingerprint: str, response: Response) -> IdempotencyKeys:
    answer = IdempotencyKeys()
    answer.id, answer.fingerprint, answer.status = id, fingerprint, response.status_code
    answer.headers = {key: response.headers[key] for key in KEPT_HEADERS if key in response.headers}
    answer.body = response.get_data(as_text=True)
    return answer


def _describe(operation: dict[str, Any]) -> None:
    """Add the header and its errors to the OpenAPI document."""
    text = {"type": "string", "minLength": 1, "maxLength": LONGEST}
    description = "A retry with the same key and body is answered as the first request was."
    header = {"name": HEADER, "in": "header", "description": description, "schema": text}
    operation["parameters"].append(header)
    add_errors(operation, "400", "409")
    other = {"description": "The key was sent with another body before."}
    operation["responses"]["422"] = {**other, **in_json(named("Error"))}
