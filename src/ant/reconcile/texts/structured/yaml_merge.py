"""Three-way merge of YAML files such as those of Docker Compose and GitHub Actions."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml

from ant.core.text.words import quoted
from ant.reconcile.merge import Merged
from ant.reconcile.texts.line_merge import merge_lines
from ant.reconcile.texts.problems import file_problem
from ant.reconcile.texts.structured.proved import Format, Unreadable, merge_proved
from ant.reconcile.texts.structured.values import Path, Value

Event: TypeAlias = Any  # what PyYAML yields has no types

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 100
_PROGRAMS = {"command", "entrypoint", "test", "args"}
"""Lists of which every item has its place."""


class NotRead(Unreadable):
    """Something in a file that no proof is made for: anchors, tags, several documents."""


def merge_yaml(path: str, current: bytes, base: bytes, incoming: bytes) -> Merged:
    """Return the file with the changes of a newer version merged in, verified by its values.

    A file with anchors, tags or several documents is merged by its lines alone: at least one
    unchanged line has to be between the changes of both sides.
    """
    try:
        return merge_proved(path, current, base, incoming, YAML)
    except NotRead:
        return merge_lines(path, current, base, incoming)
    except Unreadable as error:
        reason = f"this is not YAML that we can read: {error}"
        return Merged(current, (file_problem(path, reason, base, incoming),))


def read_yaml(content: bytes) -> Value:
    """Return the value of a file, plain scalars as text; raise ``Unreadable`` or ``NotRead``."""
    try:
        text = content.decode("utf-8-sig")
        value, documents = None, 0
        events = yaml.parse(text, Loader=_LOADER)
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
            elif isinstance(event, yaml.NodeEvent):
                value = _node(event, events, 0)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f" in line {mark.line + 1}" if mark else ""
        raise Unreadable(f"{error.problem or error.context}{where}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Unreadable(str(error).partition("\n")[0]) from None
    if documents > 1:
        raise NotRead("several documents")
    return value


def _node(event: Event, events: Iterator[Event], depth: int) -> Value:
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise NotRead("anchors")
    if event.tag not in (None, "!") or depth > _DEEPEST:
        raise NotRead("tags")
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(events, depth)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            items.append(_node(event, events, depth + 1))
        return items
    is_plain = not event.style and event.tag is None
    return _Word(event.value) if is_plain else str(event.value)


def _mapping(events: Iterator[Event], depth: int) -> dict[str, Value]:
    event: Event
    result: dict[str, Value] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent) or (event.value == "<<" and not event.style):
            raise NotRead("merge keys")
        key = str(_node(event, events, depth))
        if key in result:
            raise Unreadable(f"{quoted(key)} stands twice in one mapping")
        result[key] = _node(next(events), events, depth + 1)
    return result


class _Word(str):
    """A text without quotes, which may be a number or a word for true."""

    __slots__ = ()


def _is_ordered(path: Path, items: list[Value]) -> bool:
    has_entries = any(isinstance(item, dict) for item in items)
    return has_entries or (bool(path) and path[-1] in _PROGRAMS)


YAML = Format(read_yaml, _is_ordered)
