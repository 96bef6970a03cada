"""What an access token has to be: signed with a key of ours, as the settings say, and valid now."""

from collections.abc import Mapping
from typing import Any

import jwt
from jwt.utils import base64url_decode

from helper.functions.json_depth import is_too_deep

ALGORITHMS = ["HS256"]  # pinned: a token does not choose how it is verified
TIMES = ("exp", "nbf", "iat")
LATEST = 253_402_300_799  # the year 9999 in seconds: what is beyond counts in another unit

Settings = Mapping[str, Any]


def claims_of(token: str, settings: Settings) -> dict[str, Any]:
    """Return what a token says; raise ``jwt.PyJWTError`` or ``ValueError`` unless it holds."""
    refuse_depth(token)
    decoded = decoded_with_a_secret(token, settings)
    header, claims = decoded["header"], decoded["payload"]
    expected = settings["JWT_TYPE"]
    if expected and media_type(header.get("typ")) != media_type(expected):
        raise jwt.InvalidTokenError("It is a token of another type.")
    check_times(claims, settings["JWT_LONGEST_LIFETIME"])
    return dict(claims)


def refuse_depth(token: str) -> None:
    """Raise ``ValueError`` for a header or claims that are nested beyond reason."""
    for part in token.split(".")[:2]:
        if is_too_deep(base64url_decode(part)):
            raise ValueError("It is nested too deeply.")


def decoded_with_a_secret(token: str, settings: Settings) -> dict[str, Any]:
    """Return header and claims of a token that the secret has signed, or an earlier one."""
    for secret in (settings["JWT_SECRET"], *settings["JWT_EARLIER_SECRETS"]):
        try:
            return decoded_with(secret, token, settings)
        except jwt.InvalidSignatureError:
            continue  # the next one may have signed it
    raise jwt.InvalidSignatureError("None of the secrets has signed it.")


def decoded_with(secret: str, token: str, settings: Settings) -> dict[str, Any]:
    """Return header and claims of a token that holds with this secret.

    Without JWT_AUDIENCE a token that names one is refused: it is for somebody else.
    """
    return jwt.decode_complete(
        token,
        secret,
        algorithms=ALGORITHMS,
        options={"require": ["exp"]},
        issuer=settings["JWT_ISSUER"] or None,
        audience=settings["JWT_AUDIENCE"] or None,
        leeway=settings["JWT_LEEWAY"],
    )


def media_type(value: object) -> str:
    """Return the ``typ`` of a header as it can be compared (RFC 7515, section 4.1.9)."""
    return str(value).lower().removeprefix("application/")


def check_times(claims: Mapping[str, Any], longest: int) -> None:
    """Raise for a time that is no number of seconds, and for a life that is too long.

    PyJWT takes everything for a time of which ``int()`` makes one.
    """
    for name in TIMES:
        if name in claims and not is_time(claims[name]):
            raise jwt.InvalidTokenError(f"{name} is no time.")
    if longest:
        if "iat" not in claims:
            raise jwt.MissingRequiredClaimError("iat")
        if claims["exp"] - claims["iat"] > longest:
            raise jwt.InvalidTokenError("It is valid for too long.")


def is_time(value: Any) -> bool:
    """Whether a claim is a number of seconds since 1970 (RFC 7519, section 2)."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and bool(0 <= value <= LATEST)
