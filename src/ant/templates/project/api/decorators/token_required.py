"""Decorators that let a request through only with a valid Bearer token."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import jwt
from flask import current_app, g, request

from helper.execution_tracking.APIException import APIException
from helper.issuer_keys import KeysUnavailable
from helper.verified_tokens import claims_of

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
View = Callable[Arguments, Answer]


def token_required(view: View[Arguments, Answer]) -> View[Arguments, Answer]:
    """Answer 401 without a valid token; with one, its claims are ``flask.g.claims``."""
    return guarded_by("token", view)


def role_required(role: str) -> Callable[[View[Arguments, Answer]], View[Arguments, Answer]]:
    """Answer 401 without a valid token, 403 where its ``role`` or ``roles`` lack this one."""

    def decorator(view: View[Arguments, Answer]) -> View[Arguments, Answer]:
        return guarded_by(f"role {role}", view)

    return decorator


def scope_required(scope: str) -> Callable[[View[Arguments, Answer]], View[Arguments, Answer]]:
    """Answer 401 without a valid token, 403 where its ``scope`` or ``scp`` lack this one."""

    def decorator(view: View[Arguments, Answer]) -> View[Arguments, Answer]:
        return guarded_by(f"scope {scope}", view)

    return decorator


def public(view: View[Arguments, Answer]) -> View[Arguments, Answer]:
    """Exempt a view from the project's default guard."""
    view.__dict__.setdefault("guard", "public")
    return view


def guarded_by(guard: str, view: View[Arguments, Answer]) -> View[Arguments, Answer]:
    """Return a view wrapped in a guard, which the documentation describes."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Answer:
        check_guard(guard)
        return view(*args, **kwargs)

    inner = getattr(view, "guard", "")
    guarded.__dict__["guard"] = f"{guard}, {inner}" if inner else guard
    return guarded


def check_guard(guard: str) -> None:
    """Raise a 401 or a 403 unless the request's token satisfies a guard such as ``role admin``."""
    kind, _, name = guard.partition(" ")
    if kind == "public":
        return
    g.claims = verified_claims()
    if kind == "role" and name not in granted_roles(g.claims):
        raise forbidden(f"This needs the role '{name}'.")
    if kind == "scope" and name not in granted_scopes(g.claims):
        raise forbidden(f"This needs the scope '{name}'.", f', scope="{name}"')


def verified_claims() -> dict[str, Any]:
    """Return the claims of the request's token.

    Raises a 401 for an invalid token, and a 503 where the issuer's keys cannot be read.
    """
    token = bearer_token()
    try:
        return claims_of(token, current_app.config)
    except KeysUnavailable:
        raise APIException(
            "The issuer of tokens cannot be reached.", 503, headers={"Retry-After": "30"}
        ) from None
    except jwt.ExpiredSignatureError:
        raise unauthorized("The token has expired.") from None
    except (jwt.PyJWTError, ValueError):
        raise unauthorized("The token is not valid.") from None


def bearer_token() -> str:
    """Return the token of the ``Authorization: Bearer`` header; raise a 401 without one."""
    parts = request.headers.get("Authorization", "").split(" ")
    if len(parts) != 2 or parts[0].lower() != "bearer" or not parts[1]:
        raise APIException("A Bearer token is required.", 401, headers=challenge("Bearer"))
    return parts[1]


def granted_roles(claims: dict[str, Any]) -> list[str]:
    """Return the roles that a token names in ``role`` and ``roles``, as one text or as a list.

    The groups of Amazon Cognito are roles, too.
    """
    granted: list[str] = []
    for roles in (claims.get("role"), claims.get("roles"), claims.get("cognito:groups")):
        granted += [roles] if isinstance(roles, str) else roles if isinstance(roles, list) else []
    return granted


def granted_scopes(claims: dict[str, Any]) -> list[str]:
    """Return the scopes that a token names: words of its ``scope``, words or a list in ``scp``."""
    granted: list[str] = []
    for scopes in (claims.get("scope"), claims.get("scp")):
        granted += scopes.split() if isinstance(scopes, str) else []
        granted += scopes if isinstance(scopes, list) else []
    return granted


def forbidden(message: str, more: str = "") -> APIException:
    """The 403 for a valid token without the required rights (RFC 6750, section 3.1)."""
    value = f'Bearer error="insufficient_scope"{more}'
    return APIException(message, 403, headers=challenge(value))


def unauthorized(message: str) -> APIException:
    """The 401 for a token that was sent and refused (RFC 6750, section 3)."""
    return APIException(message, 401, headers=challenge('Bearer error="invalid_token"'))


def challenge(value: str) -> dict[str, str]:
    """The header that tells a client how to authenticate."""
    return {"WWW-Authenticate": value}
