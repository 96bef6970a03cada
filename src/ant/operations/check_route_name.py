"""Check the name of a route."""

from ant.core.errors import InvalidName, Problem, TargetExists
from ant.core.names.route_names import (
    DEFAULT_ROUTE,
    RouteNames,
    folded,
    route_name_fault,
    shared_claim,
)
from ant.core.spec import Route
from ant.core.text.words import quoted


def check_route_name(name: str, others: tuple[Route, ...], table: str = "") -> RouteNames:
    """Return the names of a new route beside others, in lower case.

    ``table`` is what its table is called, where it is not called like it.

    Raises ``InvalidName`` for a name that cannot be a route's, and ``TargetExists`` for one that is
    there already or would share a class or a name in the database.
    """
    names = RouteNames(folded(name))
    fault = route_name_fault(names.text, is_stored=bool(table))
    if fault:
        raise InvalidName(Problem(f"Invalid route name {quoted(name)} ({fault})."))
    for route in (Route(RouteNames(DEFAULT_ROUTE)), *others):
        if route.names == names:
            raise TargetExists(Problem(f"Route '{names.text}' already exists."))
        claim = shared_claim(route.names, names, (route.stored_as, table))
        if claim:
            both = f"Routes '{route.names.text}' and '{names.text}'"
            raise TargetExists(Problem(f"{both} would share the {claim}."))
    return names
