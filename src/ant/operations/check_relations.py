"""Check that the fields of all routes go together."""

from ant.core.errors import InvalidSpec
from ant.core.spec import Spec


def check_relations(spec: Spec) -> Spec:
    """Return the spec; raise ``InvalidSpec`` where fields of routes do not go together."""
    if not any(route.fields for route in spec.routes):
        return spec
    # Slow to load, and many projects have no fields.
    from ant.core.field_problems import field_problem  # noqa: PLC0415
    from ant.core.relation_rules import broken_relations  # noqa: PLC0415

    problems = [
        field_problem(
            each.route, each.field, each.fault, f"routes.{each.route}.fields.{each.field}"
        )
        for each in broken_relations(spec.routes)
    ]
    if problems:
        raise InvalidSpec(*problems)
    return spec
