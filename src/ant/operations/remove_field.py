"""Remove a field."""

from ant.core.errors import InvalidSpec, Problem, StillNeeded
from ant.core.fields.field import Field
from ant.core.planning.messages import Text
from ant.core.planning.requests import ApplySpec, RemoveRoute
from ant.core.spec import Route, Spec
from ant.core.text.words import listed
from ant.operations.check_relations import check_relations
from ant.operations.find import find_field, find_route


def remove_field(spec: Spec, route_name: str, name: str) -> Spec:
    """Return the spec without a field of a route.

    Raises ``UnknownRoute``, ``UnknownField``, ``StillNeeded`` for one in a rule, and
    ``InvalidSpec`` for the last field of a route or where the others would contradict each other.
    """
    route = find_route(spec, route_name)
    removed = find_field(route, name)
    fields = tuple(field for field in route.fields if field.label != removed.name)
    if not fields:
        message = f"'{removed.name}' is the last field of route '{route.names.text}'."
        hint = Text("Destroy the route instead: ", RemoveRoute(route.names.text))
        raise InvalidSpec(Problem(message, hint=hint))
    _refuse_ruled(route, removed)
    if removed.is_key:
        message = f"'{removed.name}' is the key of the rows of route '{route.names.text}'."
        hint = Text("Destroy the route instead: ", RemoveRoute(route.names.text))
        raise StillNeeded(Problem(message, hint=hint))
    return check_relations(spec.with_route(route, route._replace(fields=fields)))


def _refuse_ruled(route: Route, removed: Field) -> None:
    parts = [field.name for field in route.fields if field.label == removed.name]
    words = [*route.rules.speaking_of(parts).to_json()]
    if words:
        rule_words = listed([f"'{word}'" for word in words])
        verb = "uses" if len(words) == 1 else "use"
        message = f"{rule_words} of route '{route.names.text}' {verb} the field '{removed.name}'."
        hint = Text("Take that out of ant.json first, and bring the code in line: ", ApplySpec())
        raise StillNeeded(Problem(message, hint=hint))
