"""What is asked of endpoints that not everybody may call."""

import re
from collections.abc import Callable, Iterator
from typing import ClassVar
from uuid import UUID

import pytest
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
        rules = [rule for rule in app.url_map.iter_rules() if of_route(rule.endpoint) in views]
        assert {of_route(rule.endpoint) for rule in rules} == views.keys()
        for rule in rules:
            guard, url = views[of_route(rule.endpoint)], a_url_of(rule.rule)
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

    @pytest.mark.parametrize("lacking", [0, 1])
    def test_all_but_one_of_the_rights_are_not_enough(
        self, app: Flask, make_token: MakeToken, lacking: int
    ) -> None:
        def token_for(guard: str) -> str:
            others = [right for number, right in enumerate(rights(guard)) if number != lacking]
            return make_token(**claims(others))

        for call, guard, response in self.answers(app, token_for):
            if len(rights(guard)) > lacking:
                assert response.status_code == 403, call
                assert "insufficient_scope" in response.headers["WWW-Authenticate"]
            else:
                assert response.status_code not in (401, 403), call

    def test_all_rights_are_enough(self, app: Flask, make_token: MakeToken) -> None:
        def token_for(guard: str) -> str:
            return make_token(**claims(rights(guard)))

        for call, _, response in self.answers(app, token_for):
            assert response.status_code not in (401, 403), call
            assert response.status_code < 500, call


def a_url_of(rule: str) -> str:
    """Return a URL of a rule, with an id of no row."""
    return re.sub("<[^>]*>", "1", re.sub("<uuid:[^>]*>", str(UUID(int=1)), rule))


def of_route(endpoint: str) -> str:
    """Return the name of a view without blueprints that its own is registered on."""
    return ".".join(endpoint.split(".")[-2:])


def rights(guard: str) -> list[list[str]]:
    """Return the roles and the scopes that a guard asks for, each as its kind and its name."""
    return [part.split(" ") for part in guard.split(", ") if " " in part]


def claims(rights: list[list[str]]) -> dict[str, object]:
    """Return what a token says of whoever has some rights."""
    named = {kind: [name for asked, name in rights if asked == kind] for kind in ("role", "scope")}
    return {"roles": named["role"], "scope": " ".join(named["scope"])}
