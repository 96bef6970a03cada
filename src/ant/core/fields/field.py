"""A field of a route: a column of its table, or a set of rows of another route."""

from functools import cached_property
from typing import NamedTuple

from ant.core.fields.attribute_names import attribute_of
from ant.core.memo import once
from ant.core.text.json_value import Json as Json
from ant.field_types.base import FLAGS as FLAGS
from ant.field_types.base import NOW as NOW
from ant.field_types.base import FieldType
from ant.field_types.registry import TYPES

ON_DELETE = ("cascade", "restrict", "set_null")
KEYS = (
    "type", *FLAGS, "of", "min", "max", "precision", "scale", "values", "to", "on_delete",
    "default", "pattern", "description", "column",
)  # fmt: skip
"""The keys of the object spelling, in the order in which both spellings are written."""


class Default(NamedTuple):
    """The value of a field that a request leaves out; never ``null``."""

    value: Json


class _Parts(NamedTuple):
    """The parts of a field, with the defaults for what a spec leaves out.

    ``minimum`` and ``maximum`` are lengths of texts and values of numbers and moments. Those of a
    ``decimal``, and its default, are texts such as ``"0.01"``; those of a ``float`` are floats;
    moments are texts as in ``"2030-12-31"``, ``"23:59:59"`` and ``"2030-12-31T23:59:59Z"``.
    """

    name: str
    type: str
    required: bool = False
    takes_null: bool = False
    """Whether ``null`` stays possible beside a default."""
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
    of: str = ""
    """What a ``list`` holds, or the enum of the project whose values an ``enum`` has."""
    to: str = ""
    """The route that a ``reference`` or ``many`` refers to."""
    among: tuple[str, ...] = ()
    """The routes of a polymorphic reference, as in a spec; the fields of a route are its parts."""
    part_of: str = ""
    """The reference to any of several routes that it is a part of: ``core.fields.polymorphic``."""
    needs_one: bool = False
    """Whether one of these parts is set in each row."""
    on_delete: str = ""
    """``cascade``, ``restrict`` or ``set_null``, of a ``reference`` alone."""
    default: Default | None = None
    pattern: str = ""
    """A regular expression that is found anywhere in the text, as in JSON Schema."""
    description: str = ""
    """What people read of it: in the API's document, and as the comment of its column."""

    stored_as: str = ""
    """What the database calls it, where that is not its key."""

    target: "Field | None" = None
    """The ``id`` of the rows that it refers to, as ``core.keys`` finds it; None for an integer."""

    target_table: str = ""
    """The table of these rows, as ``with_tables`` finds it; '' where it is called like ``to``."""

    target_column: str = ""
    """The column of their key, as ``core.keys`` finds it; '' where it is ``id``."""

    is_key: bool = False
    """Whether it is the primary key of its own rows, as its route says."""


class Field(_Parts):
    """One field, as ``read_field`` makes it.

    Every word that a spec may say is looked for in every field, so what follows from its parts is
    worked out once.
    """

    @cached_property
    def kind(self) -> FieldType:
        """All that is special about its type."""
        kind = TYPES[self.type].with_items(self.of)
        if self.target is None:
            return kind
        longest = self.target.maximum
        return kind.leading_to(self.target.type, longest if isinstance(longest, int) else 0)

    @cached_property
    def is_column(self) -> bool:
        """Whether the route's own table holds it."""
        return self.kind.is_column

    @cached_property
    def is_reference(self) -> bool:
        """Whether its column holds ids of another route's rows."""
        return self.kind.is_reference

    @property
    def has_url(self) -> bool:
        """Whether its values are bytes at a URL of their own: ``GET /users/1/photo``."""
        return self.kind.is_bytes and not self.private

    @cached_property
    def key(self) -> str:
        """What clients call it: ``user_id`` for a reference ``user``; '' for many."""
        return self.kind.column_name(self.name)

    @property
    def attribute(self) -> str:
        """What models and schemas call it: the key, or ``metadata_`` where that is taken."""
        return "id" if self.is_key else attribute_of(self.key)

    @property
    def code_name(self) -> str:
        """What schemas and code call it: the attribute, or the key where that is ``id``."""
        return self.key if self.is_key else self.attribute

    @cached_property
    def column(self) -> str:
        """What the database calls it; '' for many."""
        return self.stored_as or self.key

    @property
    def refers_to(self) -> str:
        """The table of the rows that it refers to."""
        return self.target_table or self.to

    @property
    def is_single(self) -> bool:
        """Whether one row at most refers to another by it."""
        return self.is_reference and (self.unique or self.is_key)

    @property
    def label(self) -> str:
        """What people call it: of a part, the whole."""
        return self.part_of or self.name

    def called(self, name: str) -> "Field":
        """The field under another name, in the same column where ``stored_as`` has it."""
        if self.part_of:
            return self.leading(name, self.to)
        return self._replace(name=name).in_column(self.stored_as)

    def leading(self, name: str, to: str) -> "Field":
        """The field where it, or its polymorphic reference, has a name, and with another target."""
        if self.part_of:
            return self._replace(name=f"{name}__{to}", part_of=name, to=to)
        return self._replace(to=to).called(name)

    def in_column(self, column: str) -> "Field":
        """The field in a column; '' for the one with the name of its key."""
        return self._replace(stored_as="" if column == self.key else column)

    @property
    def nullable(self) -> bool:
        """Whether a row may be without a value."""
        is_given = self.required or (self.default is not None and not self.takes_null)
        return self.is_column and not is_given

    @property
    def may_be_blank(self) -> bool:
        """Whether a text may be empty or blank, as with ``min=0``.

        A blank default or value of an ``enum`` allows it, too.
        """
        if not self.kind.takes_blank:
            return False
        texts = [*self.values, *([self.default.value] if self.default else [])]
        return self.minimum == 0 or not all(text.strip() for text in texts)

    @property
    def enum(self) -> str:
        """The enum of the project whose values it has; '' where it has none, or its own."""
        return self.of if self.kind.alternative == "of" else ""

    @property
    def is_made(self) -> bool:
        """Whether its default is made for each row: the moment of the request, or a new UUID."""
        made = self.kind.generated_default or None
        return self.default is not None and self.default.value == made

    @once
    def to_json(self) -> str | dict[str, Json]:
        """The field in ``ant.json``: its short string, where that is complete."""
        entries = self._as_object()
        words = [_word(key, value, self.kind) for key, value in entries.items()]
        has_comma = not self.enum and any("," in value for value in self.values)
        is_short = all(":" not in word and word.isprintable() for word in words)
        return ":".join(words) if is_short and not has_comma and len(self.among) != 1 else entries

    def _as_object(self) -> dict[str, Json]:
        """What differs from what would be filled in, by the keys of the object spelling."""
        defaults = self.kind.modifier_defaults
        entries: dict[str, Json] = {"type": self.type}
        flags = {flag: getattr(self, flag) for flag in FLAGS} | {"nullable": self.takes_null}
        entries.update((flag, True) for flag in FLAGS if flags[flag])
        others: dict[str, tuple[Json, Json]] = {
            "of": (self.of, ""),
            "min": (self.minimum, defaults.get("min")),
            "max": (self.maximum, defaults.get("max")),
            "precision": (self.precision, defaults.get("precision", 0)),
            "scale": (self.scale, min(defaults.get("scale", 0), self.precision)),
            "values": ([] if self.enum else list(self.values), []),
            "to": ([*self.among] if self.among else self.to, ""),
            "on_delete": (self.on_delete, defaults.get("on_delete", "")),
        }
        entries |= {key: value for key, (value, default) in others.items() if value != default}
        if self.default is not None:
            entries["default"] = self.default.value
        if self.pattern != defaults.get("pattern", ""):
            entries["pattern"] = self.pattern
        if self.description:
            entries["description"] = self.description
        if self.stored_as:
            entries["column"] = self.stored_as
        return entries


def _word(key: str, value: Json, kind: FieldType) -> str:
    """One part of the short string."""
    if key == "type":
        return str(value)
    if key in FLAGS:
        return key
    if isinstance(value, list) and key in ("values", "to"):
        return f"{key}={','.join(value)}"
    return f"{key}={value if key in ('description', 'column') else kind.write_short(value)}"
