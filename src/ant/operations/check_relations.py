"""Check that the fields of all routes go together."""

from ant.core.errors import InvalidSpec
from ant.core.field_arguments import field_problem
from ant.core.relation_rules import broken_relations
from ant.core.spec import Spec


def check_relations(spec: Spec) -> Spec:
    """Return the spec; raise ``InvalidSpec`` where fields of routes do not go together."""
    problems = [
        field_problem(
            each.route, each.field, each.fault, f"routes.{each.route}.fields.{each.field}"
        )
        for each in broken_relations(spec.routes)
    ]
    if problems:
        raise InvalidSpec(*problems)
    return spec
