"""Whether a row is changed only by whoever says which version of it they have read."""

from ant.core.spec import Route, Spec

REQUIRED, OPTIONAL = "required", "optional"
IF_MATCH = (REQUIRED, OPTIONAL)
"""What a spec can say of the header ``If-Match`` of a PUT, PATCH or DELETE."""


def with_preconditions(spec: Spec) -> Spec:
    """Return the spec in which every route with fields says whether ``If-Match`` is required.

    A route that says nothing does as the project, and one that is optional needs no word. A spec
    that says nothing of it is returned as it is.
    """
    if not spec.if_match and not any(route.if_match for route in spec.routes):
        return spec
    return spec._replace(routes=tuple(_route(route, spec.if_match) for route in spec.routes))


def needs_if_match(spec: Spec) -> bool:
    """Whether any route of a spec refuses changes without ``If-Match``."""
    return any(route.if_match == REQUIRED for route in with_preconditions(spec).routes)


def _route(route: Route, default: str) -> Route:
    said = (route.if_match or default) if route.fields else ""
    return route._replace(if_match=REQUIRED if said == REQUIRED else "")
