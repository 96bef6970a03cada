"""Say who may call a route."""

from ant.core.auth import Auth
from ant.core.spec import Spec
from ant.operations.find_route import find_route


def guard_route(spec: Spec, name: str, auth: Auth | None) -> Spec:
    """Return the spec with this said of a route, None for nothing; raise ``UnknownRoute``."""
    route = find_route(spec, name)
    return spec.with_route(route, route._replace(auth=auth))
