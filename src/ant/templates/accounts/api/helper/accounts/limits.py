"""Rate limits of tries: for each client address, and for each account from any address."""

from collections.abc import Callable
from hashlib import sha256
from typing import ParamSpec, TypeVar

from flask import request
from flask_limiter.util import get_remote_address

from startup.account_settings import myAccountSettings
from startup.rate_limits import TOO_MANY, limiter

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

TOLD_BY = ("email", "refresh_token", "token")


def limited(view: Callable[Arguments, Answer]) -> Callable[Arguments, Answer]:
    """Answer 429 where too many requests come from one address or for one account."""
    per_address = limiter.shared_limit(
        lambda: myAccountSettings.ADDRESS_LIMIT, scope="accounts", error_message=TOO_MANY
    )
    per_account = limiter.limit(
        lambda: myAccountSettings.ACCOUNT_LIMIT, key_func=account_key, error_message=TOO_MANY
    )
    return per_address(per_account(view))


def account_key() -> str:
    """Return the key that rate limits use for an account: its email address or its token."""
    body = request.get_json(silent=True)
    given = [body.get(name) for name in TOLD_BY] if isinstance(body, dict) else []
    texts = [*given, request.headers.get("Authorization"), get_remote_address()]
    about = next(text for text in texts if text and isinstance(text, str))
    return sha256(about.lower().encode(errors="replace")).hexdigest()
