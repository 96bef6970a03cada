"""The layout of a JSON text, kept for what is inserted."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from ant.core.fields.field import Json
from ant.reconcile.json_files.tree import Node
from ant.rendering.json_text import escaped_halves

NEWLINE = re.compile(r"\r\n|\n|\r")
_ESCAPED = re.compile(r"\\u(?!00[0-7])[0-9A-Fa-f]{4}")


class Kind(NamedTuple):
    """Lists and objects that people lay out alike."""

    is_list: bool
    is_flat: bool
    """Whether no list and no object is in it."""


class Layout(NamedTuple):
    """How what is new is written."""

    newline: str = "\n"
    unit: str = "  "
    """The white space of one level."""
    comma: str = ", "
    """The separator of items in one line."""
    colon: str = ": "
    padding: str = ""
    """Inside the braces of an object in one line."""
    ascii_only: bool = False
    in_one_line: frozenset[Kind] = frozenset()

    def written(self, value: Json, indent: str, *, one_line: bool = False) -> str:
        """The text of a value; ``indent`` is that of the line in which it begins."""
        if not isinstance(value, list | dict):
            text = json.dumps(value, ensure_ascii=self.ascii_only)
            return text if self.ascii_only else escaped_halves(text)
        opening, closing = "[]" if isinstance(value, list) else "{}"
        if not value:
            return opening + closing
        one_line = one_line or kind_of(value) in self.in_one_line
        inner = indent if one_line else indent + self.unit
        if isinstance(value, list):
            items = [self.written(item, inner, one_line=one_line) for item in value]
        else:
            items = [self.entry(key, item, inner, one_line=one_line) for key, item in value.items()]
        if one_line:
            padding = "" if isinstance(value, list) else self.padding
            return f"{opening}{padding}{self.comma.join(items)}{padding}{closing}"
        line = self.newline + inner
        return f"{opening}{line}{f',{line}'.join(items)}{self.newline}{indent}{closing}"

    def entry(self, key: str, value: Json, indent: str, *, one_line: bool = False) -> str:
        """The text of an entry of an object."""
        return (
            f"{self.written(key, '')}{self.colon}{self.written(value, indent, one_line=one_line)}"
        )


def kind_of(value: Json) -> Kind:
    """Return which lists or objects a value is laid out like."""
    items = value if isinstance(value, list) else value.values()
    return Kind(isinstance(value, list), not any(isinstance(item, list | dict) for item in items))


def layout_of(text: str, root: Node) -> Layout:
    """Return the layout of a text, as far as it shows one."""
    nodes = [node for node in _walk(root) if node.items]
    if not nodes:
        return Layout()
    broken = [node for node in nodes if NEWLINE.search(_head(text, node))]
    joined = [node for node in nodes if not NEWLINE.search(text[node.start : node.end])]
    newline = NEWLINE.search(text)
    found = Layout(
        newline=newline[0] if newline else "\n",
        colon=next((item.colon for node in nodes for item in node.items if item.colon), ": "),
        ascii_only=text.isascii() and _ESCAPED.search(text) is not None,
        in_one_line=_kinds_in_one_line(broken, joined),
    )
    commas = (
        text[one.node.end : two.start]
        for container in joined
        for one, two in pairwise(container.items)
    )
    padding = (_head(text, node) for node in joined if isinstance(node.value, dict))
    comma, pad = next(commas, None), next(padding, "")
    if broken:
        first = broken[0]
        outer, inner = indent_at(text, first.start), indent_at(text, first.items[0].start)
        found = found._replace(unit=inner.removeprefix(outer))
    return found._replace(comma=comma or (", " if ": " in found.colon else ","), padding=pad)


def indent_at(text: str, position: int) -> str:
    """The white space with which the line of a position begins."""
    start = max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1
    line = text[start:position]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _kinds_in_one_line(broken: list[Node], joined: list[Node]) -> frozenset[Kind]:
    if not broken:
        return frozenset(Kind(is_list, flat) for is_list in (True, False) for flat in (True, False))
    split = {kind_of(node.value) for node in broken}
    return frozenset({kind_of(node.value) for node in joined} - split)


def _head(text: str, node: Node) -> str:
    return text[node.start + 1 : node.items[0].start]


def _walk(root: Node) -> Iterator[Node]:
    todo = [root]
    for node in todo:
        yield node
        todo += [item.node for item in node.items]
