"""Add a subroute."""

from typing import TYPE_CHECKING

from ant.core.errors import InvalidName, Problem, UnknownRoute
from ant.core.names.methods import checked_method
from ant.core.names.route_names import route_name_fault, word_fault
from ant.core.names.subroute_names import subroute_clash
from ant.core.planning.messages import Text
from ant.core.planning.requests import AddRoute
from ant.core.spec import Spec, Subroute
from ant.core.text.words import quoted
from ant.operations.find import check_not_default

if TYPE_CHECKING:
    from ant.core.names.clashes import Clash


def add_subroute(spec: Spec, route_name: str, subroute: Subroute) -> Spec:
    """Return the spec with one more subroute; the same spec where the route has it already.

    Raises ``UnknownRoute``, ``InvalidName`` and ``InvalidSpec`` for what is no method.
    """
    name = route_name.lower()
    route = spec.route(name)
    if route is None:
        check_not_default(name)
        message = f"Route {quoted(name)} does not exist."
        if route_name_fault(name):  # nor can it ever
            raise UnknownRoute(Problem(message))
        message = f"{message} Please generate the main route first using:"
        raise UnknownRoute(Problem(message, hint=Text(AddRoute(name))))
    owner = f"subroute {quoted(subroute.name)} of route '{name}'"
    subroute = subroute._replace(method=checked_method(subroute.method, owner))
    fault = word_fault(subroute.name) or subroute_clash(name, subroute)
    if fault:
        message = f"Invalid subroute name {quoted(subroute.name)} in route '{name}' ({fault})."
        raise InvalidName(Problem(message))
    if route.subroute(subroute.name):
        return spec
    grown = spec.with_route(route, route._replace(subroutes=(*route.subroutes, subroute)))
    hidden = next((clash for clash in _clashes(grown) if clash.subroute == subroute.name), None)
    if hidden:
        message = f"Invalid subroute name {quoted(subroute.name)} in route '{name}'"
        raise InvalidName(Problem(f"{message} ({hidden.reason})."))
    return grown


def _clashes(spec: Spec) -> "list[Clash]":
    if not any(route.fields for route in spec.routes):
        return []
    from ant.core.names.clashes import clashing_subroutes  # noqa: PLC0415, many projects have no fields

    return list(clashing_subroutes(spec.routes))
