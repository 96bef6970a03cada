"""JSON keys are camelCase; attributes and columns keep snake_case.

Importing this module sets the ``data_key`` of every schema's fields when the schema is created.
"""

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields

WORD = re.compile("(?<=[^_])_([^_])")


def json_key(name: str) -> str:
    """Return the JSON key of a column: ``createdAt`` for ``created_at``, ``from`` for ``from_``."""
    return WORD.sub(lambda found: found[1].upper(), name).removesuffix("_")


def give_key(self: Schema, field_name: str, field_obj: fields.Field[Any]) -> None:
    """Give a field of a schema its key, unless the schema says another: ``data_key="Name"``."""
    said = field_obj.data_key
    if said is None or f"{said}_" == field_name:  # as ``from_`` is ``from``
        field_obj.data_key = json_key(field_name)


def tell_keys(self: Schema, error: ValidationError, data: Any, *, many: bool, **_: Any) -> None:
    """Report errors that a schema raises about a field under the field's JSON key."""
    told: Any = error.messages
    places = [place for place in told if isinstance(place, int)] if many else []
    for reasons, body in [(told[place], data[place]) for place in places] or [(told, data)]:
        if isinstance(reasons, dict) and isinstance(body, dict):
            for name in [name for name in self.fields if name in reasons and name not in body]:
                reasons[self.fields[name].data_key] = reasons.pop(name)


# Told to marshmallow's own class, as every schema is one, whoever has written it.
Schema.on_bind_field = give_key  # type: ignore[method-assign]
Schema.handle_error = tell_keys  # type: ignore[method-assign]
