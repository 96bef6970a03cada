"""Read a field from either of its spellings: all that is wrong with it at once."""

import json
import re
from typing import NamedTuple

from ant.core.field_rules import Fault, broken_rules
from ant.core.field_values import held_value
from ant.core.fields import (
    FLAGS,
    KEYS,
    LENGTHS,
    MODIFIERS,
    NOW,
    PRECISION,
    SCALE,
    TYPES,
    WHOLE_NUMBERS,
    Default,
    Field,
    Json,
)
from ant.core.json_depth import read_json
from ant.core.later_rules import broken_later_rules
from ant.core.route_names import folded
from ant.core.spelling import modifier_hint, type_hint
from ant.core.words import quoted

LENGTH_LIMITS = {
    "string": 65_535, "text": 10_000_000, "email": 254, "url": 65_535, "password": 1024,
}  # fmt: skip
"""The longest ``max`` of the types whose ``min`` and ``max`` are lengths."""

MOST_VALUES, LONGEST_VALUE = 200, 100
"""How many values an enum has at most, and how many characters each of them."""

_TEXTS = ("to", "on_delete", "pattern")
_WHOLE = re.compile(r"-?[0-9]{1,30}")
_NUMBER = re.compile(r"-?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,4})?")
_SPELLINGS = 'Write it like "string:required:max=120" or {"type": "string", "max": 120}.'


class ReadField(NamedTuple):
    """A field, ``None`` where anything is wrong with it, and all that is."""

    field: Field | None
    faults: tuple[Fault, ...] = ()


def read_field(name: str, given: object, *, was_applied: bool = False) -> ReadField:
    """Read a field as a spec or a command line gives it; its name is checked elsewhere.

    What ``was_applied`` by an earlier version need not keep the rules that came later.
    """
    reader = _Reader()
    field = reader.read(name, given)
    if field is not None and not reader.faults:
        reader.faults.extend(broken_rules(field))
    if field is not None and not reader.faults and not was_applied:
        reader.faults.extend(broken_later_rules(field))
    return ReadField(None if reader.faults else field, tuple(reader.faults))


class _Reader:
    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def complain(self, what: str, hint: str | None = None, key: str = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(what, hint, key))

    def read(self, name: str, given: object) -> Field | None:
        """The field, as much of it as could be read."""
        if not isinstance(given, str | dict):
            self.complain("it must be a text or an object", _SPELLINGS)
            return None
        parts = self._split(given) if isinstance(given, str) else dict(given)
        kind = self._kind(parts)
        self._check_keys(parts, kind)
        if kind is None:
            return None
        known = {key: value for key, value in parts.items() if key in MODIFIERS[kind]}
        if isinstance(given, str):
            known = {key: _from_text(kind, key, value) for key, value in known.items()}
        return self._field(name, kind, known)

    def _split(self, text: str) -> dict[str, Json]:
        """The parts of the short string, not yet converted."""
        kind, *words = text.split(":")
        parts: dict[str, Json] = {"type": kind}
        for word in words:
            key, equals, value = word.partition("=")
            fault = _word_fault(key, equals, parts)
            if fault is None:
                parts[key] = value if equals else True
            else:
                self.faults.append(fault)
        return parts

    def _kind(self, parts: dict[str, Json]) -> str | None:
        kind = parts.get("type")
        if isinstance(kind, str) and kind in MODIFIERS:
            return kind
        hint = type_hint(kind) if isinstance(kind, str) else f"Types: {', '.join(TYPES)}."
        is_given = parts.get("type", "") != ""
        what = f"unknown type {_shown(kind)}" if is_given else "it has no type"
        self.complain(what, hint, "type")
        return None

    def _check_keys(self, parts: dict[str, Json], kind: str | None) -> None:
        for key in parts:
            if key not in KEYS:
                hint = modifier_hint(key, KEYS[1:] if kind is None else MODIFIERS[kind])
                self.complain(f"unknown modifier {quoted(key)}", hint, key)
            elif kind is not None and key != "type" and key not in MODIFIERS[kind]:
                known = ", ".join(MODIFIERS[kind])
                self.complain(f"{quoted(key)} does not go with {kind}", f"It takes {known}.", key)

    def _field(self, name: str, kind: str, parts: dict[str, Json]) -> Field:
        shortest, longest = LENGTHS.get(kind, (None, None))
        precision = self._digits(parts, "precision", PRECISION if kind == "decimal" else 0)
        return Field(
            name,
            kind,
            required=self._flag(parts, "required"),
            unique=self._flag(parts, "unique"),
            index=self._flag(parts, "index"),
            private=self._flag(parts, "private"),
            readonly=self._flag(parts, "readonly"),
            minimum=self._bound(kind, parts, "min", shortest),
            maximum=self._bound(kind, parts, "max", longest),
            precision=precision,
            scale=self._digits(parts, "scale", min(SCALE, precision)),
            values=self._values(kind, parts),
            to=self._to(kind, parts),
            on_delete=self._text(parts, "on_delete", "restrict" if kind == "reference" else ""),
            default=self._default(kind, parts),
            pattern=self._text(parts, "pattern", ""),
        )

    def _flag(self, parts: dict[str, Json], key: str) -> bool:
        value = parts.get(key, False)
        if not isinstance(value, bool):
            self.complain(f"'{key}' must be true or false", None, key)
        return value is True

    def _digits(self, parts: dict[str, Json], key: str, usual: int) -> int:
        value = parts.get(key, usual)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.complain(f"'{key}' must be a whole number", f"Write it like {key}=2.", key)
        return usual

    def _bound(
        self, kind: str, parts: dict[str, Json], key: str, usual: int | None
    ) -> int | float | str | None:
        if key not in parts:
            return usual
        value = parts[key]
        try:
            return _length(kind, key, value) if kind in LENGTH_LIMITS else held_value(kind, value)
        except ValueError as error:
            self.complain(f"'{key}' {error}", None, key)
            return usual

    def _values(self, kind: str, parts: dict[str, Json]) -> tuple[str, ...]:
        if kind != "enum":
            return ()
        values = parts.get("values")
        texts = values if isinstance(values, list) else []
        hint = 'Write them like values=new,paid or "values": ["new", "paid"].'
        if not texts or not all(isinstance(each, str) for each in texts):
            self.complain("'values' must be a list of one text or more", hint, "values")
            return ()
        fault = _values_fault(texts)
        if fault:
            self.complain(fault, hint, "values")
        return tuple(texts)

    def _to(self, kind: str, parts: dict[str, Json]) -> str:
        if kind in ("reference", "many") and "to" not in parts:
            self.complain("'to' is missing", "Write to=ROUTE: the route it leads to.", "to")
        return folded(self._text(parts, "to", ""))

    def _text(self, parts: dict[str, Json], key: str, usual: str) -> str:
        value = parts.get(key, usual)
        if isinstance(value, str) and (value or key not in parts):
            return value
        self.complain(f"'{key}' must be a text that is not empty", None, key)
        return usual

    def _default(self, kind: str, parts: dict[str, Json]) -> Default | None:
        if "default" not in parts:
            return None
        value = parts["default"]
        if value == NOW and kind in ("date", "time", "datetime"):
            return Default(NOW)
        try:
            return Default(held_value(kind, value))
        except ValueError as error:
            self.complain(f"'default' {error}", None, "default")
            return None


def _values_fault(texts: list[str]) -> str | None:
    """What is wrong with the first of an enum's values that cannot be one."""
    if len(texts) > MOST_VALUES:
        return f"'values' holds more than {MOST_VALUES} texts"
    for place, each in enumerate(texts):
        if not 1 <= len(each) <= LONGEST_VALUE or not each.isprintable():
            return f"the value {quoted(each)} must be 1 to {LONGEST_VALUE} printable characters"
        if each in texts[:place]:
            return f"the value {quoted(each)} stands twice"
    return None


def _word_fault(key: str, equals: str, parts: dict[str, Json]) -> Fault | None:
    """What is wrong with a part of the short string before anybody looks at its value."""
    if key == "type":
        return Fault("the type stands first, by itself", "Write it like string:required.")
    if key in parts:
        return Fault(f"{quoted(key)} stands twice", "Leave one of them out.")
    if key in FLAGS and equals:
        return Fault(f"{quoted(key)} takes no value", f"Write {key} alone, or leave it out.")
    if key in KEYS and key not in FLAGS and not equals:
        return Fault(f"{quoted(key)} needs a value", f"Write {key}=…")
    return None


def _length(kind: str, key: str, value: Json) -> int:
    lowest, highest = (0 if key == "min" else 1), LENGTH_LIMITS[kind]
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    if not is_whole or not lowest <= value <= highest:
        raise ValueError(f"is a length here and must be a whole number from {lowest} to {highest}")
    return int(value)


def _from_text(kind: str, key: str, text: Json) -> Json:
    """The value that a part of the short string stands for, by the type of the field."""
    if not isinstance(text, str) or key in _TEXTS:
        return text
    if key == "values":
        return text.split(",")
    if key in ("precision", "scale") or kind in WHOLE_NUMBERS:
        return _whole(text)
    if key in ("min", "max") and kind in LENGTH_LIMITS:
        return _whole(text)
    if kind == "float":
        return float(text) if _NUMBER.fullmatch(text) else text
    if kind == "boolean":
        return {"true": True, "false": False}.get(text, text)
    return _json_or_text(text) if kind == "json" else text


def _whole(text: str) -> int | str:
    return int(text) if _WHOLE.fullmatch(text) else text


def _json_or_text(text: str) -> Json:
    try:
        return read_json(text)
    except ValueError:
        return text


def _shown(value: object) -> str:
    return quoted(value) if isinstance(value, str) else json.dumps(value)[:40]
