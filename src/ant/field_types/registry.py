"""All types of fields, in the order in which people read of them."""

from ant.field_types.base import FieldType
from ant.field_types.binary import Binary
from ant.field_types.boolean import Boolean
from ant.field_types.json import JsonValue
from ant.field_types.lists import ITEMS, List
from ant.field_types.moments import Date, DateTime, Time
from ant.field_types.numbers.decimal import Decimal
from ant.field_types.numbers.float import Float
from ant.field_types.numbers.whole import BigInteger, Integer, SmallInteger
from ant.field_types.relations import Key, Many, Reference, StubKey
from ant.field_types.texts.addresses import Email, Url
from ant.field_types.texts.enum import Enum
from ant.field_types.texts.password import Password
from ant.field_types.texts.text import String, Text
from ant.field_types.uuid import Uuid

TYPES: dict[str, FieldType] = {
    kind.name: kind
    for kind in (
        String(), Text(), SmallInteger(), Integer(), BigInteger(), Float(), Decimal(), Boolean(),
        Date(), Time(), DateTime(), Uuid(), JsonValue(), List(), Binary(), Email(), Url(), Enum(),
        Password(), Reference(), Many(),
    )
}  # fmt: skip
"""Every type by its name."""

_STORED: dict[str, FieldType] = {kind.name: kind for kind in (Key(), StubKey(), *ITEMS.values())}
"""The types of columns that are no type of a field by themselves."""


def stored_type(name: str) -> FieldType:
    """Return the type of a column: that of a field, of a key, or of a list of something."""
    return TYPES.get(name) or _STORED[name]
