"""Rename a route."""

from ant.core.errors import InvalidName, Problem
from ant.core.fields.field import Field
from ant.core.names.renames import new_names
from ant.core.names.route_names import RouteNames, folded
from ant.core.names.subroute_names import subroute_clash
from ant.core.spec import Route, Spec
from ant.operations.check_relations import check_relations
from ant.operations.check_route_name import check_route_name
from ant.operations.find import find_route


def rename_route(spec: Spec, old: str, new: str) -> Spec:
    """Return the spec with another name for a route, also in the fields that refer to it.

    Raises ``UnknownRoute``; ``InvalidName`` and ``TargetExists`` as for a new route, and where a
    subroute would hide generated code; and ``InvalidSpec`` where fields contradict each other then.
    """
    route = find_route(spec, old)
    is_same = folded(new) == route.names.text
    others = tuple(other for other in spec.routes if is_same or other is not route)
    names = check_route_name(new, others, route.stored_as)
    for subroute in route.subroutes:
        clash = subroute_clash(names.text, subroute)
        if clash:
            message = f"Subroute '{subroute.name}' cannot be in a route '{names.text}' ({clash})."
            raise InvalidName(Problem(message))
    called = route._replace(names=names).in_table(route.stored_as)
    renamed = spec.with_route(route, called)
    routes = tuple(_retargeted(other, route.names, names.text) for other in renamed.routes)
    return check_relations(renamed._replace(routes=routes))


def _retargeted(route: Route, old: RouteNames, new: str) -> Route:
    def lead(field: Field) -> Field:
        return field.leading(field.label, new) if field.to == old.text else field

    fields = tuple(map(lead, route.fields))
    rules = route.rules.renamed(new_names(route.fields, fields))
    return route._replace(fields=fields, rules=rules)
