"""Rename a field."""

from ant.core.errors import InvalidName, Problem, TargetExists
from ant.core.fields.problems import field_name_problem
from ant.core.names.renames import new_names
from ant.core.names.route_names import folded
from ant.core.spec import Spec
from ant.operations.check_relations import check_relations
from ant.operations.find import find_field, find_route


def rename_field(spec: Spec, route_name: str, old: str, new: str) -> Spec:
    """Return the spec with another name for a field, which keeps its place and all it is.

    Raises ``UnknownRoute``, ``UnknownField``, ``InvalidName``, ``TargetExists`` for a name that is
    there, and ``InvalidSpec`` for one that clashes with the other fields.
    """
    route = find_route(spec, route_name)
    field = find_field(route, old)
    problem = field_name_problem(route.names.text, new, is_rename=True)
    if problem:
        raise InvalidName(problem)
    if any(folded(new) in (other.name, other.part_of) for other in route.fields):
        message = f"Route '{route.names.text}' has a field '{folded(new)}' already."
        raise TargetExists(Problem(message))
    fields = tuple(
        other.called(folded(new)) if other.label == field.name else other for other in route.fields
    )
    called = new_names(route.fields, fields)
    key = called.get(route.key, route.key)
    after = route._replace(fields=fields, rules=route.rules.renamed(called), key=key)
    return check_relations(spec.with_route(route, after.with_owners(route.owners_after(called))))
