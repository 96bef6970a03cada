"""All kinds of files that routes have for themselves, and what holds for the file at a path."""

import pkgutil
from functools import cache
from importlib import import_module
from typing import NamedTuple

from ant.artifacts import of_routes
from ant.artifacts.artifact import Artifact, Views
from ant.artifacts.merging import MergeBy, Missed
from ant.artifacts.paths import CODE
from ant.artifacts.shared import SHARED
from ant.core.relations import Collection
from ant.core.spec import Route


class Expected(NamedTuple):
    """A generated file, and a name that it defines and no other file does."""

    path: str
    name: str


@cache
def route_artifacts() -> tuple[Artifact, ...]:
    """Every kind, one for each module of ``of_routes``: nothing else lists them."""
    names = sorted(module.name for module in pkgutil.iter_modules(of_routes.__path__))
    return tuple(import_module(f"{of_routes.__name__}.{name}").ARTIFACT for name in names)


def artifact_at(path: str) -> Artifact | None:
    """The kind of a route's file; None for a file that is no route's own."""
    if path in SHARED:
        return None
    return next((kind for kind in route_artifacts() if kind.pattern.fullmatch(path)), None)


def render_route(route: Route, collections: tuple[Collection, ...] = ()) -> dict[str, bytes]:
    """Return every file that the route has for itself, by path.

    ``collections`` are those below a row of it, which other routes' fields may make.
    """
    return render_modules(route, collections) | mock_files(route)


def render_modules(
    route: Route, collections: tuple[Collection, ...] = (), own: frozenset[str] = frozenset()
) -> dict[str, bytes]:
    """Return the code of a route, which depends on there being a mock, but not on its value.

    ``own`` are modules that this version does not generate and that the views still use.
    """
    return _files(Views(route, collections, own), holding_values=False)


def mock_files(route: Route) -> dict[str, bytes]:
    """Return the files with the values of a route's mocks."""
    return _files(Views(route), holding_values=True)


def _files(views: Views, *, holding_values: bool) -> dict[str, bytes]:
    return {
        path: content
        for artifact in route_artifacts()
        if artifact.holds_values == holding_values
        for path, content in artifact.files(views).items()
    }


def route_paths(route: Route) -> list[str]:
    """Return the paths of ``render_route``, in an order that renaming the route keeps."""
    return [path for artifact in route_artifacts() for path in artifact.paths(route)]


def expected_files(route: Route) -> list[Expected]:
    """Return the files of a route that others import, and those of the tables between."""
    return [
        Expected(path, artifact.defines.format(names=names))
        for artifact in route_artifacts()
        if artifact.defines
        for names, path in zip(artifact.names(route), artifact.paths(route), strict=True)
    ]


def packages() -> list[str]:
    """The packages of the application that routes have modules in: ``models``, ``routes``."""
    return sorted({artifact.package for artifact in route_artifacts() if artifact.package})


def merge_of(path: str) -> MergeBy:
    """How a difference is merged into an edited file."""
    kind = SHARED.get(path) or artifact_at(path)
    if kind is not None:
        return kind.merge
    return MergeBy.UNITS if path.endswith(".py") else MergeBy.REFUSED


def missed_of(path: str) -> Missed:
    """What misses a generated file that its owner has deleted."""
    kind = SHARED.get(path) or artifact_at(path)
    if kind is not None:
        return kind.missed
    return Missed.ALWAYS if path.endswith(".py") and path.startswith(CODE) else Missed.NEVER
