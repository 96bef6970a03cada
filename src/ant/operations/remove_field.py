"""Take out a field."""

from ant.core.errors import InvalidSpec, Problem
from ant.core.requests import RemoveRoute
from ant.core.spec import Spec
from ant.core.texts import Text
from ant.operations.check_relations import check_relations
from ant.operations.find_field import find_field
from ant.operations.find_route import find_route


def remove_field(spec: Spec, route_name: str, name: str) -> Spec:
    """Return the spec without a field of a route.

    Raises ``UnknownRoute``, ``UnknownField``, and ``InvalidSpec`` for the last field of a route or
    where those that stay would no longer go together.
    """
    route = find_route(spec, route_name)
    gone = find_field(route, name)
    if len(route.fields) == 1:
        message = f"'{gone.name}' is the last field of route '{route.names.text}'."
        hint = Text("Destroy the route instead: ", RemoveRoute(route.names.text))
        raise InvalidSpec(Problem(message, hint=hint))
    kept = route._replace(fields=tuple(field for field in route.fields if field is not gone))
    return check_relations(spec.with_route(route, kept))
