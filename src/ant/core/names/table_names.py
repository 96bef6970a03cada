"""Names of tables that differ from the route's name."""

import re

from ant.core.fields.rules import Fault
from ant.core.memo import once
from ant.core.names.route_names import LONGEST_ROUTE_NAME, table_name_fault
from ant.core.spec import Route, Spec
from ant.core.text.words import quoted

TABLE = "table"
"""The word of a spec for the name of a table."""

_NAME = re.compile(rf"[a-z_][a-z0-9_]{{0,{LONGEST_ROUTE_NAME - 1}}}")


def table_fault(value: object) -> Fault | None:
    """The fault of a ``table`` in a spec; None for a valid one."""
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        shape = f"1 to {LONGEST_ROUTE_NAME} small letters of ASCII, digits and '_', no digit first"
        return Fault(f"it must be {shape}", "Write it like person or tbl_person.")
    fault = table_name_fault(value)
    return Fault(f"{quoted(value)}: {fault}", "Give it another name.") if fault else None


def with_tables(spec: Spec) -> Spec:
    """Return the spec in which each field knows the table that it refers to.

    A spec without tables' names is returned unchanged.
    """
    tables = {route.names.text: route.stored_as for route in spec.routes if route.stored_as}
    if not tables and not any(map(_knows_tables, spec.routes)):
        return spec
    routes = tuple(_knowing(route, tables) for route in spec.routes)
    is_same = all(route is other for route, other in zip(routes, spec.routes, strict=True))
    return spec if is_same else spec._replace(routes=routes)


def with_renamed_targets(spec: Spec, other: Spec) -> set[str]:
    """Return the routes whose fields refer to tables with another name in another spec."""
    moved = {
        route.names.text
        for route in spec.routes
        if (same := other.route(route.names.text)) and same.table != route.table
    }
    if not moved:
        return set()
    leading = (route for route in spec.routes if moved & {field.to for field in route.fields})
    return {route.names.text for route in leading}


@once
def _knows_tables(route: Route) -> bool:
    return any(field.target_table for field in route.fields)


def _knowing(route: Route, tables: dict[str, str]) -> Route:
    targets = [tables.get(field.to, "") for field in route.fields]
    if all(field.target_table == table for field, table in zip(route.fields, targets, strict=True)):
        return route
    pairs = zip(route.fields, targets, strict=True)
    return route._replace(
        fields=tuple(field._replace(target_table=table) for field, table in pairs)
    )
