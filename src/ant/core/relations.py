"""What follows from the fields of all routes together: collections, tables between, names."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from ant.core.access.auth import Auth
from ant.core.fields.field import Field
from ant.core.memo import once, remembered
from ant.core.names.long_names import key_in_postgresql, shortened
from ant.core.names.route_names import LONGEST_ROUTE_NAME
from ant.core.spec import Route


class Collection(NamedTuple):
    """The rows of one route that belong to one row of another: ``GET /users/<id>/orders``.

    ``owner_route`` is ``users``, ``name`` the last part of the URL, and ``route`` the one whose
    rows it lists. ``field`` is that of the owner where it is a ``many``, else that of ``route``.
    ``auth`` is the guard of ``route``. The other end of a ``many`` (``GET /tags/<id>/users``)
    ``is_reverse``: its ``field`` is that of ``route`` as well.
    """

    owner_route: str
    name: str
    route: str
    field: Field
    auth: Auth | None = None
    is_claimed: bool = False
    """Whether ``field`` holds the owner of the rows of ``route``, which a token decides."""
    is_reverse: bool = False
    reverse_id: Field | None = None
    """That of the rows of ``route`` at such an end; None for a number."""
    shows_ids: bool = False
    """Whether the rows of ``route`` show the ids of rows that they are linked to."""

    @property
    def far_id(self) -> Field | None:
        """The id of the rows that a ``many`` lists; None for a number."""
        return self.reverse_id if self.is_reverse else self.field.target

    @property
    def field_route(self) -> str:
        """The route that has the field."""
        return self.owner_route if self.is_many and not self.is_reverse else self.route

    @property
    def methods(self) -> set[str]:
        """What it adds to all layers of the route that it is below."""
        verbs = ("get", "add", "remove") if self.is_many else ("get",)
        return {f"{verb}_{self.owner_route}_{self.name}" for verb in verbs}

    @property
    def link(self) -> "Association":
        """The table of its links, where it is one of a many-to-many field."""
        return Association(self.field_route, self.field)

    @property
    def ends(self) -> tuple[str, str]:
        """The columns of that table: what refers to the row that it is below, and to its rows."""
        near, far = self.link.columns
        return (far, near) if self.is_reverse else (near, far)

    @property
    def is_single(self) -> bool:
        """Whether one row at most belongs to another: what refers to that is unique."""
        return self.field.is_single

    @property
    def is_many(self) -> bool:
        """Whether its rows can be put in and taken out: it is that of a many-to-many field."""
        return not self.field.is_column


class Association(NamedTuple):
    """The table between two routes that a field of type ``many`` makes."""

    route: str
    field: Field
    id: Field | None = None
    """That of the rows of ``route``; None for a number."""
    route_table: str = ""
    """Their table, where it is not called like the route."""
    route_key: str = ""
    """The column of their key, where it is not ``id``."""

    @property
    def table(self) -> str:
        """``users_tags`` for the field ``tags`` of ``users``; with a hash where that is long."""
        return shortened(f"{self.route}_{self.field.name}", LONGEST_ROUTE_NAME)

    @property
    def route_column(self) -> str:
        """The column that refers to the route that has the field: ``users_id``."""
        return f"{self.route}_id"

    @property
    def field_column(self) -> str:
        """The column that refers to the target of the field: ``tags_id``."""
        return f"{self.field.name}_id"

    @property
    def columns(self) -> dict[str, str]:
        """The routes that its columns refer to."""
        return {self.route_column: self.route, self.field_column: self.field.to}

    @property
    def tables(self) -> dict[str, str]:
        """The tables that its columns refer to."""
        return {
            self.route_column: self.route_table or self.route,
            self.field_column: self.field.refers_to,
        }

    @property
    def keys(self) -> dict[str, str]:
        """The columns of the keys of these tables; '' for ``id``."""
        return {self.route_column: self.route_key, self.field_column: self.field.target_column}

    @property
    def ids(self) -> dict[str, Field | None]:
        """The ids that its columns hold."""
        return {self.route_column: self.id, self.field_column: self.field.target}


class DatabaseName(NamedTuple):
    """A name that a field needs in the database, and whether all tables share its kind."""

    field: Field
    text: str
    is_relation: bool
    """PostgreSQL keeps tables and indexes in one place; a foreign key belongs to its table."""


@remembered
def all_collections(routes: tuple[Route, ...]) -> Mapping[str, tuple[Collection, ...]]:
    """Return the collections below a row of each route that has any, by the route's name.

    A private reference gives none: a list would tell whose rows they are.
    """
    found: dict[str, list[Collection]] = {}
    resources = [route for route in routes if route.fields]
    linked = [route for route in resources if is_linked(route)]
    auths = {route.names.text: route.auth for route in routes if route.auth} if linked else {}
    for route in resources:
        for listed in _listed(route):
            found.setdefault(listed.owner_route, []).append(listed)
        for field in route.fields if is_linked(route) else ():
            if not field.is_column:
                name = route.names.text
                below = Collection(name, field.name, field.to, field, auths.get(field.to))
                found.setdefault(name, []).append(below)
    reverse = [end for route in linked for end in _reverse_ends(route)]
    if reverse:
        _add_reverse(found, reverse, routes)
    with_ids = {route.names.text for route in linked}
    return {
        name: tuple(
            below._replace(shows_ids=True) if below.route in with_ids else below
            for below in collections
        )
        for name, collections in found.items()
    }


@once
def _listed(route: Route) -> list[Collection]:
    """The collections of a route's rows below those that they refer to."""
    name = route.names.text
    shown = [field for field in route.fields if field.is_reference and not field.private]
    targets = Counter(field.to for field in shown)
    return [
        Collection(field.to, called, name, field, route.auth, field.key in route.claims)
        for field in shown
        for called in [name if targets[field.to] == 1 else f"{field.label}_{name}"]
    ]


@once
def refers_once(route: Route) -> bool:
    """Whether one row at most of a route belongs to one of another, and is shown there."""
    return any(field.is_single and not field.private for field in route.fields)


@once
def is_linked(route: Route) -> bool:
    """Whether rows of a route show the ids of rows that they are linked to."""
    return any(not field.is_column for field in route.fields)


def own_methods(route: str) -> set[str]:
    """The methods of every resource's routes and services, without those of references."""
    verbs = ("get", "create", "update", "patch", "delete")
    return {f"get_{route}_by_id", *(f"{verb}_{route}" for verb in verbs)}


@once
def bytes_methods(route: Route) -> dict[str, Field]:
    """Return the fields whose bytes a URL answers, by what all layers call that."""
    name = route.names.text
    return {f"get_{name}_{field.name}": field for field in route.fields if field.has_url}


def bulk_method(route: Route) -> str:
    """What routes and services call it that many rows are made at once."""
    return f"create_{route.names.text}_bulk"


def _reverse_ends(route: Route) -> list[Collection]:
    """The reverse ends of ``many`` fields at a route; links within one route have one end."""
    name = route.names.text
    linked = [field for field in route.fields if not field.is_column and field.to != name]
    targets = Counter(field.to for field in linked)
    return [
        Collection(field.to, called, name, field, route.auth, False, True, route.id)
        for field in linked
        for called in [name if targets[field.to] == 1 else f"{field.name}_{name}"]
    ]


def _add_reverse(
    found: dict[str, list[Collection]], reverse: list[Collection], routes: tuple[Route, ...]
) -> None:
    """Add those of the other ends whose URLs and methods nothing else has."""
    own = {
        route.names.text: bytes_methods(route).keys()
        | {
            method
            for subroute in route.subroutes
            for method in (subroute.service_method, subroute.repository_method)
        }
        for route in routes
        if route.subroutes or route.fields
    }
    for end in reverse:
        others = found.get(end.owner_route, [])
        taken = own_methods(end.owner_route) | own.get(end.owner_route, set())
        taken = taken.union(*(other.methods for other in others))
        if not taken & end.methods:
            found[end.owner_route] = [*others, end]


@once
def associations(route: Route) -> tuple[Association, ...]:
    """Return the tables that the ``many`` fields of a route make."""
    key = route.key_field.column if route.key_field else ""
    return tuple(
        Association(route.names.text, field, route.id, route.stored_as, key)
        for field in route.fields
        if not field.is_column
    )


@once
def database_names(route: Route) -> list[DatabaseName]:
    """Return the names of tables, indexes and keys that the fields of a route need.

    They are those of SQLAlchemy's naming convention in ``startup/Alchemy.py``, as PostgreSQL has
    them. Every reference has an index, unless it is unique, which makes one.
    """
    return [name._replace(text=key_in_postgresql(name.text)) for name in _long_names(route)]


def _long_names(route: Route) -> list[DatabaseName]:
    table = route.table
    names = [name for field in route.fields for name in _names_of_column(table, field)]
    for association in associations(route):
        field, between = association.field, association.table
        names += [DatabaseName(field, text, True) for text in (between, f"pk_{between}")]
        names.append(DatabaseName(field, f"ix_{between}_{association.field_column}", True))
        for column, to in association.tables.items():
            names.append(DatabaseName(field, f"fk_{between}_{column}_{to}", False))
    return names


def _names_of_column(table: str, field: Field) -> list[DatabaseName]:
    stem = f"{table}_{field.column}"
    names = []
    if field.unique:
        names.append(DatabaseName(field, f"uq_{stem}", True))
    elif (field.index or field.is_reference) and not field.is_key:
        names.append(DatabaseName(field, f"ix_{stem}", True))
    if field.is_reference:
        names.append(DatabaseName(field, f"fk_{stem}_{field.refers_to}", False))
    return names
