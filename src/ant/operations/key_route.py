"""Set the primary key of a new route."""

from ant.core.errors import InvalidSpec, Problem
from ant.core.keys import checked_key
from ant.core.spec import Spec
from ant.operations.check_relations import check_relations
from ant.operations.find import find_route


def key_route(spec: Spec, name: str, key: str) -> Spec:
    """Return the spec with the key of a route.

    Raises ``InvalidSpec`` for what is no key, or cannot be that of its rows, and for a route
    without fields.
    """
    route = find_route(spec, name)
    checked = checked_key(key, [field.name for field in route.fields])
    if not route.fields:
        hint = "Leave it out, or give the route fields."
        message = f"Route '{route.names.text}' has no fields and so no 'key'."
        raise InvalidSpec(Problem(message, hint=hint))
    return check_relations(spec.with_route(route, route._replace(key=checked)))
