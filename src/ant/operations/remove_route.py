"""Take out a route."""

from ant.core.spec import Spec
from ant.operations.find_route import find_route


def remove_route(spec: Spec, name: str) -> Spec:
    """Return the spec without a route and all that is below it; raise ``UnknownRoute``."""
    gone = find_route(spec, name)
    return spec._replace(routes=tuple(each for each in spec.routes if each is not gone))
