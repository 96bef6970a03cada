"""The tokens of accounts: their claims, and how they are signed and read."""

import secrets
import time
from hashlib import sha256
from typing import Any, NamedTuple

import jwt
from flask import current_app, g
from itsdangerous import BadData, URLSafeTimedSerializer

from decorators.token_required import bearer_token, unauthorized
from helper.accounts.ids import AccountId, named_account
from helper.verification_keys import HMAC_ALGORITHM
from startup.account_settings import myAccountSettings


class Account(NamedTuple):
    """What signing in needs to know of a user."""

    id: AccountId
    email: str
    password: str
    """Its hash."""
    roles: list[str]
    is_verified: bool
    is_disabled: bool

    @property
    def fingerprint(self) -> str:
        """A value derived from the password: a new password makes earlier tokens invalid."""
        return digest(f"{self.email} {self.is_verified} {self.password}")


def digest(text: str) -> str:
    """Return the hash of a token, which is stored instead of the token."""
    return sha256(text.encode()).hexdigest()


def new_refresh_token() -> str:
    """Return a new random token."""
    return secrets.token_urlsafe(32)


def access_token(account: Account) -> str:
    """Return a signed access token that is valid for a few minutes."""
    settings, now = current_app.config, int(time.time())
    claims: dict[str, Any] = {
        "sub": str(account.id),
        "roles": account.roles,
        "iat": now,
        "exp": now + myAccountSettings.ACCESS_TOKEN_SECONDS,
    }
    claims |= {"iss": settings["JWT_ISSUER"]} if settings["JWT_ISSUER"] else {}
    claims |= {"aud": settings["JWT_AUDIENCE"]} if settings["JWT_AUDIENCE"] else {}
    headers = {"typ": settings["JWT_TYPE"]} if settings["JWT_TYPE"] else None
    return jwt.encode(claims, settings["JWT_SECRET"], HMAC_ALGORITHM, headers)


def account_id() -> AccountId:
    """Return the account id of a verified token; raise a 401 for a token of another issuer."""
    id = named_account(g.claims.get("sub"))
    is_ours = jwt.get_unverified_header(bearer_token()).get("alg") == HMAC_ALGORITHM
    if not is_ours or id is None:
        raise unauthorized("The token is not of an account of this API.")
    return id


def mail_token(purpose: str, account: Account) -> str:
    """Return a token for a mail; it is valid until the account changes or the token expires."""
    return _serializer(purpose).dumps([str(account.id), account.fingerprint])


def read_mail_token(purpose: str, token: str) -> tuple[AccountId, str] | None:
    """Return the id and the fingerprint of an account, None for an invalid token."""
    try:
        name, fingerprint = _serializer(purpose).loads(token, myAccountSettings.MAIL_TOKEN_SECONDS)
    except BadData:
        return None
    id = named_account(name)
    return None if id is None else (id, fingerprint)


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    settings = current_app.config
    keys = [*settings["JWT_EARLIER_SECRETS"], settings["JWT_SECRET"]]  # the last one signs
    sha = {"digest_method": sha256}
    return URLSafeTimedSerializer(keys, f"accounts {purpose}", signer_kwargs=sha)
