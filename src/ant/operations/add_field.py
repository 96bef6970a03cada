"""Add a field."""

from ant.core.errors import InvalidName, InvalidSpec, Problem, TargetExists
from ant.core.fields.field import Field
from ant.core.fields.polymorphic import parts_of
from ant.core.fields.problems import field_name_problem
from ant.core.planning.messages import Text
from ant.core.planning.requests import ApplySpec
from ant.core.spec import Spec
from ant.operations.check_relations import check_relations
from ant.operations.find import find_route


def add_field(spec: Spec, route_name: str, field: Field) -> Spec:
    """Return the spec with one more field of a route, behind the others.

    Raises ``UnknownRoute``; ``InvalidName`` for a name that cannot be a field's; ``TargetExists``
    for one that is there; and ``InvalidSpec`` for a field that contradicts the others, or a
    route that answers with a mock or to another method than GET.
    """
    route = find_route(spec, route_name)
    name = route.names.text
    problem = field_name_problem(name, field.name)
    if problem:
        raise InvalidName(problem)
    if any(field.name in (other.name, other.part_of) for other in route.fields):
        raise TargetExists(Problem(f"Route '{name}' has a field '{field.name}' already."))
    if route.mock is not None or route.method != "GET":
        why = "a mock" if route.mock is not None else f"the type {route.method}"
        hint = Text(f"Take these out of {name} in ant.json first, and run: ", ApplySpec())
        raise InvalidSpec(Problem(f"Route '{name}' has {why} and so no fields.", hint=hint))
    grown = route._replace(fields=(*route.fields, *parts_of(field)))
    return check_relations(spec.with_route(route, grown))
