"""YAML 1.2's core schema, without what only a program would write: aliases, tags, merge keys."""

import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from ant.documents.document import DEEPEST, Document, Path, Place, decoded, refuse

# libyaml's reader of events is fast and keeps no stack of its own; without it ours is slow but right.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    spelling: word == "true"
    for word in ("true", "false")
    for spelling in (word, word.capitalize(), word.upper())
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def parse_yaml(content: bytes, name: str | None = None) -> Document:
    """Return the document; raise ``InvalidDocument`` with the place of what is wrong."""
    composer = _Composer(name)
    try:
        value = composer.compose(yaml.parse(decoded(content, name), Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(mark.line + 1, mark.column + 1) if mark else None
        problem = error.problem or error.context
        raise refuse(f"This is not YAML: {problem}.", name, place) from None
    except yaml.YAMLError as error:
        reason = str(error).splitlines()[0]
        raise refuse(f"This is not YAML: {reason}.", name) from None
    return Document(value, name, lambda: composer.places)


class _Composer:
    """Builds the value from the parser's events, and notes where each part begins."""

    def __init__(self, name: str | None) -> None:
        self.name = name
        self.places: dict[Path, Place] = {}

    def compose(self, events: Iterator[Any]) -> Any:
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

    def _node(self, event: Any, events: Iterator[Any], path: Path) -> Any:
        if len(path) > DEEPEST:
            self._refuse(f"This is nested more than {DEEPEST} levels deep.", event)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._refuse("Anchors and aliases are not read; write the value out.", event)
        if event.tag not in (None, "!"):
            self._refuse(f"Tags such as {event.tag!r} are not read.", event)
        if (path and isinstance(path[-1], int)) or not path:
            self.places[path] = _place(event)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(events, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, path)
        return self._scalar(event)

    def _mapping(self, events: Iterator[Any], path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._key(event)
            if key in result:
                self._refuse(f"Key {key!r} stands twice in one mapping.", event)
            self.places[(*path, key)] = _place(event)
            result[key] = self._node(next(events), events, (*path, key))
        return result

    def _key(self, event: Any) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse("A key must be a text.", event)
        if event.anchor is not None or event.tag not in (None, "!"):
            self._refuse("A key has neither anchor nor tag.", event)
        if event.value == "<<" and not event.style:
            self._refuse("Merge keys are not read; write the entries out.", event)
        return str(event.value)

    def _sequence(self, events: Iterator[Any], path: Path) -> list[Any]:
        result: list[Any] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            result.append(self._node(event, events, (*path, len(result))))
        return result

    def _scalar(self, event: Any) -> Any:
        text = str(event.value)
        if event.style or event.tag == "!":
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.fullmatch(text):
            try:
                return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
            except ValueError:
                self._refuse("This number has more digits than Python reads.", event)
        if _NO_NUMBER.fullmatch(text):
            self._refuse(f"{text} has no place in JSON.", event)
        if _FLOAT.fullmatch(text):
            number = float(text)
            if math.isinf(number):
                self._refuse(f"The number {text} is too large.", event)
            return number
        return text

    def _refuse(self, message: str, event: Any) -> NoReturn:
        raise refuse(message, self.name, _place(event))


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
