"""Subroutes and collections whose methods would collide with those of a resource."""

from collections.abc import Iterator
from typing import NamedTuple

from ant.core.relations import Collection, all_collections, bulk_method, bytes_methods, own_methods
from ant.core.spec import Route

OF_ALL_REPOSITORIES = {"get_by_id", "add", "add_all", "delete", "db", "logger"}
"""What every repository has."""

REPOSITORY = OF_ALL_REPOSITORIES | {
    "get_page", "get_belonging", "get_linked", "insert", "update", "remove", "link", "unlink",
    "rows", "table", "model", "schema", "exists", "restore", "insert_all",
}  # fmt: skip
"""What every repository of a resource has."""


class Clash(NamedTuple):
    """A subroute of a resource, and the method of the generated code that it would hide."""

    route: str
    subroute: str
    method: str

    @property
    def reason(self) -> str:
        """Why it cannot be, in the words that users know."""
        return f"the generated code already uses {self.method}"


def clashing_subroutes(routes: tuple[Route, ...]) -> Iterator[Clash]:
    """The subroutes of routes with fields that would hide generated methods."""
    if not any(route.fields and route.subroutes for route in routes):
        return
    collections = all_collections(routes)
    for route in routes:
        if route.fields:
            taken = _methods(route, collections.get(route.names.text, ()))
            for subroute in route.subroutes:
                hidden = taken & {subroute.service_method, subroute.repository_method}
                if hidden:
                    yield Clash(route.names.text, subroute.name, min(hidden))


def _methods(route: Route, collections: tuple[Collection, ...]) -> set[str]:
    below = {method for collection in collections for method in collection.methods}
    listings = {f"{collection.name}_listing" for collection in collections}
    in_bulk = {bulk_method(route)} if route.bulk else set()
    own = own_methods(route.names.text) | bytes_methods(route).keys()
    return own | REPOSITORY | below | listings | in_bulk
