"""Add a route."""

from ant.core.errors import InvalidSpec, Problem
from ant.core.fields.field import Field
from ant.core.fields.polymorphic import in_parts
from ant.core.names.methods import checked_method
from ant.core.spec import Mock, Route, Spec
from ant.core.spec_reader import WITHOUT_FIELDS
from ant.operations.check_relations import check_relations
from ant.operations.check_route_name import check_route_name


def add_route(
    spec: Spec,
    name: str,
    method: str = "GET",
    mock: Mock | None = None,
    fields: tuple[Field, ...] = (),
) -> Spec:
    """Return the spec with one more route, its name in lower case.

    Raises ``InvalidName`` for a name that cannot be a route's, ``TargetExists`` for one that is
    there already or would share a class or a name in the database, and ``InvalidSpec`` for what
    is no method, and for fields that contradict the method, the mock or the other routes.
    """
    names = check_route_name(name, spec.routes)
    method = checked_method(method, f"route '{names.text}'")
    for key, is_given in (("type", method != "GET"), ("mock", mock is not None)):
        if fields and is_given:
            message = f"Route '{names.text}' has fields and so no '{key}'."
            raise InvalidSpec(Problem(message, hint=WITHOUT_FIELDS[key]))
    route = Route(names, method, mock, fields=in_parts(fields))
    return check_relations(spec._replace(routes=(*spec.routes, route)))
