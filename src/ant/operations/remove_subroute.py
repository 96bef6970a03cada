"""Remove a subroute."""

from ant.core.errors import Problem, UnknownRoute
from ant.core.spec import Spec
from ant.core.text.words import did_you_mean, quoted
from ant.operations.find import find_route


def remove_subroute(spec: Spec, route_name: str, name: str) -> Spec:
    """Return the spec without a subroute of a route; raise ``UnknownRoute``."""
    route = find_route(spec, route_name)
    removed = route.subroute(name.lower())
    if removed is None:
        hint = did_you_mean(name.lower(), [subroute.name for subroute in route.subroutes], None)
        message = f"Route '{route.names.text}' has no subroute {quoted(name)}."
        raise UnknownRoute(Problem(message, hint=hint))
    kept = route._replace(
        subroutes=tuple(subroute for subroute in route.subroutes if subroute is not removed)
    )
    return spec.with_route(route, kept)
