"""Verification of access tokens: signature, issuer, audience and times."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import jwt
from jwt.utils import base64url_decode

from helper.functions.json_depth import is_too_deep
from helper.issuer_keys import keys_of
from helper.verification_keys import PUBLIC_ALGORITHMS, VerificationKey, secret_key

TIMES = ("exp", "nbf", "iat")
LATEST = 253_402_300_799  # the year 9999 in seconds: what is beyond counts in another unit

Settings = Mapping[str, Any]


class Signer(NamedTuple):
    """A key that may have signed a token, and the claims that it then requires."""

    key: VerificationKey
    issuer: str
    audience: Sequence[str]
    type: str = ""
    claims: Mapping[str, str] = {}


def verify(token: str, settings: Settings) -> tuple[dict[str, Any], Signer, dict[str, Any]]:
    """Return the header of a token, who has signed it, and its claims.

    Raises ``jwt.PyJWTError`` or ``ValueError`` for an invalid token, ``KeysUnavailable`` where the
    issuer's keys cannot be read.
    """
    header = unverified_header(token)
    for signer in signers(header, settings):
        if signer.key.algorithm != header.get("alg"):
            continue  # a token does not choose how it is verified
        try:
            claims = decoded_with(signer, token, settings["JWT_LEEWAY"])
        except jwt.InvalidSignatureError:
            continue  # the next one may have signed it
        if signer.type and media_type(header.get("typ")) != media_type(signer.type):
            raise jwt.InvalidTokenError("It is a token of another type.")
        check_times(claims, settings["JWT_LONGEST_LIFETIME"])
        return header, signer, claims
    raise jwt.InvalidSignatureError("None of the keys has signed it.")


def unverified_header(token: str) -> dict[str, Any]:
    """Return the header of a token; raise ``ValueError`` where that or the claims cannot be read.

    PyJWT reads all of a token to find its header, and nothing keeps it from nested brackets.
    """
    header, claims = (base64url_decode(part) for part in token.split(".")[:2])
    if is_too_deep(header) or is_too_deep(claims):
        raise ValueError("It is nested too deeply.")
    values = json.loads(header)
    if not isinstance(values, dict):
        raise ValueError("Its header is no object.")
    return values


def signers(header: Mapping[str, Any], settings: Settings) -> Iterator[Signer]:
    """Yield the keys that may have signed a token: our own, then those of trusted issuers."""
    audience, type_ = settings["JWT_AUDIENCE"], settings["JWT_TYPE"]
    secrets = (settings["JWT_SECRET"], *settings["JWT_EARLIER_SECRETS"])
    own = [secret_key(secret) for secret in secrets if secret]
    for key in (*own, *settings["JWT_PUBLIC_KEYS"]):
        yield Signer(key, settings["JWT_ISSUER"], audience, type_)
    if header.get("alg") not in PUBLIC_ALGORITHMS:
        return
    if issuer := settings["OIDC_ISSUER"]:
        for key in keys_of(issuer).find(header.get("kid")):
            yield Signer(key, issuer, audience, type_)
    if settings["COGNITO_TOKENS"]:
        pool = settings["COGNITO_USERPOOL_ID"]
        issuer = f"https://cognito-idp.{settings['COGNITO_REGION']}.amazonaws.com/{pool}"
        access = {"token_use": "access", "client_id": settings["COGNITO_APP_CLIENT_ID"]}
        for key in keys_of(issuer).find(header.get("kid")):  # such tokens name no audience
            yield Signer(key, issuer, (), claims=access)


def decoded_with(signer: Signer, token: str, leeway: int) -> dict[str, Any]:
    """Return the claims of a token that this key has signed, and that is meant for this API.

    Without JWT_AUDIENCE a token that names one is refused: it is for somebody else.
    """
    claims: dict[str, Any] = jwt.decode(
        token,
        signer.key.key,
        algorithms=[signer.key.algorithm],
        options={"require": ["exp"]},
        issuer=signer.issuer or None,
        audience=signer.audience or None,
        leeway=leeway,
    )
    if any(claims.get(name) != value for name, value in signer.claims.items()):
        raise jwt.InvalidTokenError("It is for another use, or for another client.")
    return claims


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
