"""The base class of field types, with what most of them share."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

from ant.core.text.json_value import Json

if TYPE_CHECKING:
    from random import Random  # loads much that only tests need

FLAGS = ("required", "nullable", "unique", "index", "private", "readonly")
ACCESS = ("required", "nullable", "private", "readonly")
PLAIN = (*FLAGS, "default", "description", "column")
RANGE = (*FLAGS, "min", "max", "default", "description", "column")

NOW = "now"
"""The default of a date, a time or a datetime for the moment of the request."""


class Fault(NamedTuple):
    """The message of a fault, a hint, and the key of the field's object that has it."""

    what: str
    hint: str | None = None
    key: str = ""


class Parts(Protocol):
    """What a type asks of a field: its parts, as ``core.fields.Field`` has them."""

    @property
    def minimum(self) -> int | float | str | None:
        """The shortest length, or the least value."""

    @property
    def maximum(self) -> int | float | str | None:
        """The longest length, or the largest value."""

    @property
    def precision(self) -> int:
        """Digits in all."""

    @property
    def scale(self) -> int:
        """Digits behind the point."""

    @property
    def values(self) -> tuple[str, ...]:
        """The only possible values."""

    @property
    def may_be_blank(self) -> bool:
        """Whether a text may be empty, or blanks alone."""


class FieldType:
    """One type of fields, from its spelling to its column, its schema and its test values."""

    name: ClassVar[str]

    # How it is spelled and read.

    modifiers: ClassVar[tuple[str, ...]]
    needs: ClassVar[tuple[str, ...]] = ()
    """The modifiers that it cannot be without."""
    alternative: ClassVar[str] = ""
    """A modifier that may be given in place of these; '' for none."""
    modifier_defaults: ClassVar[dict[str, Json]] = {}
    """The defaults of its modifiers."""
    synonyms: ClassVar[str] = ""
    """Its names in other tools and languages, separated by blanks."""
    unit: ClassVar[str] = "characters"
    """What lengths are counted in."""
    longest: ClassVar[int] = 0
    """The longest ``max`` where ``min`` and ``max`` are lengths; 0 where they are values."""
    shortest: ClassVar[int] = 0
    """The characters of its shortest value."""
    takes_blank: ClassVar[bool] = False
    """Whether ``min=0`` means that a text may be blank."""
    generated_default: ClassVar[str] = ""
    """The default for a value made for each row, such as ``now``; '' for none."""
    makes_unique: ClassVar[bool] = False
    """Whether such a default is another value for each row."""

    short_value: ClassVar[str] = "[^:]*"
    """A regular expression for a value in the short spelling, for the schema of specs."""

    # Its column.

    is_column: ClassVar[bool] = True
    """Whether the route's own table holds it."""
    is_reference: ClassVar[bool] = False
    """Whether it holds the id of a row of another route."""
    is_hidden: ClassVar[bool] = False
    """Whether no answer may ever show it."""
    is_bytes: ClassVar[bool] = False
    """Whether its values are bytes: no row in JSON shows them, a URL of their own answers them."""
    annotation: ClassVar[str] = "str"
    """The type in Python, as a model writes it."""
    annotation_import: ClassVar[str] = ""
    """The line of a model that imports it."""
    column: ClassVar[str] = "String"
    """The type of SQLAlchemy, as a model calls it."""
    is_own_column: ClassVar[bool] = False
    """Whether ``helper.columns`` has that, rather than SQLAlchemy."""
    migration_type: ClassVar[str] = "sa.String({0})"
    """The type of its column in a migration, with gaps for its sizes."""
    migration_import: ClassVar[tuple[str, str]] = ("", "")
    """The line that a migration with its values needs, and the text by which it is used."""

    stored_as: ClassVar[str] = ""
    """The type that its column has in migrations and the record; '' for its own."""
    converter: ClassVar[str] = "int"
    """What reads a value of it out of a URL, where rows are called by such values."""

    # Its CHECK constraints and its fields in schemas.

    refuses_blank: ClassVar[bool] = False
    """Whether its column refuses a blank text, in addition to its shape."""
    has_check: ClassVar[bool] = True
    """Whether a CHECK constraint holds its ``min`` and ``max``."""
    is_lower_case: ClassVar[bool] = False
    """Whether its column holds no letter in upper case."""
    has_case: ClassVar[bool] = False
    """Whether two of its values may differ in upper and lower case alone."""
    schema_class: ClassVar[str] = "String"
    """The class of schemas that reads it; it decides the filters of lists, the JSON Schema of the
    API's document, and the values that generated tests make."""
    schema_module: ClassVar[str] = "helper.schema_fields"
    """The module that has this class."""
    shown_class: ClassVar[str] = ""
    """The class that shows it, where that is another one."""
    literal_import: ClassVar[str] = ""
    """The line of a schema that imports what its literals need."""
    maker: ClassVar[str] = ""
    """The function of ``helper.columns`` that makes the value of such a default."""

    # What becomes of its values when its column gets another type.

    conversion: ClassVar[str] = "text"
    """What ``migration/type_changes.py`` calls such values; '' for those that become nothing."""
    bits: ClassVar[int] = 0
    """Of whole numbers."""
    digits: ClassVar[int] = 0
    """The most digits of its integers; 0 without a limit."""
    longest_text: ClassVar[int] = 0
    """The characters of the longest value as text; 0 without a limit."""
    is_free_text: ClassVar[bool] = False
    """Whether it accepts the texts of other types' values."""
    is_in_json: ClassVar[bool] = False
    """Whether JSON has its values, so that a ``json`` column takes and gives them."""

    # Rows without a value.

    takes_fill: ClassVar[bool] = True
    """Whether somebody can give the value that rows get."""
    reads_json: ClassVar[bool] = False
    """Whether the text of a value on a command line is read as JSON."""
    unique_fill: ClassVar[str] = ""
    """An expression of a migration that gives each row another value; '' where none does."""

    # Values for tests.

    examples: ClassVar[tuple[Json, ...]] = ()
    """Values that a field without modifiers takes, as a spec gives them."""

    def with_items(self, of: str) -> "FieldType":
        """The type of a field with items of another type."""
        return self

    def leading_to(self, key: str, longest: int) -> "FieldType":
        """The type of a field that refers to rows with keys of a type.

        ``longest`` is the size of such texts.
        """
        return self

    def column_name(self, name: str) -> str:
        """The column, and the key in bodies, of a field of this name; '' where it has none."""
        return name

    def read_short(self, key: str, text: str) -> Json:
        """The value of a modifier in the short spelling, as JSON has it."""
        return text

    def write_short(self, value: Json) -> str:
        """The value of a modifier in the short spelling."""
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)

    def json_schema(self) -> dict[str, Json]:
        """The JSON Schema of a value in specs; it may accept values that ``normalize`` refuses."""
        return {}

    def normalize(self, value: Json) -> Json:
        """The normal form of a value, as a field holds it; ``ValueError`` says what it must be.

        Types whose values are in no spec, such as ``many`` and keys, do not override this.
        """
        raise TypeError(f"No spec gives a value of the type {self.name}.")

    def order_key(self, value: Json) -> Any:  # noqa: ANN401, whatever compares
        """What held values are compared by."""
        return value

    def measure(self, value: Json) -> int:
        """The length of a held value, where ``min`` and ``max`` are lengths."""
        return len(str(value))

    def limits(self, field: Parts) -> tuple[Any, Any]:
        """The order keys of its least and its largest value; None without one."""
        low, high = field.minimum, field.maximum
        least = None if low is None else self.order_key(low)
        return least, None if high is None else self.order_key(high)

    def step(self, field: Parts) -> Any:  # noqa: ANN401, whatever a value is compared by
        """The smallest difference of two values; None where there is none."""
        return None

    def faults(self, field: Parts) -> Iterator[Fault]:
        """What does not fit together in a field of this type."""
        return iter(())

    def value_fault(self, field: Parts, value: Json) -> str | None:
        """Why a held value is none of a field, for a reason that only this type has."""
        return None

    def sizes(self, field: Parts) -> tuple[int, ...]:
        """The sizes of its column."""
        return ()

    def size_label(self, field: Parts) -> str:
        """Its size in a picture of the table."""
        return ""

    def schema_arguments(self, field: Parts) -> list[str]:
        """The arguments that only its class of schemas takes."""
        return []

    def literal(self, value: Json) -> str:
        """A held value in models and schemas; '' where it is the same as in JSON."""
        return ""

    def migration_literal(self, value: Json) -> str:
        """A held value in migrations; '' where it is the same as in JSON."""
        return self.literal(value)

    def sql_limit(self, value: Json) -> str:
        """A limit in a CHECK constraint; in quotes where it is a text there."""
        return value if isinstance(value, str) else repr(value)

    def neutral(self, field: Parts) -> Json:
        """A held value without information, such as 0; None without one."""
        return None

    def from_sqlite(self, value: Any) -> Any:  # noqa: ANN401, whatever SQLite holds
        """A value as the rules of conversions take it, of what SQLite holds."""
        return value

    def sample(self, random: "Random") -> Json:
        """One of many values that a field without modifiers takes, for tests."""
        return random.choice(self.examples)


def checked(value: Json, is_valid: bool, requirement: str) -> Json:
    """The value, if it is valid; ``ValueError`` says what it must be."""
    if not is_valid:
        raise ValueError(requirement)
    return value


def is_number(value: Json) -> bool:
    """Whether a value of JSON is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def read_whole(text: str) -> int | str:
    """The whole number that a text is, or the text."""
    digits = text.removeprefix("-")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 30 else text


def nearest_allowed(kind: FieldType, field: Parts, value: Json) -> Json:
    """The value, or the limit of a field that is nearest to it."""
    low, high = field.minimum, field.maximum
    if low is not None and kind.order_key(value) < kind.order_key(low):
        return low
    if high is not None and kind.order_key(value) > kind.order_key(high):
        return high
    return value
