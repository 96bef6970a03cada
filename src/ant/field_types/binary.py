"""``binary``, bytes: base64 in requests, and answered by a URL of their own."""

from base64 import b64decode, b64encode
from binascii import Error
from typing import TYPE_CHECKING, ClassVar

from ant.core.text.json_value import Json
from ant.field_types.base import ACCESS, FieldType, Parts, checked, read_whole

if TYPE_CHECKING:
    from random import Random  # loads much that only tests need

DEFAULT_SIZE = 524_288
"""Bytes: as base64 they fit into the largest body that a project takes by itself."""
_REQUIREMENT = "must be base64 of one byte or more, such as AP8="


class Binary(FieldType):
    """Bytes."""

    name = "binary"
    modifiers: ClassVar[tuple[str, ...]] = (*ACCESS, "max", "description", "column")
    modifier_defaults: ClassVar[dict[str, Json]] = {"max": DEFAULT_SIZE}
    synonyms = "bytes blob bytea bytestring varbinary largebinary file image binaryfield"
    longest = 10_000_000
    is_bytes = True
    unit = "bytes"
    annotation = "bytes"
    column = "LargeBinary"
    migration_type = "sa.LargeBinary()"
    schema_class = "Binary"
    schema_module = "helper.binary"
    conversion = ""
    examples: ClassVar[tuple[Json, ...]] = ("AA==", "AP8=", "aGVsbG8=")

    def read_short(self, key: str, text: str) -> Json:
        """Read the limit as a number."""
        return read_whole(text) if key == "max" else text

    def json_schema(self) -> dict[str, Json]:
        """A text."""
        return {"type": "string"}

    def normalize(self, value: Json) -> Json:
        """Take the one text that base64 has for some bytes."""
        text = value if isinstance(value, str) and value.isascii() else ""
        try:
            is_valid = text != "" and b64encode(b64decode(text)).decode() == text
        except Error:
            is_valid = False
        return checked(value, is_valid, _REQUIREMENT)

    def measure(self, value: Json) -> int:
        """The number of bytes."""
        return len(b64decode(str(value)))

    def schema_arguments(self, field: Parts) -> list[str]:
        """How many bytes it takes."""
        return [str(field.maximum)]

    def migration_literal(self, value: Json) -> str:
        """The bytes."""
        return f'bytes.fromhex("{b64decode(str(value)).hex()}")'

    def neutral(self, field: Parts) -> Json:
        """A byte of zeros: it cannot be without any."""
        return "AA=="

    def sample(self, random: "Random") -> Json:
        """Some bytes."""
        return b64encode(random.randbytes(random.randint(1, 40))).decode()
