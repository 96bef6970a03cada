"""The names that a step from one spec to another removes or gives another meaning."""

from collections.abc import Iterator
from typing import NamedTuple

from ant.artifacts.of_routes.mocks import mock_key
from ant.artifacts.paths import module_of
from ant.core.names.clashes import OF_ALL_REPOSITORIES, REPOSITORY
from ant.core.names.renames import Renames
from ant.core.relations import Collection, all_collections, own_methods
from ant.core.spec import Route, Spec


class RemovedNames(NamedTuple):
    """Removed names."""

    modules: frozenset[str]
    """Dotted."""
    tables: dict[str, str]
    """The class of each."""
    blueprints: frozenset[str]
    mocks: frozenset[str]
    """As ``load_mock`` knows them."""
    members: dict[str, set[str]]
    """The views and methods that are removed from kept modules."""

    @property
    def clues(self) -> set[bytes]:
        """Texts of which a file has one that uses any of this."""
        texts = {module.rpartition(".")[2] for module in self.modules}
        texts |= {name for names in self.members.values() for name in names}
        quoted = {*self.tables.values(), *self.tables, *self.mocks}
        begun = {f"{name}." for name in {*self.tables, *self.blueprints}}
        texts |= {f"{quote}{text}{quote}" for text in quoted for quote in "\"'"}
        texts |= {f"{before}{prefix}" for prefix in begun for before in "\"'."}
        return {text.encode() for text in texts}


def find_removed(old: Spec, new: Spec, deleted: set[str]) -> RemovedNames:
    """Return the names that a step from one spec to another removes, given its deleted files."""
    modules = frozenset(module_of(path) for path in deleted if path.endswith(".py"))
    without_model = [
        route for route in old.routes if modules and route.names.model_module in modules
    ]
    without_views = (
        route for route in old.routes if modules and route.names.route_module in modules
    )
    mocks = (mock_key(path) for path in deleted)
    members: dict[str, set[str]] = {}
    old_collections, new_collections = all_collections(old.routes), all_collections(new.routes)
    for route in old.routes:
        name = route.names.text
        after = new.route(name)
        if after is not None and (
            after is not route or old_collections.get(name) != new_collections.get(name)
        ):
            removed = {*_members(route, old_collections.get(name))} - {
                *_members(after, new_collections.get(name))
            }
            for module, member in removed:
                members.setdefault(module, set()).add(member)
    return RemovedNames(
        modules,
        {route.names.text: route.names.class_name for route in without_model},
        frozenset(route.names.text for route in without_views),
        frozenset(mock for mock in mocks if mock),
        members,
    )


def find_redefined(old: Spec, new: Spec, renames: Renames) -> RemovedNames:
    """Return the names that a step from one spec to another gives another meaning.

    Another route takes the name of one, or a route gets its first fields, or loses its last ones.
    """
    names = {*renames.routes.values()}
    taken = [route for route in old.routes if route.names.text in names]
    members: dict[str, set[str]] = {}
    for route in old.routes:
        name = route.names.text
        after = None if name in names or name in renames.routes else new.route(name)
        if after is not None and bool(after.fields) != bool(route.fields):
            members[route.names.service_module] = (
                own_methods(name) if route.fields else {route.service_method}
            )
            members[route.names.repository_module] = (
                REPOSITORY - OF_ALL_REPOSITORIES
                if route.fields
                else {f"add_{name}", f"delete_{name}"}
            )
    return RemovedNames(
        frozenset(module for route in taken for module in route.names.modules),
        {route.names.text: route.names.class_name for route in taken},
        frozenset(route.names.text for route in taken),
        frozenset(),
        members,
    )


def _members(route: Route, collections: tuple[Collection, ...] | None) -> Iterator[tuple[str, str]]:
    names = route.names
    for collection in collections or ():
        yield names.repository_module, f"{collection.name}_listing"
        for method in collection.methods:
            for module in (names.route_module, names.service_module, names.repository_module):
                yield module, method
    for subroute in route.subroutes:
        yield names.route_module, subroute.service_method
        yield names.service_module, subroute.service_method
        if subroute.method in ("GET", "POST"):
            yield names.repository_module, subroute.repository_method
