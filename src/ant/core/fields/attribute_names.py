"""The Python attribute of a field, where its own name is a keyword or taken."""

import keyword

# What the generated code uses in classes of models and schemas, and what these have already.
_TAKEN = {
    "metadata", "registry", "int", "str", "float", "bool", "bytes", "dict", "list", "set", "any",
    "object", "property", "dt", "fields", "validate", "mapped_column", "relationship", "self",
    "cls", "model", "exact", "make_uuid", "utc_now", "utc_today", "utc_time",
}  # fmt: skip

_OF_SCHEMAS = {
    "declared_fields", "dict_class", "dump", "dump_fields", "dumps", "error_messages", "exclude",
    "from_dict", "get_attribute", "handle_error", "load", "load_fields", "loads", "many",
    "on_bind_field", "only", "opts", "partial", "set_class", "unknown",
}  # fmt: skip
"""Attributes of every schema of marshmallow 4."""


def attribute_of(key: str) -> str:
    """Return the attribute of a key of bodies: ``metadata_`` for ``metadata``.

    No field ends with an underscore, so no two have one attribute.
    """
    is_taken = key in _TAKEN or key in _OF_SCHEMAS or keyword.iskeyword(key)
    return f"{key}_" if is_taken else key
