"""Find a route by its name."""

from ant.core.errors import Problem, UnknownRoute
from ant.core.spec import Route, Spec
from ant.core.text.words import nearest, quoted


def find_route(spec: Spec, name: str) -> Route:
    """Return the route of a name in upper or lower case; raise ``UnknownRoute``."""
    route = spec.route(name.lower())
    if route is None:
        close = nearest(name.lower(), [known.names.text for known in spec.routes])
        hint = f"Did you mean '{close}'?" if close else None
        raise UnknownRoute(Problem(f"Route {quoted(name)} does not exist.", hint=hint))
    return route
