"""Renames, as opposed to removal and addition."""

from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from ant.core.fields.field import Field
from ant.core.keys import with_keys
from ant.core.memo import remembered
from ant.core.names.route_names import RouteNames
from ant.core.names.table_names import with_tables
from ant.core.spec import Route, Spec

ASIDE = "_moved"
"""The suffix of a temporary name."""


class Renames(NamedTuple):
    """The new names of routes and fields, by the old ones.

    A field is found by the name that its route had: ``{("users", "phone"): "mobile"}``.
    """

    routes: Mapping[str, str] = {}
    fields: Mapping[tuple[str, str], str] = {}

    def inverted(self) -> "Renames":
        """The inverse: the old names by the new ones."""
        fields = {
            (self.routes.get(route, route), new): old for (route, old), new in self.fields.items()
        }
        return Renames({new: old for old, new in self.routes.items()}, fields)

    def steps(self) -> Iterator["Renames"]:
        """The same, one at a time, in an order in which every name is free when it is taken."""
        for route in {route: None for route, _ in self.fields}:
            own = {old: new for (owner, old), new in self.fields.items() if owner == route}
            for old, new in _in_order(own):
                yield Renames(fields={(route, old): new})
        for old, new in _in_order(self.routes):
            yield Renames(routes={old: new})


NO_RENAMES = Renames()


def is_renaming(old: Spec, new: Spec, renames: Renames) -> bool:
    """Whether anything is only renamed from one spec to another, URLs included."""
    return any(renames) or old.prefix != new.prefix


@remembered
def renamed(spec: Spec, renames: Renames) -> Spec:
    """Return the spec with the new names, and with references that follow them."""
    if not any(renames):
        return spec
    owners = {owner for owner, _ in renames.fields} | renames.routes.keys()
    routes = tuple(
        _renamed_route(route, renames) if _is_concerned(route, renames, owners) else route
        for route in spec.routes
    )
    return with_keys(spec._replace(routes=routes))


def retabled(spec: Spec, new: Spec) -> Spec:
    """Return the spec with each route in its table of the new spec.

    A removed route whose table has that name gets another one first.
    """
    later = {route.names.text: route.table for route in new.routes}
    tables = {route.names.text: later.get(route.names.text, route.table) for route in spec.routes}
    moved = {
        tables[route.names.text] for route in spec.routes if tables[route.names.text] != route.table
    }
    if not moved:
        return spec
    going = tables.keys() - later.keys()
    tables |= {name: tables[name] + ASIDE for name in going if tables[name] in moved}
    routes = tuple(route.in_table(tables[route.names.text]) for route in spec.routes)
    return with_tables(spec._replace(routes=routes))


def restored(spec: Spec, new: Spec) -> Spec:
    """Return the spec with each field in its column of the new spec.

    A removed field whose column has that name gets another one first.
    """
    routes = tuple(
        route if after is None or after is route else _restored_route(route, after)
        for route in spec.routes
        for after in [new.route(route.names.text)]
    )
    is_same = all(route is other for route, other in zip(routes, spec.routes, strict=True))
    return spec if is_same else with_keys(spec._replace(routes=routes))


def _restored_route(route: Route, after: Route) -> Route:
    target = {field.name: field for field in after.fields if field.is_column}
    moved = {
        field.name: target[field.name].column
        for field in route.fields
        if field.is_column
        and field.name in target
        and field.key == target[field.name].key
        and field.column != target[field.name].column
    }
    if not moved:
        return route

    def moved_field(field: Field) -> Field:
        if field.name in moved:
            return field.in_column(moved[field.name])
        return field.in_column(field.column + ASIDE) if field.column in taken else field

    taken = {*moved.values()}
    return route._replace(fields=tuple(map(moved_field, route.fields)))


def in_turn(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield old and new names; in a cycle, one gets a temporary name first."""
    return _in_order({old: new for old, new in names.items() if old != new})


def _renamed_route(route: Route, renames: Renames) -> Route:
    name = route.names.text

    def follow(field: Field) -> Field:
        called = renames.fields.get((name, field.label), field.label)
        return field.leading(called, renames.routes.get(field.to, field.to))

    new = renames.routes.get(name)
    names = route.names if new is None else RouteNames(new)
    called = {old: to for (owner, old), to in renames.fields.items() if owner == name}
    owners = route.owners_after(called)
    fields = tuple(map(follow, route.fields))
    rules = route.rules.renamed(new_names(route.fields, fields))
    route = route._replace(names=names, fields=fields)
    route = route.in_table(route.stored_as)
    key = called.get(route.key, route.key)
    return route.with_owners(owners)._replace(rules=rules, key=key)


def new_names(before: tuple[Field, ...], after: tuple[Field, ...]) -> dict[str, str]:
    """Return the new names of fields by the old ones, where they differ.

    A part of a polymorphic reference has another name with its route, too.
    """
    pairs = zip(before, after, strict=True)
    return {old.name: new.name for old, new in pairs if old.name != new.name}


def _is_concerned(route: Route, renames: Renames, owners: Set[str]) -> bool:
    """Whether a name of a route changes, or one that it refers to: most routes stay the same.

    ``owners`` are the routes with a new name for themselves or for a field.
    """
    if route.names.text in owners:
        return True
    return bool(renames.routes) and any(field.to in renames.routes for field in route.fields)


def _in_order(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield old and new names; in a cycle, one gets a temporary name first."""
    remaining = dict(names)
    while remaining:
        free = next((old for old, new in remaining.items() if new not in remaining), None)
        if free is not None:
            yield free, remaining.pop(free)
        else:
            first = next(iter(remaining))
            yield first, first + ASIDE
            remaining[first + ASIDE] = remaining.pop(first)
