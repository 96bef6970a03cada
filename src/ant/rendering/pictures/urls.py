"""The URLs of a spec, as pictures show them."""

from typing import NamedTuple

from ant.core.relations import Collection, all_collections, bytes_methods
from ant.core.spec import METHODS, Route, Spec
from ant.core.url_prefix import with_prefix


class Url(NamedTuple):
    """One URL below a route, and the methods that it answers to."""

    path: str
    """From the root, with what varies in angle brackets: ``/users/<id>``."""
    methods: tuple[str, ...]
    parent: str
    """The URL that it continues; that of the route has the root, and the root has ``''``."""


class Group(NamedTuple):
    """The URLs of one route, its own first."""

    name: str
    urls: tuple[Url, ...]


def groups_of(spec: Spec) -> tuple[Group, ...]:
    """Return the default route and then those of the spec, each with all its URLs."""
    collections = all_collections(spec.routes)
    routes = [
        _group(route, collections.get(route.names.text, ())) for route in with_prefix(spec).routes
    ]
    return (Group("default", (Url("/", ("GET",), ""),)), *routes)


def _group(route: Route, collections: tuple[Collection, ...]) -> Group:
    prefix = route.url
    subroutes: dict[str, set[str]] = {}
    for subroute in route.subroutes:
        subroutes.setdefault(f"{prefix}/{subroute.name}", set()).add(subroute.method)
    urls = [
        *(_crud(route) if route.fields else [Url(prefix, (route.method,), "/")]),
        *(url for collection in collections for url in _collection(prefix, collection)),
        *(
            Url(path, tuple(method for method in METHODS if method in methods), prefix)
            for path, methods in subroutes.items()
        ),
    ]
    return Group(route.names.text, tuple(urls))


def _crud(route: Route) -> list[Url]:
    prefix = route.url
    row = Url(f"{prefix}/<id>", ("GET", "PUT", "PATCH", "DELETE"), prefix)
    urls = [Url(prefix, ("GET", "POST"), "/"), row]
    urls += [
        Url(f"{row.path}/{field.name}", ("GET",), row.path)
        for field in bytes_methods(route).values()
    ]
    urls += [Url(f"{row.path}/restore", ("POST",), row.path)] if route.delete else []
    urls += [Url(f"{prefix}/bulk", ("POST",), prefix)] if route.bulk else []
    return urls


def _collection(prefix: str, collection: Collection) -> list[Url]:
    row = f"{prefix}/<id>"
    path = f"{row}/{collection.name}"
    rows = [Url(path, ("GET",), row)]
    if collection.is_many:
        rows.append(Url(f"{path}/<{collection.ends[1]}>", ("PUT", "DELETE"), path))
    return rows
