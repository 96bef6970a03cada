"""Add a subroute."""

from ant.core.errors import InvalidName, Problem, UnknownRoute
from ant.core.route_names import word_fault
from ant.core.spec import Spec, Subroute
from ant.core.spec_reader import subroute_clash
from ant.core.words import quoted


def add_subroute(spec: Spec, route_name: str, subroute: Subroute) -> Spec:
    """Return the spec with one more subroute; the same spec where the route has it already.

    Raises ``UnknownRoute`` and ``InvalidName``.
    """
    name = route_name.lower()
    route = spec.route(name)
    if route is None:
        hint = f"ant generate route {name}"
        message = (
            f"Route {quoted(name)} does not exist. Please generate the main route first using:"
        )
        raise UnknownRoute(Problem(message, hint=hint))
    fault = word_fault(subroute.name) or subroute_clash(name, subroute)
    if fault:
        message = f"Invalid subroute name {quoted(subroute.name)} in route '{name}' ({fault})."
        raise InvalidName(Problem(message))
    if route.subroute(subroute.name):
        return spec
    grown = route._replace(subroutes=(*route.subroutes, subroute))
    return spec.with_route(route, grown)
