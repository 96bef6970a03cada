"""What a field may be called."""

from ant.core.route_names import SQL_WORDS, word_fault

LONGEST_FIELD_NAME = 58
"""Characters; with ``_id`` and a comparison behind it, still a name that a database takes."""

# Columns of every table, parameters of every list, and what the generated code calls other things.
_OWN = {"id", "created_at", "updated_at"}
_PARAMETERS = {"page", "per_page", "sort"}
_TAKEN = {
    "metadata", "registry", "int", "str", "float", "bool", "bytes", "dict", "list", "set", "any",
    "object", "property", "dt", "fields", "validate", "mapped_column", "relationship", "self",
    "cls", "model",
}  # fmt: skip

_POSTGRESQL = {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"}


def field_name_fault(name: str) -> str | None:
    """Why a folded name cannot be a field's, in the words that users know; None where it can."""
    fault = word_fault(name)
    if fault:
        return fault
    if name in _OWN:
        return "every route has it already"
    if name in _PARAMETERS:
        return "lists have a parameter of that name"
    if name in _TAKEN:
        return "the generated code already uses it"
    if name in SQL_WORDS:
        return "SQL reserves it"
    if name in _POSTGRESQL:
        return "PostgreSQL has a column of that name in every table"
    if name.startswith("_") or name.endswith("_"):
        return "must neither begin nor end with '_'"
    if "__" in name:
        return "must not contain '__', which filters such as age__gte use"
    if len(name) > LONGEST_FIELD_NAME:
        return f"must have at most {LONGEST_FIELD_NAME} characters"
    return None
