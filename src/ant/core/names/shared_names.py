"""Routes of a spec whose names would collide in the code or in the database."""

from collections.abc import Iterable, Iterator

from ant.core.names.route_names import RouteNames, claims
from ant.core.spec import Route


def shared_claims(routes: Iterable[Route]) -> Iterator[tuple[str, str]]:
    """Yield each route that would share a name with an earlier one, with the problem."""
    owners = dict.fromkeys(claims(RouteNames("default")), "default")
    for route in routes:
        name = route.names.text
        for key, claim in claims(route.names, route.stored_as).items():
            other = owners.setdefault(key, name)
            if other != name:
                yield name, f"Routes '{other}' and '{name}' would share the {claim}."
                break
