"""Parse a field from both spellings, collecting all problems."""

import json
from functools import lru_cache
from typing import Any, NamedTuple

from ant.core.fields.descriptions import description_fault, in_a_line
from ant.core.fields.field import FLAGS, KEYS, Default, Field, Json
from ant.core.fields.rules import LONGEST_INDEXED, Fault, broken_rules
from ant.core.fields.synonyms import modifier_hint, type_hint
from ant.core.later_rules import broken_later_rules
from ant.core.names.route_names import folded
from ant.core.text.words import quoted
from ant.field_types.base import FieldType, is_number
from ant.field_types.lists import ITEMS
from ant.field_types.registry import TYPES
from ant.field_types.texts.enum import values_fault

_TEXTS = ("of", "to", "on_delete", "pattern", "description", "column")
_SPELLINGS = 'Write it like "string:required:max=120" or {"type": "string", "max": 120}.'

_OBJECT = 'A text with a colon in it needs an object: {"type": "string", "description": "…"}.'


MOST_SPELLINGS = 10_000
"""How many are remembered: many routes of a large project have a ``name:string:required``."""


class ReadField(NamedTuple):
    """A field, ``None`` where anything is wrong with it, and all that is."""

    field: Field | None
    faults: tuple[Fault, ...] = ()


def read_field(name: str, spelling: object, *, was_applied: bool = False) -> ReadField:
    """Read a field as a spec or a command line gives it; its name is checked elsewhere.

    What ``was_applied`` by an earlier version need not keep the rules that came later.
    """
    if isinstance(spelling, str):
        return _read_short(name, spelling, was_applied)
    return _read(name, spelling, was_applied)


def _read(name: str, spelling: object, was_applied: bool) -> ReadField:
    reader = _Reader()
    field = reader.read(name, spelling)
    if field is not None and not reader.faults:
        reader.faults.extend(broken_rules(field))
    if field is not None and not reader.faults and not was_applied:
        reader.faults.extend(broken_later_rules(field))
    return ReadField(None if reader.faults else field, tuple(reader.faults))


_read_short = lru_cache(MOST_SPELLINGS)(_read)


class _Reader:
    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def complain(self, what: str, hint: str | None = None, key: str = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(what, hint, key))

    def read(self, name: str, spelling: object) -> Field | None:
        """The field, as much of it as could be read."""
        if not isinstance(spelling, str | dict):
            self.complain("it must be a text or an object", _SPELLINGS)
            return None
        parts = self._split(spelling) if isinstance(spelling, str) else dict(spelling)
        kind = self._kind(parts)
        self._check_keys(parts, kind, is_short=isinstance(spelling, str))
        if kind is None:
            return None
        known = {key: value for key, value in parts.items() if key in kind.modifiers}
        if isinstance(spelling, str):
            known = {
                key: kind.read_short(key, value)
                if isinstance(value, str) and key not in _TEXTS
                else value
                for key, value in known.items()
            }
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

    def _kind(self, parts: dict[str, Json]) -> FieldType | None:
        kind = parts.get("type")
        if isinstance(kind, str) and kind in TYPES:
            return TYPES[kind]
        hint = type_hint(kind) if isinstance(kind, str) else f"Types: {', '.join(TYPES)}."
        is_given = parts.get("type", "") != ""
        what = f"unknown type {_shown(kind)}" if is_given else "it has no type"
        self.complain(what, hint, "type")
        return None

    def _check_keys(
        self, parts: dict[str, Json], kind: FieldType | None, *, is_short: bool
    ) -> None:
        for key in parts:
            if key not in KEYS:
                hint = modifier_hint(key, KEYS[1:] if kind is None else kind.modifiers)
                hint = _OBJECT if is_short and "description" in parts else hint
                self.complain(f"unknown modifier {quoted(key)}", hint, key)
            elif kind is not None and key != "type" and key not in kind.modifiers:
                known = ", ".join(kind.modifiers)
                what = f"{quoted(key)} does not go with {kind.name}"
                self.complain(what, f"It takes {known}.", key)

    def _field(self, name: str, kind: FieldType, parts: dict[str, Json]) -> Field:
        default, of = kind.modifier_defaults, self._of(kind, parts)
        precision = self._digits(parts, "precision", default.get("precision", 0))
        return Field(
            name,
            kind.name,
            required=self._flag(parts, "required"),
            takes_null=self._flag(parts, "nullable"),
            unique=self._flag(parts, "unique"),
            index=self._flag(parts, "index"),
            private=self._flag(parts, "private"),
            readonly=self._flag(parts, "readonly"),
            minimum=self._bound(kind, parts, "min"),
            maximum=_indexed_limit(kind, parts) or self._bound(kind, parts, "max"),
            precision=precision,
            scale=self._digits(parts, "scale", min(default.get("scale", 0), precision)),
            values=self._values(kind, parts),
            of=of,
            **self._ends(kind, parts),
            on_delete=self._text(parts, "on_delete", default.get("on_delete", "")),
            default=self._default(kind.with_items(of), parts),
            pattern=self._text(parts, "pattern", default.get("pattern", "")),
            description=self._description(parts),
            stored_as=self._text(parts, "column", ""),
        ).called(name)

    def _flag(self, parts: dict[str, Json], key: str) -> bool:
        value = parts.get(key, False)
        if not isinstance(value, bool):
            self.complain(f"'{key}' must be true or false", None, key)
        return value is True

    def _digits(self, parts: dict[str, Json], key: str, default: int) -> int:
        value = parts.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.complain(f"'{key}' must be a whole number", f"Write it like {key}=2.", key)
        return default

    def _bound(self, kind: FieldType, parts: dict[str, Json], key: str) -> int | float | str | None:
        default: int | None = kind.modifier_defaults.get(key)
        if key not in parts:
            return default
        try:
            bound: int | float | str = (
                _length(kind, key, parts[key]) if kind.longest else kind.normalize(parts[key])
            )
        except ValueError as error:
            self.complain(f"'{key}' {error}", None, key)
            return default
        return bound

    def _values(self, kind: FieldType, parts: dict[str, Json]) -> tuple[str, ...]:
        if "values" not in kind.modifiers or kind.alternative in parts.keys() - {"values"}:
            if {"values", kind.alternative} <= parts.keys():
                what = f"'values' and '{kind.alternative}' exclude each other"
                self.complain(what, "Leave one of them out.", "values")
            return ()
        values = parts.get("values")
        fault = values_fault(values, "'values'")
        if fault:
            hint = 'Write them like values=new,paid or "values": ["new", "paid"].'
            self.complain(fault, hint, "values")
        return () if fault or not isinstance(values, list) else tuple(values)

    def _of(self, kind: FieldType, parts: dict[str, Json]) -> str:
        if "of" not in kind.needs:
            return folded(self._text(parts, "of", ""))
        if parts.get("of") in [*ITEMS]:
            return str(parts["of"])
        what = "'of' is missing" if "of" not in parts else f"unknown 'of' {_shown(parts['of'])}"
        self.complain(what, f"Write of= and one of {', '.join(ITEMS)}.", "of")
        return ""

    def _ends(self, kind: FieldType, parts: dict[str, Json]) -> dict[str, Any]:
        """The route that it refers to, or several of them."""
        if "to" in kind.needs and "to" not in parts:
            self.complain("'to' is missing", "Write to=ROUTE: the route it leads to.", "to")
        to = parts.get("to")
        if isinstance(to, str) and "," in to:
            to = to.split(",")
        if not isinstance(to, list) or not kind.is_reference:
            return {"to": folded(self._text(parts, "to", ""))}
        if not to or not all(isinstance(name, str) and name for name in to):
            hint = 'Write them like to=posts,photos or "to": ["posts", "photos"].'
            self.complain("'to' must be the name of a route, or a list of some", hint, "to")
            return {}
        return {"among": tuple(map(folded, to))}

    def _text(self, parts: dict[str, Json], key: str, default: str) -> str:
        value = parts.get(key, default)
        if isinstance(value, str) and (value or key not in parts):
            return value
        self.complain(f"'{key}' must be a text that is not empty", None, key)
        return default

    def _description(self, parts: dict[str, Json]) -> str:
        text = parts.get("description")
        fault = description_fault(text) if "description" in parts else None
        self.faults += [fault] if fault else []
        return in_a_line(text) if isinstance(text, str) and not fault else ""

    def _default(self, kind: FieldType, parts: dict[str, Json]) -> Default | None:
        if "default" not in parts:
            return None
        value = parts["default"]
        if kind.generated_default and value == kind.generated_default:
            return Default(kind.generated_default)
        try:
            return Default(kind.normalize(value))
        except ValueError as error:
            made = kind.generated_default
            hint = f"default={made} gives each new row its own." if made else None
            self.complain(f"'default' {error}", hint, "default")
            return None


def _indexed_limit(kind: FieldType, parts: dict[str, Json]) -> int | None:
    """The limit of an indexed text whose length is not given."""
    is_indexed = parts.get("unique") is True or parts.get("index") is True
    is_endless = kind.longest > 0 and "max" not in {**kind.modifier_defaults, **parts}
    return LONGEST_INDEXED if is_indexed and is_endless else None


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


def _length(kind: FieldType, key: str, value: Json) -> int:
    lowest, highest = (0 if key == "min" else 1), kind.longest
    if not (isinstance(value, int) and is_number(value) and lowest <= value <= highest):
        raise ValueError(f"is a length here and must be a whole number from {lowest} to {highest}")
    return int(value)


def _shown(value: object) -> str:
    return quoted(value) if isinstance(value, str) else json.dumps(value)[:40]
