"""Remove a route."""

from ant.core.errors import InvalidSpec, Problem, StillNeeded
from ant.core.fields.field import Field
from ant.core.planning.messages import Text
from ant.core.planning.requests import RemoveRoute
from ant.core.spec import Route, Spec
from ant.core.text.words import listed
from ant.operations.check_relations import check_relations
from ant.operations.find import find_route


def remove_route(spec: Spec, name: str, *, cascade: bool = False) -> Spec:
    """Return the spec without a route and all that is below it.

    With ``cascade`` the fields of other routes that refer to it are removed, too, with the rules
    over several fields that use them. Raises ``UnknownRoute``, ``StillNeeded`` while there are such
    fields, and ``InvalidSpec`` for those that cannot be removed.
    """
    removed = find_route(spec, name)
    remaining = tuple(route for route in spec.routes if route is not removed)
    leading = {
        route.names.text: fields
        for route in remaining
        if (fields := [field for field in route.fields if field.to == removed.names.text])
    }
    if not leading:
        return spec._replace(routes=remaining)
    if not cascade:
        references = [f"{route}.{field.label}" for route in leading for field in leading[route]]
        message = f"Other routes lead to '{removed.names.text}': {listed(references)}."
        raise StillNeeded(Problem(message))
    without = tuple(_without(route, leading.get(route.names.text, [])) for route in remaining)
    emptied = [route for route in without if route.names.text in leading and not route.fields]
    problems = [_last_fields(route, removed) for route in emptied]
    problems += [
        _keyed(route, removed)
        for route in remaining
        if any(field.is_key for field in leading.get(route.names.text, ()))
    ]
    if problems:
        raise InvalidSpec(*problems)
    return check_relations(spec._replace(routes=without))


def _without(route: Route, fields: list[Field]) -> Route:
    if not fields:
        return route
    ruled = route.rules.speaking_of([field.name for field in fields])
    rest = tuple(field for field in route.fields if field not in fields)
    return route._replace(fields=rest, rules=route.rules.without(ruled))


def _keyed(route: Route, removed: Route) -> Problem:
    return Problem(
        f"Rows of route '{route.names.text}' have the ids of rows of '{removed.names.text}'.",
        hint=Text("Destroy it first: ", RemoveRoute(route.names.text)),
    )


def _last_fields(route: Route, removed: Route) -> Problem:
    return Problem(
        f"Route '{route.names.text}' has no other fields than those that lead to "
        f"'{removed.names.text}'.",
        hint=Text("Give it another field first, or destroy it: ", RemoveRoute(route.names.text)),
    )
