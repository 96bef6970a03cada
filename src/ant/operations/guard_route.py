"""Set the guards and owners of a route."""

from ant.core.spec import Access, Spec
from ant.operations.check_relations import check_relations
from ant.operations.find import find_route


def guard_route(spec: Spec, name: str, access: Access) -> Spec:
    """Return the spec with the guard and the owners of a route.

    Raises ``UnknownRoute``, and ``InvalidSpec`` for owners that do not fit its fields.
    """
    route = find_route(spec, name)
    return check_relations(spec.with_route(route, route._replace(**access._asdict())))
