"""Names that subroutes of a route must not have."""

from functools import lru_cache

from ant.core.names.route_names import RouteNames
from ant.core.spec import Subroute


def subroute_clash(route: str, subroute: Subroute) -> str | None:
    """Why the methods of a subroute would hide generated ones; None where they do not."""
    taken = _taken_methods(route)
    for method in (subroute.service_method, subroute.repository_method):
        if method in taken:
            return f"the generated code already uses {method}"
    return None


@lru_cache(maxsize=1)  # the subroutes of one route come one after the other
def _taken_methods(route: str) -> set[str]:
    blueprint = RouteNames(route).blueprint
    return {f"get_{route}", f"add_{route}", f"delete_{route}", "get_by_id", "add_all", blueprint}
