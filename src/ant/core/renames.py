"""What is called something else from now on, and so is not taken out and put in anew."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ant.core.fields import Field
from ant.core.route_names import RouteNames
from ant.core.spec import Route, Spec

_ASIDE = "_moved"
"""Behind a name while another thing takes it."""


class Renames(NamedTuple):
    """The new names of routes and fields, by the old ones.

    A field is found by the name that its route had: ``{("users", "phone"): "mobile"}``.
    """

    routes: Mapping[str, str] = {}
    fields: Mapping[tuple[str, str], str] = {}

    def inverted(self) -> "Renames":
        """What leads back: the old names by the new ones."""
        fields = {
            (self.routes.get(route, route), new): old for (route, old), new in self.fields.items()
        }
        return Renames({new: old for old, new in self.routes.items()}, fields)

    def steps(self) -> Iterator["Renames"]:
        """The same, one at a time, in an order in which every name is free when it is taken."""
        for route in {route: None for route, _ in self.fields}:
            mine = {old: new for (owner, old), new in self.fields.items() if owner == route}
            for old, new in _in_order(mine):
                yield Renames(fields={(route, old): new})
        for old, new in _in_order(self.routes):
            yield Renames(routes={old: new})


NO_RENAMES = Renames()


def renamed(spec: Spec, renames: Renames) -> Spec:
    """Return the spec with the new names, and with references that follow them."""
    if not any(renames):
        return spec
    return spec._replace(routes=tuple(_renamed_route(route, renames) for route in spec.routes))


def _renamed_route(route: Route, renames: Renames) -> Route:
    name = route.names.text

    def follow(field: Field) -> Field:
        called = renames.fields.get((name, field.name), field.name)
        return field._replace(name=called, to=renames.routes.get(field.to, field.to))

    new = renames.routes.get(name)
    names = route.names if new is None else RouteNames(new)
    called = {old: to for (owner, old), to in renames.fields.items() if owner == name}
    owners = route.owners_after(called)
    route = route._replace(names=names, fields=tuple(map(follow, route.fields)))
    return route.with_owners(owners)._replace(rules=route.rules.renamed(called))


def _in_order(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield old and new names; where they go round in a circle, one steps aside first."""
    left = dict(names)
    while left:
        free = next((old for old, new in left.items() if new not in left), None)
        if free is not None:
            yield free, left.pop(free)
        else:
            first = next(iter(left))
            yield first, first + _ASIDE
            left[first + _ASIDE] = left.pop(first)
