"""Endpoints below a route, and their mocks."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ant.core.access.auth import Auth

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Mock(NamedTuple):
    """A fixed answer in place of a real one: any JSON value, ``null`` included."""

    value: Any


def mock_of(value: Mapping[str, Any]) -> Mock | None:
    """Return the mock that an entry of a spec has."""
    return Mock(value["mock"]) if "mock" in value else None


class Subroute(NamedTuple):
    """One endpoint below a route."""

    name: str
    method: str = "GET"
    mock: Mock | None = None
    auth: Auth | None = None

    def to_json(self) -> dict[str, Any]:
        """The subroute as ``ant.json`` holds it."""
        return endpoint_json(self.method, self.auth, self.mock)

    @property
    def service_method(self) -> str:
        """What the service calls it: ``create_photo`` for a POST to ``photo``."""
        return f"{SERVICE_VERBS[self.method]}_{self.name}"

    @property
    def repository_method(self) -> str:
        """What the repository calls it: ``add_photo`` for a POST to ``photo``."""
        return f"{_REPOSITORY_VERBS[self.method]}_{self.name}"

    @property
    def takes_data(self) -> bool:
        """Whether its requests have a body."""
        return self.method in ("POST", "PUT", "PATCH")


SERVICE_VERBS = {
    "GET": "get", "POST": "create", "PUT": "update", "PATCH": "patch", "DELETE": "delete",
}  # fmt: skip
_REPOSITORY_VERBS = {**SERVICE_VERBS, "POST": "add"}


def endpoint_json(method: str, auth: Auth | None, mock: Mock | None) -> dict[str, Any]:
    """Return an endpoint as ``ant.json`` holds it."""
    result: dict[str, Any] = {"type": method}
    if auth is not None:
        result["auth"] = auth.to_json()
    if mock is not None:
        result["mock"] = mock.value
    return result
