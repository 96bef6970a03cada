"""The rules for names of fields and columns."""

import re

from ant.core.names.route_names import SQL_WORDS, identifier_fault

LONGEST_FIELD_NAME = 58
"""Characters; with ``_id`` and a comparison behind it, still a name that a database takes."""

LONGEST_COLUMN = 63
_COLUMN = re.compile(rf"[A-Za-z_][A-Za-z0-9_]{{0,{LONGEST_COLUMN - 1}}}")
EVERY_ROUTE_HAS_IT = "every route has it already"
_OWN = {"id", "created_at", "updated_at"}
_POSTGRESQL = {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"}


_REASONS = (
    (_OWN, EVERY_ROUTE_HAS_IT),
    (SQL_WORDS, "SQL reserves it"),
    (_POSTGRESQL, "PostgreSQL has a column of that name in every table"),
)


def column_fault(name: str) -> str | None:
    """Why a database cannot have a column of a name; None where it can."""
    if not _COLUMN.fullmatch(name):
        return f"it must be 1 to {LONGEST_COLUMN} letters of ASCII, digits and '_', no digit first"
    for names, why in _REASONS:
        if name.lower() in names:
            return why
    return None


def field_name_fault(name: str) -> str | None:
    """Why a folded name cannot be a field's, in the words that users know; None where it can."""
    fault = identifier_fault(name)
    if fault:
        return fault
    if name in _OWN:
        return EVERY_ROUTE_HAS_IT
    if name.startswith("_") or name.endswith("_"):
        return "must neither begin nor end with '_'"
    if "__" in name:
        return "must not contain '__', which filters such as age__gte use"
    if len(name) > LONGEST_FIELD_NAME:
        return f"must have at most {LONGEST_FIELD_NAME} characters"
    return None
