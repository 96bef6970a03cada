"""Which rows of another route a request may read, and so may refer to or expand."""

from flask import current_app, has_request_context
from sqlalchemy import ColumnElement, Table, false

from decorators.token_required import check_guard
from helper.execution_tracking.APIException import APIException
from repositories.ownership import visible
from startup.guards import DEFAULT_GUARDS


def readable(table: Table) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions for rows that the request may read; false where the guard refuses it.

    The guard is that of the view that returns one row of the table; without such a view no row is
    readable. Outside a request all rows are.
    """
    return visible(table) if _is_let_through(table.name) else (false(),)


def _is_let_through(route: str) -> bool:
    if not has_request_context():
        return True
    views = current_app.extensions.setdefault("views_by_name", {})
    if not views:  # a blueprint may be inside another one, so only the end of an endpoint counts
        known = current_app.view_functions.items()
        views |= {endpoint.rpartition(".")[2]: view for endpoint, view in known}
    view = views.get(f"get_{route}_by_id")
    guard = getattr(view, "guard", "") or DEFAULT_GUARDS.get("GET", "public")
    try:
        for part in guard.split(", "):
            check_guard(part)
    except APIException as error:
        if error.status_code >= 500:  # nobody can tell
            raise
        return False
    return view is not None
