"""What must hold between the fields of all routes."""

from collections.abc import Collection, Iterator

from ant.core.fields.field import Field
from ant.core.fields.polymorphic import IN_PARTS
from ant.core.fields.rules import Fault
from ant.core.memo import once
from ant.core.names.route_names import RouteNames, claims
from ant.core.relations import (
    DatabaseName,
    all_collections,
    associations,
    bytes_methods,
    database_names,
    own_methods,
)
from ant.core.spec import Route
from ant.core.table_rules.polymorphic import Broken, broken_polymorphic
from ant.core.text.words import did_you_mean, quoted

Routes = tuple[Route, ...]


def broken_relations(routes: Routes, also: Collection[str] = ()) -> Iterator[Broken]:
    """Everything in which the fields of these routes contradict each other.

    ``also`` are names of routes that have fields although they could not be read.
    """
    known = {route.names.text for route in routes if route.fields}
    if not known:
        return
    for broken in _all_broken(routes, known, also):
        yield broken._replace(field=broken.field.partition(IN_PARTS)[0])


def _all_broken(routes: Routes, known: set[str], also: Collection[str]) -> Iterator[Broken]:
    yield from _targets(routes, known | {*also})
    valid = _without_others(routes, known)
    for route in valid:
        yield from _columns(route)
    yield from broken_polymorphic(valid)
    yield from _requirements(valid)
    yield from _database(valid)
    yield from _bytes(valid)
    yield from _collections(valid)


def _without_others(routes: Routes, known: set[str]) -> Routes:
    """The routes without fields of unknown targets: their consequences are unknown as well."""
    if all(field.to in known for _, field in _all_fields(routes) if field.to):
        return routes
    return tuple(
        route._replace(
            fields=tuple(field for field in route.fields if not field.to or field.to in known)
        )
        for route in routes
    )


def _targets(routes: Routes, known: set[str]) -> Iterator[Broken]:
    plain = {route.names.text for route in routes} | {"default"}
    for route, field in _all_fields(routes):
        if field.to and field.to not in known:
            yield Broken(route.names.text, field.name, _unknown_target(field.to, known, plain))


def _unknown_target(to: str, known: set[str], plain: set[str]) -> Fault:
    if to in plain:
        return Fault(
            f"the route {quoted(to)} has no fields", "Lead it to a route with fields.", "to"
        )
    hint = did_you_mean(to, known, "Lead it to a route with fields.")
    return Fault(f"there is no route {quoted(to)}", hint, "to")


@once
def _columns(route: Route) -> list[Broken]:
    keys = {field.name: field.key or field.name for field in route.fields}
    columns = {field.name: field.column.lower() for field in route.fields if field.is_column}
    found: dict[str, Broken] = {}
    for names in (keys, columns):  # SQLite ignores the case of columns
        owners: dict[str, str] = {}
        for field, name in names.items():
            other = owners.setdefault(name, field)
            if other != field:
                what = f"'{other}' and '{field}' would both be called {name}"
                fault = Fault(what, "Rename one of them.")
                found.setdefault(field, Broken(route.names.text, field, fault))
    return [*found.values()]


def _requirements(routes: Routes) -> Iterator[Broken]:
    """Rows that require each other in a cycle, so that none can be the first."""
    needs = {
        route.names.text: {field.to for field in route.fields if _is_needed(field)}
        for route in routes
    }
    circular = _in_circles(needs)
    reported: set[str] = set()
    for route, field in _all_fields(routes):
        name = route.names.text
        if not _is_needed(field) or name in reported or name not in circular:
            continue
        circle = _way(needs, field.to, name)
        if circle:
            reported.update(circle)
            yield Broken(name, field.name, _endless(name, circle))


def _is_needed(field: Field) -> bool:
    return field.is_reference and field.required


def _endless(name: str, circle: list[str]) -> Fault:
    way = " needs one of ".join([name, *circle])
    return Fault(f"no first row could ever be made: {way}", "Leave 'required' out.", "required")


def _in_circles(needs: dict[str, set[str]]) -> set[str]:
    """The routes in cycles: those that a topological sort does not reach."""
    needed_by: dict[str, list[str]] = {}
    for name, others in needs.items():
        for other in others:
            needed_by.setdefault(other, []).append(name)
    missing = {name: len(others) for name, others in needs.items()}
    free = [name for name, count in missing.items() if not count]
    for name in free:  # grows meanwhile
        for other in needed_by.get(name, ()):
            missing[other] -= 1
            if not missing[other]:
                free.append(other)
    return needs.keys() - set(free)


def _way(needs: dict[str, set[str]], start: str, end: str) -> list[str]:
    """The shortest path from one route to another along what they need; empty without one."""
    ways = {start: [start]}
    names = [start]
    while names and end not in ways:
        name = names.pop(0)
        for other in sorted(needs.get(name, set()) - ways.keys()):
            ways[other] = [*ways[name], other]
            names.append(other)
    return ways.get(end, [])


def _database(routes: Routes) -> Iterator[Broken]:
    owners = {
        claim.lower(): f"route '{route.names.text}'"
        for route in (Route(RouteNames("default")), *routes)
        for claim in claims(route.names, route.stored_as)
    }
    for route in routes:
        faults: dict[str, Fault] = {}  # the first one of each field; the others come with it
        for association in associations(route):
            column = association.route_column
            if column == association.field_column:
                what = f"both columns of its table would be called {column}"
                faults[association.field.name] = Fault(what, "Rename the field.")
        for name, key, owner in _claimed_names(route):
            other = owners.setdefault(key, owner)
            if other != owner:
                what = f"it would share the database name {name.text} with {other}"
                faults.setdefault(name.field.name, Fault(what, "Rename one of them."))
        yield from (Broken(route.names.text, field, fault) for field, fault in faults.items())


@once
def _claimed_names(route: Route) -> list[tuple[DatabaseName, str, str]]:
    """The names that its fields need, what no two may share of each, and whose it is."""
    text = route.names.text
    return [
        (
            name,
            f"{'' if name.is_relation else f'{text}: '}database name {name.text}",
            f"field '{name.field.name}' of route '{text}'",
        )
        for name in database_names(route)
    ]


def _bytes(routes: Routes) -> Iterator[Broken]:
    for route in filter(bytes_methods, routes):
        own = own_methods(route.names.text)
        for method, field in bytes_methods(route).items():
            if method in own:
                fault = Fault(f"the generated code already uses {method}", "Rename it.")
                yield Broken(route.names.text, field.name, fault)


def _collections(routes: Routes) -> Iterator[Broken]:
    bytes_of = {route.names.text: bytes_methods(route).values() for route in routes}
    for owner, collections in all_collections(routes).items():
        fields = (field.name for field in bytes_of.get(owner, ()))
        seen = {name: f"field '{name}' of route '{owner}'" for name in fields}
        for collection in collections:
            route = collection.field_route
            hidden = own_methods(owner) & collection.methods
            if hidden:
                fault = Fault(f"the generated code already uses {min(hidden)}", "Rename it.")
                yield Broken(route, collection.field.name, fault)
            described = f"field '{collection.field.name}' of route '{route}'"
            other = seen.setdefault(collection.name, described)
            if other != described:
                what = f"it would share the URL /{owner}/<id>/{collection.name} with {other}"
                yield Broken(route, collection.field.name, Fault(what, "Rename one of them."))


def _all_fields(routes: Routes) -> Iterator[tuple[Route, Field]]:
    return ((route, field) for route in routes for field in route.fields)
