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
    "cls", "model", "exact", "utc_now", "utc_today", "utc_time",
}  # fmt: skip

_OF_SCHEMAS = {
    "declared_fields", "dict_class", "dump", "dump_fields", "dumps", "error_messages", "exclude",
    "from_dict", "get_attribute", "handle_error", "load", "load_fields", "loads", "many",
    "on_bind_field", "only", "opts", "partial", "set_class", "unknown",
}  # fmt: skip
"""Attributes of every schema of marshmallow 4."""

_POSTGRESQL = {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"}


_REASONS = (
    (_OWN, "every route has it already"),
    (_PARAMETERS, "lists have a parameter of that name"),
    (_TAKEN, "the generated code already uses it"),
    (_OF_SCHEMAS, "every schema of marshmallow has an attribute of that name"),
    (SQL_WORDS, "SQL reserves it"),
    (_POSTGRESQL, "PostgreSQL has a column of that name in every table"),
)


def field_name_fault(name: str) -> str | None:
    """Why a folded name cannot be a field's, in the words that users know; None where it can."""
    fault = word_fault(name)
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
