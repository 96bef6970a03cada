"""The tokens that were verified lately: a signature is checked once, not for every request."""

import json
from collections import OrderedDict
from hashlib import sha256
from threading import Lock
from time import time
from typing import Any, NamedTuple

from helper.access_tokens import Settings, Signer, signers, verify

MOST = 4096  # tokens that a process remembers: beyond, the one that was verified first goes


class VerifiedToken(NamedTuple):
    """What a valid token says (its claims as JSON, so that no request changes another's)."""

    header: dict[str, Any]
    signer: Signer
    claims: str
    since: float  # seconds since 1970; where a clock is put back, "nbf" is checked again
    until: float


verified_tokens: OrderedDict[bytes, VerifiedToken] = OrderedDict()  # by their digests
lock = Lock()


def claims_of(token: str, settings: Settings) -> dict[str, Any]:
    """Return the claims of a token; raise as ``verify`` does.

    What was found of a token holds until it expires, as long as the key that has signed it is
    trusted, for the same issuer and audience: that is looked up for every request.
    """
    now, leeway = time(), settings["JWT_LEEWAY"]
    digest = sha256(f"{leeway} {settings['JWT_LONGEST_LIFETIME']} {token}".encode()).digest()
    known = verified_tokens.get(digest)
    is_valid = known and known.since <= now < known.until
    if known is None or not is_valid or known.signer not in signers(known.header, settings):
        header, signer, claims = verify(token, settings)
        until = int(claims["exp"]) + leeway  # PyJWT, too, counts whole seconds
        known = VerifiedToken(header, signer, json.dumps(claims), now, until)
        with lock:
            verified_tokens[digest] = known
            if len(verified_tokens) > MOST:
                verified_tokens.popitem(last=False)
    copy: dict[str, Any] = json.loads(known.claims)
    return copy
