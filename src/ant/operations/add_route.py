"""Add a route."""

from ant.core.errors import InvalidName, Problem, TargetExists
from ant.core.route_names import RouteNames, folded, route_name_fault, shared_claim
from ant.core.spec import Mock, Route, Spec
from ant.core.words import quoted


def add_route(spec: Spec, name: str, method: str = "GET", mock: Mock | None = None) -> Spec:
    """Return the spec with one more route, its name in lower case.

    Raises ``InvalidName`` for a name that cannot be a route's, and ``TargetExists`` for one that is
    there already or would share a class or a name in the database.
    """
    names = RouteNames(folded(name))
    fault = route_name_fault(names.text)
    if fault:
        raise InvalidName(Problem(f"Invalid route name {quoted(name)} ({fault})."))
    for route in (Route(RouteNames("default")), *spec.routes):
        if route.names == names:
            raise TargetExists(Problem(f"Route '{names.text}' already exists."))
        claim = shared_claim(route.names, names)
        if claim:
            both = f"Routes '{route.names.text}' and '{names.text}'"
            raise TargetExists(Problem(f"{both} would share the {claim}."))
    return spec._replace(routes=(*spec.routes, Route(names, method, mock)))
