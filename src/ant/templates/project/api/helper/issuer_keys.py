"""The public keys of an OpenID Connect issuer, cached and refreshed for unknown key ids."""

import json
from functools import lru_cache
from threading import Lock, Thread
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

from helper.execution_tracking.Logger import myLogger
from helper.functions.json_depth import is_too_deep
from helper.verification_keys import VerificationKey, issued_keys

PAUSE = 30.0  # seconds: no more than one attempt to read the keys in this time
FRESH = 300.0  # seconds after which they are read again, beside the requests that go on with them
USABLE = 3600.0  # seconds for which they are used while the issuer cannot be reached
PATIENCE = 5.0  # seconds that a request waits for keys
TIMEOUT = 3.0  # seconds without data from the issuer
STUCK = 120.0  # seconds after which an attempt is given up
LARGEST = 262_144  # bytes of what the issuer answers
READER = "keys of an issuer"
DISCOVERY = "/.well-known/openid-configuration"


class KeysUnavailable(Exception):
    """The issuer's keys cannot be read, so a token can be neither accepted nor refused."""


class NoRedirects(HTTPRedirectHandler):
    """Makes a redirect an error: keys are read from the issuer's own URL only."""

    def redirect_request(self, *_arguments: Any, **_named: Any) -> None:
        """Follow nothing."""


class IssuerKeys:
    """The cached keys of an issuer.

    One thread at a time reads them, beside the requests: these wait for it only where they need a
    key that is not known, and never for long.
    """

    def __init__(self, issuer: str) -> None:
        """Read nothing yet."""
        self.issuer = issuer
        self._lock = Lock()
        self._keys: list[VerificationKey] = []
        self._read_at = self._asked_at = float("-inf")
        self._reader = Thread()
        self._is_in_doubt = True

    def find(self, name: str | None) -> list[VerificationKey]:
        """Return the keys with this id, or all for None; raise ``KeysUnavailable`` without any."""
        if not self._known(name, FRESH):
            reader, asked_at = self._read_beside()
            if not self._known(name, USABLE):
                reader.join(max(0.0, asked_at + PATIENCE - monotonic()))
        found = self._known(name, USABLE)
        if not found and self._is_in_doubt:
            raise KeysUnavailable
        return found

    def _known(self, name: str | None, age: float) -> list[VerificationKey]:
        with self._lock:
            if monotonic() - self._read_at > age:
                return []
            return [key for key in self._keys if name is None or key.id == name]

    def _read_beside(self) -> tuple[Thread, float]:
        """Return the thread that reads the keys, or has done so last, and when it began."""
        with self._lock:
            now = monotonic()
            if now - self._asked_at >= (STUCK if self._reader.is_alive() else PAUSE):
                self._asked_at, self._is_in_doubt = now, True
                self._reader = Thread(target=self._read, name=READER, daemon=True)
                self._reader.start()
            return self._reader, self._asked_at

    def _read(self) -> None:
        try:
            keys = self._fetch()
        except Exception as error:  # whatever the issuer has answered
            myLogger.warning(f"The keys of {self.issuer} cannot be read: {error!r}")
            return
        with self._lock:
            self._keys, self._read_at, self._is_in_doubt = keys, monotonic(), False

    def _fetch(self) -> list[VerificationKey]:
        found = read_json(self.issuer.rstrip("/") + DISCOVERY)
        if found["issuer"] != self.issuer:
            raise ValueError("It is another issuer by its own account.")
        place = str(found["jwks_uri"])
        if urlsplit(place).scheme not in {"https", urlsplit(self.issuer).scheme}:
            raise ValueError("The keys are not to be had by HTTPS.")
        return issued_keys(read_json(place))


@lru_cache(maxsize=8)
def keys_of(issuer: str) -> IssuerKeys:
    """Return the one cache of an issuer's keys."""
    return IssuerKeys(issuer)


def read_json(url: str) -> Any:
    """Read a JSON document of bounded size and depth, from this URL itself."""
    try:
        with build_opener(NoRedirects).open(url, timeout=TIMEOUT) as answer:
            content = answer.read(LARGEST + 1)
    except HTTPError as error:
        error.close()  # it is the answer, too, and would hold the connection
        raise
    if len(content) > LARGEST or is_too_deep(content):
        raise ValueError("The answer is too large or too deep.")
    return json.loads(content)
