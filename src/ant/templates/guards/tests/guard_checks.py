"""What is asked of endpoints that not everybody may call."""

import re
from collections.abc import Callable, Iterator
from typing import ClassVar

from flask import Flask
from werkzeug.test import TestResponse

MakeToken = Callable[..., str]


class GuardChecks:
    """Nobody, somebody without rights and somebody with those that are needed, at each endpoint."""

    blueprint: ClassVar[str]
    guards: ClassVar[tuple[tuple[str, str], ...]]
    """Views, and what they ask for: ``public``, ``token``, ``role admin``, …"""

    def answers(
        self, app: Flask, token_for: Callable[[str], str]
    ) -> Iterator[tuple[str, str, TestResponse]]:
        """Call each view; yield what it was, its guard, and what it answered."""
        views = {f"{self.blueprint}.{view}": guard for view, guard in self.guards}
        rules = [rule for rule in app.url_map.iter_rules() if rule.endpoint in views]
        assert {rule.endpoint for rule in rules} == views.keys()
        for rule in rules:
            guard, url = views[rule.endpoint], re.sub("<[^>]*>", "1", rule.rule)
            token = token_for(guard)
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                response = app.test_client().open(url, method=method, headers=headers)
                yield f"{method} {url}: {response.status}", guard, response

    def test_nobody_gets_past_a_guard(self, app: Flask) -> None:
        for call, guard, response in self.answers(app, lambda _: ""):
            if guard == "public":
                assert response.status_code not in (401, 403), call
            else:
                assert response.status_code == 401, call
                assert response.headers["WWW-Authenticate"] == "Bearer"

    def test_a_token_alone_has_no_role_and_no_scope(
        self, app: Flask, make_token: MakeToken
    ) -> None:
        for call, guard, response in self.answers(app, lambda _: make_token()):
            if named(guard, "role") or named(guard, "scope"):
                assert response.status_code == 403, call
                assert "insufficient_scope" in response.headers["WWW-Authenticate"]
            else:
                assert response.status_code not in (401, 403), call

    def test_what_is_needed_gets_past_a_guard(self, app: Flask, make_token: MakeToken) -> None:
        def token_for(guard: str) -> str:
            scopes = " ".join(named(guard, "scope"))
            return make_token(roles=named(guard, "role"), scope=scopes)

        for call, _, response in self.answers(app, token_for):
            assert response.status_code not in (401, 403), call
            assert response.status_code < 500, call


def named(guard: str, kind: str) -> list[str]:
    """Return the roles or the scopes that a guard asks for."""
    parts = (part.partition(" ") for part in guard.split(", "))
    return [name for this, _, name in parts if this == kind]
