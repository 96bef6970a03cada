"""``json``, any value of JSON but null."""

import json
import re
from typing import Any, ClassVar

from ant.core.text.json_depth import DEEPEST, is_deep, read_json_or_text
from ant.core.text.json_value import Json
from ant.field_types.base import ACCESS, FieldType, Parts, checked

_UNFIT = re.compile(r"[\ud800-\udfff]|(?<!\\)(\\\\)*\\u0000")


class JsonValue(FieldType):
    """Any value of JSON but null."""

    name = "json"
    modifiers: ClassVar[tuple[str, ...]] = (*ACCESS, "default", "description", "column")
    synonyms = "jsonb object dict map hstore document"
    annotation = "Any"
    annotation_import = "from typing import Any"
    column = migration_type = "DOCUMENT"
    is_own_column = True
    has_check = False
    schema_class = "Json"
    conversion = "json"
    reads_json = True
    examples: ClassVar[tuple[Json, ...]] = ({}, [1, None], "a", {"a": [0.5, True]})

    def read_short(self, key: str, text: str) -> Json:
        """Read JSON, or a text that is none as itself."""
        return read_json_or_text(text)

    def write_short(self, value: Json) -> str:
        """A text in quotes, so that it is read as one."""
        return json.dumps(value, ensure_ascii=False)

    def json_schema(self) -> dict[str, Json]:
        """Anything but null."""
        return {"not": {"type": "null"}}

    def normalize(self, value: Json) -> Json:
        """Take what every database stores and every parser reads."""
        checked(value, not is_deep(value), f"must not be nested more than {DEEPEST} levels deep")
        try:
            text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        except ValueError:
            raise ValueError("must be JSON, without NaN and infinity") from None
        if _UNFIT.search(text):
            raise ValueError("holds a character that no database stores")
        return checked(value, value is not None, "must not be null")

    def neutral(self, field: Parts) -> Json:
        """An empty object."""
        return {}

    def from_sqlite(self, value: Any) -> Any:  # noqa: ANN401, whatever SQLite holds
        """The value of its text."""
        return json.loads(value)
