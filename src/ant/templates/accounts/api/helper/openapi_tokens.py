"""The answers of accounts in the OpenAPI document."""

from collections.abc import Callable
from typing import Any

from apispec import APISpec

from helper.openapi_resources import ResourcePlugin
from helper.openapi_views import Json, add_errors, in_json, named
from schemas.auth_schemas import AcceptedSchema, TokensSchema


class AccountsPlugin(ResourcePlugin):
    """Describes the views of accounts, too."""

    def __init__(self) -> None:
        """Know the helpers that answer with tokens, and without a word on an account."""
        super().__init__()
        self.helpers |= {"tokens_answer": _tokens_answer, "accepted_answer": _accepted_answer}

    def init_spec(self, spec: APISpec) -> None:
        """Take the document, and add what operations refer to."""
        super().init_spec(spec)
        spec.components.schema("Tokens", schema=TokensSchema)
        spec.components.schema("Accepted", schema=AcceptedSchema)
        too_many = {"description": "Too many requests; Retry-After says how long to wait."}
        spec.components.response("429", too_many | in_json(named("Error")))

    def operation(self, view: Callable[..., Any], method: str) -> Json:
        """Return the operation object of one method; all of accounts are limited."""
        operation = super().operation(view, method)
        if view.__module__ == "routes.auth_route":
            add_errors(operation, "429")
        return operation


def _tokens_answer(operation: Json, **_: Any) -> None:
    operation["responses"]["200"] = {"description": "OK", **in_json(named("Tokens"))}
    add_errors(operation, "401")


def _accepted_answer(operation: Json, **_: Any) -> None:
    operation["responses"]["202"] = {"description": "Accepted", **in_json(named("Accepted"))}
