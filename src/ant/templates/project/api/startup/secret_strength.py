"""Checks the strength of secrets: whoever guesses one can sign tokens."""

from itertools import pairwise

from jwt.utils import is_pem_format, is_ssh_key

LONGEST_UNIT = 16  # characters that a secret may not be a repetition of
FEWEST = 6  # different characters, and steps from one to the next: random ones have more


def weakness_of(secret: str, shortest: int) -> str | None:
    """Return what is wrong with a secret, without a word of it; None where nothing is.

    It must have ``shortest`` bytes.
    """
    key = secret.strip().encode(errors="ignore")
    if len(key) < shortest:
        return f"must be set, to {shortest} random bytes or more."
    if is_pem_format(key) or is_ssh_key(key):
        return "is a key of another kind, which may be public; set random bytes."
    if _is_guessable(secret):
        return "can be guessed, as it repeats or counts; set a random one."
    return None


def _is_guessable(secret: str) -> bool:
    steps = {ord(after) - ord(before) for before, after in pairwise(secret)}
    repeats = any(secret.startswith(secret[length:]) for length in range(1, LONGEST_UNIT + 1))
    return repeats or len(steps) < FEWEST or len({*secret}) < FEWEST
