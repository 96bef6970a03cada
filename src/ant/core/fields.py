"""A field of a route: a column of its table, or a set of rows of another route."""

import json
from typing import Any, NamedTuple

Json = Any
"""What JSON can hold."""

NOW = "now"
"""The default of a date, a time or a datetime that stands for the moment of the request."""

ON_DELETE = ("cascade", "restrict", "set_null")
FLAGS = ("required", "unique", "index", "private", "readonly")

_TEXTS = ("string", "text", "email", "url", "enum", "password")
_MOMENTS = ("date", "time", "datetime")
_ACCESS = ("required", "private", "readonly")
_PLAIN = (*FLAGS, "default")
_RANGE = (*FLAGS, "min", "max", "default")

MODIFIERS: dict[str, tuple[str, ...]] = {
    "string": (*_RANGE, "pattern"),
    "text": (*_ACCESS, "min", "max", "default", "pattern"),
    "integer": _RANGE,
    "bigint": _RANGE,
    "float": _RANGE,
    "decimal": (*_RANGE, "precision", "scale"),
    "boolean": _PLAIN,
    "date": _RANGE,
    "time": _RANGE,
    "datetime": _RANGE,
    "uuid": _PLAIN,
    "json": (*_ACCESS, "default"),
    "email": (*_RANGE, "pattern"),
    "url": (*_RANGE, "pattern"),
    "enum": (*_PLAIN, "values"),
    "password": ("required", "min", "max"),
    "reference": (*FLAGS, "to", "on_delete"),
    "many": ("to",),
}
"""Every type, and the modifiers that go with it."""

TYPES = tuple(MODIFIERS)
KEYS = (
    "type", *FLAGS, "min", "max", "precision", "scale", "values", "to", "on_delete", "default",
    "pattern",
)  # fmt: skip
"""The keys of the object spelling, in the order in which both spellings are written."""

LENGTHS: dict[str, tuple[int | None, int | None]] = {
    "string": (None, 255), "email": (None, 254), "url": (None, 2048), "password": (8, 128),
}  # fmt: skip
"""The shortest and longest text of a type where a field does not say otherwise."""

WHOLE_NUMBERS = {"integer": (-(2**31), 2**31 - 1), "bigint": (-(2**63), 2**63 - 1)}
"""The smallest and largest number that the column of a type holds."""

PRECISION, SCALE = 12, 2


class Default(NamedTuple):
    """The value of a field that a request leaves out; never ``null``."""

    value: Json


class Field(NamedTuple):
    """One field, as ``read_field`` makes it: what a spec leaves out is filled in here.

    ``minimum`` and ``maximum`` are lengths of texts and values of numbers and moments. Those of a
    ``decimal``, and its default, are texts such as ``"0.01"``; those of a ``float`` are floats;
    moments are texts as in ``"2030-12-31"``, ``"23:59:59"`` and ``"2030-12-31T23:59:59Z"``.
    """

    name: str
    type: str
    required: bool = False
    unique: bool = False
    index: bool = False  # type: ignore[assignment]  # a tuple has a method of that name
    private: bool = False
    """Never returned."""
    readonly: bool = False
    """Never accepted."""
    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    precision: int = 0
    """Digits in all, of a ``decimal`` alone."""
    scale: int = 0
    """Digits behind the point, of a ``decimal`` alone."""
    values: tuple[str, ...] = ()
    to: str = ""
    """The route that a ``reference`` or ``many`` leads to."""
    on_delete: str = ""
    """``cascade``, ``restrict`` or ``set_null``, of a ``reference`` alone."""
    default: Default | None = None
    pattern: str = ""
    """A regular expression that is found anywhere in the text, as in JSON Schema."""

    @property
    def is_column(self) -> bool:
        """Whether the route's own table holds it."""
        return self.type != "many"

    @property
    def column(self) -> str:
        """The column, and the key in bodies: ``user_id`` for a reference ``user``; '' for many."""
        if not self.is_column:
            return ""
        return f"{self.name}_id" if self.type == "reference" else self.name

    @property
    def nullable(self) -> bool:
        """Whether a row may be without a value."""
        return self.is_column and not self.required and self.default is None

    @property
    def may_be_blank(self) -> bool:
        """Whether a text may be empty or hold nothing but blanks, as ``min=0`` says.

        A blank default says so too, and so does a value of an ``enum``.
        """
        if self.type not in _TEXTS:
            return False
        texts = [*self.values, *([self.default.value] if self.default else [])]
        return self.minimum == 0 or not all(text.strip() for text in texts)

    @property
    def is_moment(self) -> bool:
        """Whether it is a date, a time or both."""
        return self.type in _MOMENTS

    def to_json(self) -> str | dict[str, Json]:
        """The field as ``ant.json`` holds it: the short string where that says it all."""
        given = self._given()
        words = [_word(self.type, key, value) for key, value in given.items()]
        if all(":" not in word and word.isprintable() for word in words) and not any(
            "," in value for value in self.values
        ):
            return ":".join(words)
        return given

    def _given(self) -> dict[str, Json]:
        """What differs from what would be filled in, by the keys of the object spelling."""
        shortest, longest = LENGTHS.get(self.type, (None, None))
        given: dict[str, Json] = {"type": self.type}
        given.update((flag, True) for flag in FLAGS if getattr(self, flag))
        others: dict[str, tuple[Json, Json]] = {
            "min": (self.minimum, shortest),
            "max": (self.maximum, longest),
            "precision": (self.precision, PRECISION if self.type == "decimal" else 0),
            "scale": (self.scale, min(SCALE, self.precision)),
            "values": (list(self.values), []),
            "to": (self.to, ""),
            "on_delete": (self.on_delete, "restrict" if self.type == "reference" else ""),
        }
        given.update((key, value) for key, (value, usual) in others.items() if value != usual)
        if self.default is not None:
            given["default"] = self.default.value
        if self.pattern:
            given["pattern"] = self.pattern
        return given


def _word(kind: str, key: str, value: Json) -> str:
    """One part of the short string."""
    if key == "type":
        return str(value)
    if key in FLAGS:
        return key
    if key == "values":
        return f"values={','.join(value)}"
    if isinstance(value, str) and kind != "json":
        return f"{key}={value}"
    return f"{key}={json.dumps(value, ensure_ascii=False)}"
