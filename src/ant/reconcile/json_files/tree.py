"""A JSON syntax tree with positions."""

import json
import re
from collections.abc import Callable
from typing import NamedTuple

from ant.core.fields.field import Json

_SPACE = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_WORD = re.compile(r'[^\s,:\]}\["{]+')


class Item(NamedTuple):
    """An entry of an object, or an item of a list."""

    key: str
    """Its key; for an item of a list, its identity."""
    start: int
    """Where it begins: with its key, if it has one."""
    node: "Node"
    colon: str = ""
    """The text between its key and its value."""


class Node(NamedTuple):
    """A value and its span in the text: from ``start`` up to before ``end``."""

    value: Json
    start: int
    end: int
    items: tuple[Item, ...] = ()

    @property
    def keys(self) -> list[str]:
        """What its items are found by, in their order."""
        return [item.key for item in self.items]


def parse_tree(text: str) -> Node:
    """Return the tree of a text that is known to be JSON without repeated keys."""
    return _node(text, _past_space(text, 0))


def item_keys(values: list[Json]) -> list[str]:
    """The identities of the items of a list: references, names, or their whole values."""
    names = [item_name(value) for value in values]
    if None in names or len({*names}) < len(names):
        names = [json.dumps(value) for value in values]
    return [f"{name} {names[:number].count(name)}" for number, name in enumerate(names)]


def item_name(item: Json) -> str | None:
    """The reference or the name of an item of a list; None where it has neither."""
    if isinstance(item, dict):
        keys = ("$ref",) if "$ref" in item else ("in", "name")
        words = [item[key] for key in keys if isinstance(item.get(key), str)]
        return " ".join(words) if words else None
    return None if isinstance(item, list) else json.dumps(item, ensure_ascii=False)


def _node(text: str, start: int) -> Node:
    if text[start] == "{":
        items, end = _items(text, start, "}", _entry)
        return Node({item.key: item.node.value for item in items}, start, end, tuple(items))
    if text[start] == "[":
        items, end = _items(text, start, "]", _plain_item)
        values = [item.node.value for item in items]
        keys = item_keys(values)
        named = (item._replace(key=key) for item, key in zip(items, keys, strict=True))
        return Node(values, start, end, tuple(named))
    end = _end_of(_STRING if text[start] == '"' else _WORD, text, start)
    return Node(json.loads(text[start:end]), start, end)


def _items(
    text: str, start: int, closing: str, read: Callable[[str, int], Item]
) -> tuple[list[Item], int]:
    items: list[Item] = []
    position = _past_space(text, start + 1)
    while text[position] != closing:
        item = read(text, position)
        items.append(item)
        position = _past_space(text, item.node.end)
        if text[position] == ",":
            position = _past_space(text, position + 1)
    return items, position + 1


def _entry(text: str, start: int) -> Item:
    end = _end_of(_STRING, text, start)
    colon = _past_space(text, _past_space(text, end) + 1)
    return Item(json.loads(text[start:end]), start, _node(text, colon), text[end:colon])


def _plain_item(text: str, start: int) -> Item:
    return Item("", start, _node(text, start))


def _past_space(text: str, position: int) -> int:
    return _end_of(_SPACE, text, position)


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    found = pattern.match(text, position)
    return found.end() if found else position
