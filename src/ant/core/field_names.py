"""What a field may be called."""

from ant.core.route_names import SQL_WORDS, identifier_fault

LONGEST_FIELD_NAME = 58
"""Characters; with ``_id`` and a comparison behind it, still a name that a database takes."""

_OWN = {"id", "created_at", "updated_at"}
_POSTGRESQL = {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"}


_REASONS = (
    (_OWN, "every route has it already"),
    (SQL_WORDS, "SQL reserves it"),
    (_POSTGRESQL, "PostgreSQL has a column of that name in every table"),
)


def field_name_fault(name: str) -> str | None:
    """Why a folded name cannot be a field's, in the words that users know; None where it can."""
    fault = identifier_fault(name)
    if fault:
        return fault
    for names, why in _REASONS:
        if name in names:
            return why
    if name.startswith("_") or name.endswith("_"):
        return "must neither begin nor end with '_'"
    if "__" in name:
        return "must not contain '__', which filters such as age__gte use"
    if len(name) > LONGEST_FIELD_NAME:
        return f"must have at most {LONGEST_FIELD_NAME} characters"
    return None
