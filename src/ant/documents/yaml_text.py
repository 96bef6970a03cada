"""YAML 1.2's core schema, without what only a program would write: aliases, tags, merge keys."""

import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn, TypeAlias

import yaml

from ant.core.text.json_depth import DEEPEST
from ant.core.text.words import quoted, shortened
from ant.documents.document import TOO_DEEP, Document, Path, Position, decoded, position_of, refuse

Event: TypeAlias = Any  # what PyYAML yields has no types
Value: TypeAlias = Any  # any JSON value

MOST = 200_000
"""Values that are read at the most: every one costs the parser's events, time and memory."""

# libyaml's reader of events is fast and keeps no stack; PyYAML's own is slow but right.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    spelling: word == "true"
    for word in ("true", "false")
    for spelling in (word, word.capitalize(), word.upper())
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def parse_yaml(content: bytes, name: str | None = None) -> Document:
    """Return the document; raise ``InvalidDocument`` with the place of what is wrong."""
    text = decoded(content, name)
    odd = _UNPRINTABLE.search(text)
    if odd:
        message = f"This is not YAML: the character {odd[0]!a} is not allowed."
        raise refuse(message, name, position_of(text, odd.start()))
    composer = _Composer(name)
    try:
        value = composer.compose(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        position = Position(mark.line + 1, mark.column + 1) if mark else None
        problem = f"This is not YAML: {error.problem or error.context}."
        # libyaml reads ahead, and its newer versions reach their own limit before this one.
        raise refuse(TOO_DEEP if "nesting" in problem else problem, name, position) from None
    return Document(value, name, lambda: composer.positions)


class _Composer:
    """Builds the value from the parser's events, and notes where each part begins."""

    def __init__(self, name: str | None) -> None:
        self.name = name
        self.positions: dict[Path, Position] = {}
        self.count = 0

    def compose(self, events: Iterator[Event]) -> Value:
        """Return the value of the only document."""
        value, documents = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse("A second document begins here; one is all that is read.", event)
            elif isinstance(event, yaml.NodeEvent):
                value = self._node(event, events, ())
        return value

    def _node(self, event: Event, events: Iterator[Event], path: Path) -> Value:
        self.count += 1
        if self.count > MOST:
            self._refuse(f"This has more than {MOST:,} values; write it in JSON.", event)
        if len(path) >= DEEPEST and isinstance(event, yaml.CollectionStartEvent):
            self._refuse(TOO_DEEP, event)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._refuse("Anchors and aliases are not read; write the value out.", event)
        if event.tag not in (None, "!"):
            self._refuse(f"Tags such as {quoted(event.tag)} are not read.", event)
        if (path and isinstance(path[-1], int)) or not path:
            self.positions[path] = _position(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._scalar(event)

    def _mapping(self, events: Iterator[Event], path: Path) -> dict[str, Value]:
        result: dict[str, Value] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event)
            if key in result:
                self._refuse(f"Key {quoted(key)} stands twice in one mapping.", event)
            self.positions[(*path, key)] = _position(event)
            result[key] = self._node(next(events), events, (*path, key))
        return result

    def _key(self, event: Event) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse("A key must be a text.", event)
        if event.anchor is not None or event.tag not in (None, "!"):
            self._refuse("A key has neither anchor nor tag.", event)
        if event.value == "<<" and not event.style:
            self._refuse("Merge keys are not read; write the entries out.", event)
        return str(event.value)

    def _sequence(self, events: Iterator[Event], path: Path) -> list[Value]:
        result: list[Value] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            result.append(self._node(event, events, (*path, len(result))))
        return result

    def _scalar(self, event: Event) -> Value:
        text = str(event.value)
        if event.style or event.tag == "!":
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            return self._integer(text, event)
        if _NO_NUMBER.fullmatch(text):
            self._refuse(f"{text} has no place in JSON.", event)
        if _FLOAT.fullmatch(text):
            number = float(text)
            if math.isinf(number):
                self._refuse(f"The number {shortened(text)} is too large.", event)
            return number
        return text

    def _integer(self, text: str, event: Event) -> int:
        try:
            number = int(text, 0) if text[:2] in ("0o", "0x") else int(text)
            str(number)  # a long hexadecimal one can be read, but not written
        except ValueError:
            message = f"The number {shortened(text)} has more digits than Python reads."
            self._refuse(message, event)
        return number

    def _refuse(self, message: str, event: Event) -> NoReturn:
        raise refuse(message, self.name, _position(event))


def _position(event: Event) -> Position:
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)
