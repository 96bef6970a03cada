"""Soft deletion: the effect of ``delete`` on the table of a route."""

from ant.core.memo import once
from ant.core.relations import all_collections
from ant.core.spec import Route, Spec
from ant.core.table_rules.rules import Together

DELETED_AT = "deleted_at"
"""The column with the time when a row was deleted."""
SOFT = "soft"
"""The value of ``"delete"`` for soft deletion."""

_NOT_DELETED = (f"{DELETED_AT}__isnull", True)


@once
def as_stored(route: Route) -> Route:
    """Return the route as its table has it.

    Where deleted rows are kept, what is unique is so among the others alone. So the column of a
    unique field has no constraint of its own, but a rule with a condition.
    """
    if not route.delete:
        return route
    fields = tuple(
        field._replace(unique=False) if field.unique else field for field in route.fields
    )
    unique = [rule._replace(where=(*rule.where, _NOT_DELETED)) for rule in route.rules.unique]
    unique += [Together((field.name,), (_NOT_DELETED,)) for field in route.fields if field.unique]
    return route._replace(fields=fields, rules=route.rules._replace(unique=tuple(unique)))


@once
def keeps_rows(spec: Spec) -> bool:
    """Whether any route of a spec keeps its deleted rows."""
    return any(route.delete for route in spec.routes)


def with_kept_references(spec: Spec) -> Spec:
    """Return the spec in which every route knows whether it refers to rows with soft deletion."""
    names = keeping_references(spec)
    if not names:
        return spec
    return spec._replace(
        routes=tuple(
            route._replace(keeps_references=True) if route.names.text in names else route
            for route in spec.routes
        )
    )


@once
def keeping_references(spec: Spec) -> set[str]:
    """Return the routes whose rows refer to, or link, those of routes that keep deleted ones."""
    soft_routes = {route.names.text for route in spec.routes if route.delete}
    below = all_collections(spec.routes) if soft_routes else {}
    return {
        name
        for route in (spec.routes if soft_routes else ())
        for name in [route.names.text]
        if soft_routes
        & {
            *(field.to for field in route.fields),
            *(collection.route for collection in below.get(name, ()) if collection.is_many),
        }
    }
