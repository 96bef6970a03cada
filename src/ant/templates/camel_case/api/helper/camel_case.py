"""Clients write the keys of JSON in camelCase; code and database keep their snake_case.

Whoever imports this lets every schema do so: its fields get their keys when it is made.
"""

import re
from typing import Any

from marshmallow import Schema, ValidationError, fields

WORD = re.compile("(?<=[^_])_([^_])")


def json_key(name: str) -> str:
    """Return what clients call a column: ``createdAt`` for ``created_at``, ``from`` for ``from_``."""
    return WORD.sub(lambda found: found[1].upper(), name).removesuffix("_")


def give_key(self: Schema, field_name: str, field_obj: fields.Field[Any]) -> None:
    """Give a field of a schema its key, unless the schema says another: ``data_key="Name"``."""
    said = field_obj.data_key
    if said is None or f"{said}_" == field_name:  # as ``from_`` is ``from``
        field_obj.data_key = json_key(field_name)


def tell_keys(self: Schema, error: ValidationError, data: Any, *, many: bool, **_: Any) -> None:
    """Let what a schema itself raises about a field be told by its key, as all else is."""
    told: Any = error.messages
    places = [place for place in told if isinstance(place, int)] if many else []
    for reasons, body in [(told[place], data[place]) for place in places] or [(told, data)]:
        if isinstance(reasons, dict) and isinstance(body, dict):
            for name in [name for name in self.fields if name in reasons and name not in body]:
                reasons[self.fields[name].data_key] = reasons.pop(name)


# Told to marshmallow's own class, as every schema is one, whoever has written it.
Schema.on_bind_field = give_key  # type: ignore[method-assign]
Schema.handle_error = tell_keys  # type: ignore[method-assign]
