"""The values of a route's mocks."""

import json
from collections.abc import Iterator

from ant.artifacts.artifact import Artifact, Views
from ant.artifacts.merging import MergeBy, Missed
from ant.artifacts.paths import MOCKS
from ant.core.spec import Mock, Route


class _Mocks(Artifact):
    path = f"{MOCKS}{{key}}.json"
    merge = MergeBy.REFUSED
    missed = Missed.AS_VALUE
    holds_values = True

    def paths(self, route: Route) -> list[str]:
        """One for the route and for each subroute that has a mock."""
        return [mock_path(key) for key, _ in _mocks(route)]

    def files(self, views: Views) -> dict[str, bytes]:
        """Each with its value."""
        return {
            mock_path(key): f"{json.dumps(mock.value, indent=2)}\n".encode()
            for key, mock in _mocks(views.route)
        }


ARTIFACT = _Mocks()


def mock_path(key: str) -> str:
    """The file of a mock, which ``load_mock`` knows as ``users/profile``."""
    return ARTIFACT.path.format(key=key)


def mock_key(path: str) -> str | None:
    """What ``load_mock`` calls the mock in a file; None for any other file."""
    before, after = ARTIFACT.path.split("{key}")
    is_mock = path.startswith(before) and path.endswith(after)
    return path.removeprefix(before).removesuffix(after) if is_mock else None


def _mocks(route: Route) -> Iterator[tuple[str, Mock]]:
    name = route.names.text
    below = ((f"{name}/{subroute.name}", subroute.mock) for subroute in route.subroutes)
    for key, mock in ((name, route.mock), *below):
        if mock is not None:
            yield key, mock
