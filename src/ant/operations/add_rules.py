"""Add rules over several fields to a route."""

from ant.core.errors import InvalidSpec, Problem
from ant.core.planning.messages import Text
from ant.core.planning.requests import AddFields
from ant.core.spec import Spec
from ant.core.table_rules.rules import TableRules
from ant.operations.check_relations import check_relations
from ant.operations.find import find_route


def add_rules(spec: Spec, route_name: str, rules: TableRules) -> Spec:
    """Return the spec with more rules of a route; present ones are kept.

    Raises ``UnknownRoute``, and ``InvalidSpec`` where they do not fit the fields.
    """
    route = find_route(spec, route_name)
    if any(rules) and not route.fields:
        message = f"Route '{route.names.text}' has no fields that a rule could use."
        hint = Text("Add some first: ", AddFields(route.names.text, ("NAME:TYPE",)))
        raise InvalidSpec(Problem(message, hint=hint))
    unique, indexes, checks = route.rules
    grown = TableRules(
        (*unique, *(rule for rule in rules.unique if rule not in unique)),
        (*indexes, *(rule for rule in rules.indexes if rule not in indexes)),
        (*checks, *(rule for rule in rules.checks if rule not in checks)),
    )
    return check_relations(spec.with_route(route, route._replace(rules=grown)))
