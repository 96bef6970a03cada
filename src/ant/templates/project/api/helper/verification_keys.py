"""The keys that tokens are verified with: each knows the one algorithm that it is for."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import jwt
from jwt.algorithms import Algorithm, HMACAlgorithm, get_default_algorithms

HMAC_ALGORITHM = "HS256"
PUBLIC_ALGORITHMS = ("RS256", "ES256", "EdDSA")
MOST_KEYS = 50  # of an issuer
PEM = re.compile(r"-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----")


class VerificationKey(NamedTuple):
    """A key, its algorithm, and its id where it has one.

    A secret is never tried with the algorithm of a public key, nor a public key as a secret:
    whoever knows the public key could sign tokens then.
    """

    key: Any
    algorithm: str
    id: str | None = None


@lru_cache
def secret_key(secret: str) -> VerificationKey:
    """Return the key that a secret is, made once: PyJWT takes a while to see that it is no other."""
    jwk = HMACAlgorithm.to_jwk(secret, as_dict=True)
    return VerificationKey(jwt.PyJWK(jwk, HMAC_ALGORITHM), HMAC_ALGORITHM)


def pem_keys(text: str) -> list[VerificationKey]:
    """Return the public keys of a text; raise ``ValueError`` where it holds anything else."""
    blocks = PEM.findall(text)
    if not blocks or PEM.sub("", text).strip():
        raise ValueError("These are no public keys in PEM form.")
    return [pem_key(block) for block in blocks]


def pem_key(block: str) -> VerificationKey:
    """Return the key in a PEM block, with the algorithm that takes it."""
    for name in PUBLIC_ALGORITHMS:
        try:
            algorithm = get_default_algorithms()[name]
            key = algorithm.prepare_key(block)
        except (TypeError, ValueError, jwt.PyJWTError):
            continue  # it is of another kind
        if is_short(algorithm, key):
            raise ValueError("The key is too short.")
        return VerificationKey(key, name)
    raise ValueError("There is no algorithm for this key.")


def is_short(algorithm: Algorithm, key: Any) -> bool:
    """Whether a key is shorter than its algorithm asks for, such as RSA with 1024 bits."""
    return algorithm.check_key_length(algorithm.prepare_key(key)) is not None


def issued_keys(document: Any) -> list[VerificationKey]:
    """Return the keys of a JSON Web Key Set that can verify tokens; raise where none can."""
    listed = document["keys"] if isinstance(document, Mapping) else None
    if not isinstance(listed, Sequence) or len(listed) > MOST_KEYS:
        raise ValueError("That is no set of keys, or one of too many.")
    keys = [
        VerificationKey(jwk.key, jwk.algorithm_name, jwk.key_id)
        for jwk in jwt.PyJWKSet([entry for entry in listed if is_for_signatures(entry)]).keys
        if jwk.algorithm_name in PUBLIC_ALGORITHMS and not is_short(jwk.Algorithm, jwk.key)
    ]
    if not keys:
        raise ValueError("None of the keys can verify tokens.")
    return keys


def is_for_signatures(entry: Any) -> bool:
    """Whether an entry of a key set is a public key that may verify (RFC 7517, section 4.2)."""
    return isinstance(entry, dict) and entry.get("use", "sig") == "sig" and "d" not in entry
