"""The spec: everything about a project that is not written by hand."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from ant.core.access.auth import Auth
from ant.core.access.ownership import OWNER, SUBJECT, TENANT, Claim, Owner
from ant.core.endpoints import METHODS as METHODS
from ant.core.endpoints import SERVICE_VERBS, endpoint_json
from ant.core.endpoints import Mock as Mock
from ant.core.endpoints import Subroute as Subroute
from ant.core.endpoints import mock_of as mock_of
from ant.core.fields.field import Field
from ant.core.fields.named_enum import NamedEnum
from ant.core.fields.polymorphic import written
from ant.core.names.identifiers import ProjectName
from ant.core.names.route_names import RouteNames
from ant.core.table_rules.rules import NO_RULES, TableRules


class Access(NamedTuple):
    """Who may call a route, and whose rows it shows them."""

    auth: Auth | None = None
    owner: Owner | None = None
    tenant: Owner | None = None


class _RouteParts(NamedTuple):
    """The parts of a route."""

    names: RouteNames
    method: str = "GET"
    mock: Mock | None = None
    subroutes: tuple[Subroute, ...] = ()
    plain_columns: bool = False
    """Whether its model is one for SQLAlchemy 1.4; read from the code, not from a spec."""
    loads_bodies: bool = True
    """Whether its views validate bodies with its schema; read from the code as well."""
    fields: tuple[Field, ...] = ()
    """With fields it answers to every method, and has no ``method`` of its own and no mock."""
    auth: Auth | None = None
    """Its guard; None to inherit that of the project."""
    accounts: bool = False
    """Whether its rows are the accounts of the API."""
    owner: Owner | None = None
    tenant: Owner | None = None
    """Whose its rows are: of who made them, and of that one's organisation or so."""
    if_match: str = ""
    """Whether a change of a row needs ``If-Match``; '' to inherit it from the project."""
    idempotency: bool | None = None
    """Whether a POST takes an ``Idempotency-Key``; None to inherit it from the project."""
    rules: TableRules = NO_RULES
    """What has to hold of several fields together."""
    delete: str = ""
    """``soft`` where deleted rows are kept and can be restored."""
    bulk: bool = False
    """Whether a request can make many rows: all of them, or none."""
    keeps_references: bool = False
    """Whether it refers to rows with soft deletion, which other routes define."""
    description: str = ""
    """What people read of it: in the API's document, and as the comment of its table."""
    key: str = ""
    """The type of its primary key, or the reference that is its key; '' to inherit it."""
    id: Field | None = None
    """What they are called by as a field, as ``core.keys`` finds it; None for numbers."""
    stored_as: str = ""
    """The name of its table, where that is not the route's."""
    url_prefix: str = ""
    """The prefix of its URLs, set for the whole project."""


class Route(_RouteParts):
    """One resource: a file in each layer."""

    def to_json(self) -> dict[str, Any]:
        """The route as ``ant.json`` holds it."""
        if self.fields:
            result: dict[str, Any] = {"key": self.key} if self.key else {}
            result |= {"auth": self.auth.to_json()} if self.auth else {}
            result |= {"accounts": True} if self.accounts else {}
            result |= {word: owner.to_json() for word, owner in self.owners.items()}
            result |= {"if_match": self.if_match} if self.if_match else {}
            result |= {} if self.idempotency is None else {"idempotency": self.idempotency}
            result |= self.rules.to_json()
            result |= {"delete": self.delete} if self.delete else {}
            result |= {"bulk": True} if self.bulk else {}
            result["fields"] = {field.name: field.to_json() for field in written(self.fields)}
        else:
            result = endpoint_json(self.method, self.auth, self.mock)
        if self.stored_as:
            result = {"table": self.stored_as, **result}
        if self.description:
            result = {"description": self.description, **result}
        if self.subroutes:
            result["subroutes"] = {subroute.name: subroute.to_json() for subroute in self.subroutes}
        return result

    @property
    def url(self) -> str:
        """The URL below which all its endpoints are: ``/api/v1/users``."""
        return f"{self.url_prefix}{self.names.prefix}"

    @property
    def table(self) -> str:
        """What the database calls its table."""
        return self.stored_as or self.names.text

    def in_table(self, table: str) -> "Route":
        """The route with another table; its own name and '' are the default one."""
        return self._replace(stored_as="" if table == self.names.text else table)

    @cached_property
    def owners(self) -> dict[str, Owner]:
        """Its owners, by their words."""
        owners = {OWNER: self.owner, TENANT: self.tenant}
        return {word: owner for word, owner in owners.items() if owner}

    def with_owners(self, owners: Mapping[str, Owner | None]) -> "Route":
        """The route with other words of whose its rows are."""
        return self._replace(owner=owners.get(OWNER), tenant=owners.get(TENANT))

    def owners_after(self, names: Mapping[str, str]) -> dict[str, Owner]:
        """Whose its rows are where fields have other names, by the old ones."""
        return {
            word: owner._replace(field=names.get(owner.field, owner.field))
            for word, owner in self.owners.items()
        }

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """What of a token the columns hold by which its rows belong to somebody, by their keys."""
        keys = {field.name: field.key for field in self.fields}
        return {
            keys[owner.field]: Claim(SUBJECT if word == OWNER else keys[owner.field], owner.all)
            for word, owner in self.owners.items()
            if owner.field in keys
        }

    @property
    def service_method(self) -> str:
        """What the service of a route without fields calls its endpoint: ``get_users``."""
        return f"{SERVICE_VERBS[self.method]}_{self.names.text}"

    @cached_property
    def is_mocked(self) -> bool:
        """Whether the route or a subroute of it answers with a mock."""
        for subroute in self.subroutes:
            if subroute.mock is not None:
                return True
        return self.mock is not None

    def same_as(self, other: "Route | None") -> bool:
        """Whether another route is the same, types of JSON included: 1, 1.0 and true differ."""
        if other is None or self is other:
            return self is other
        values, others = ([field.values for field in route.fields] for route in (self, other))
        return values == others and json.dumps(self.to_json()) == json.dumps(other.to_json())

    @cached_property
    def key_field(self) -> Field | None:
        """The reference that is the key of its rows, where one is."""
        return next((field for field in self.fields if field.is_key), None)

    def subroute(self, name: str) -> Subroute | None:
        """The subroute of this name, or None."""
        return next((subroute for subroute in self.subroutes if subroute.name == name), None)

    def field(self, name: str) -> Field | None:
        """The field of this name, or None."""
        return next((field for field in self.fields if field.name == name), None)


class _SpecParts(NamedTuple):
    """The parts of a spec."""

    name: ProjectName
    description: str = ""
    routes: tuple[Route, ...] = ()
    made_by: str = ""
    """The version that generated the project; '' for the running one."""
    auth: Auth | None = None
    """The default guard; None for everybody."""
    if_match: str = ""
    """The default of ``if_match`` for routes."""
    idempotency: bool | None = None
    """The default of ``idempotency`` for routes."""
    key: str = ""
    """The default type of primary keys; '' for integers."""
    prefix: str = ""
    """The prefix of the URLs of all routes: ``/api/v1``."""
    json_keys: str = ""
    """``camelCase`` where clients write the keys of JSON so."""
    enums: tuple[NamedEnum, ...] = ()
    """Lists of values that fields of several routes may have."""


class Spec(_SpecParts):
    """One project, as the user described it."""

    @property
    def defaults(self) -> tuple[Auth | str | bool | None, ...]:
        """The defaults of the project for its routes."""
        return self.auth, self.if_match, self.idempotency, self.prefix

    def to_json(self) -> dict[str, Any]:
        """The spec as ``ant.json`` holds it."""
        project: dict[str, Any] = {"name": self.name.text}
        if self.description:
            project["description"] = self.description
        if self.auth:
            project["auth"] = self.auth.to_json()
        if self.key:
            project["key"] = self.key
        if self.if_match:
            project["if_match"] = self.if_match
        if self.idempotency is not None:
            project["idempotency"] = self.idempotency
        if self.prefix:
            project["prefix"] = self.prefix
        if self.json_keys:
            project["json"] = self.json_keys
        if self.enums:
            project["enums"] = {enum.name: list(enum.values) for enum in self.enums}
        return {
            "project": project,
            "routes": {route.names.text: route.to_json() for route in self.routes},
        }

    def route(self, name: str) -> Route | None:
        """The route of this name, or None."""
        return self.by_name.get(name)

    @cached_property
    def by_name(self) -> Mapping[str, Route]:
        """The routes by their names."""
        return {route.names.text: route for route in self.routes}

    @cached_property
    def accounts(self) -> Route | None:
        """The route whose rows are the accounts of the API, or None."""
        return next((route for route in self.routes if route.accounts), None)

    def routes_unlike(self, other: "Spec") -> list[Route]:
        """The routes that another spec does not have, or not alike."""
        shared = {*map(id, other.routes)}  # most are, and need not be looked at
        own = [route for route in self.routes if id(route) not in shared]
        return [route for route in own if not route.same_as(other.route(route.names.text))]

    def with_route(self, old: Route, new: Route) -> "Spec":
        """The spec with a route in the place of another."""
        routes = tuple(new if route is old else route for route in self.routes)
        return self._replace(routes=routes)


def grows(old: Spec, new: Spec) -> bool:
    """Whether a spec has anything that another one lacks or has differently.

    Fields and subroutes that a route has lost are not counted.
    """
    if old.defaults != new.defaults or old.json_keys != new.json_keys:
        return True
    if {*new.enums} - {*old.enums}:
        return True
    return any(_is_more(route, old.route(route.names.text)) for route in new.routes_unlike(old))


def _is_more(route: Route, before: Route | None) -> bool:
    if before is None or bool(route.fields) != bool(before.fields):
        return True
    new_words, old_words = route.to_json(), before.to_json()
    for key in ("fields", "subroutes"):
        old_words[key] = {
            name: entry
            for name, entry in old_words.get(key, {}).items()
            if name in new_words.get(key, {})
        }
        new_words.setdefault(key, {})
    return json.dumps(new_words) != json.dumps(old_words)


class Secrets(NamedTuple):
    """Random values that a new project gets once; they are part of no spec."""

    jwt_secret: str
    postgres_password: str
