"""Give a JSON text another value, and leave every line alone that need not change."""

import json
from collections.abc import Sequence
from difflib import SequenceMatcher

from ant.core.fields.field import Json
from ant.reconcile.json_files.layout import NEWLINE, Layout, indent_at, layout_of
from ant.reconcile.json_files.tree import Item, Node, item_keys, parse_tree

BOM = "\ufeff"


def with_value(text: str, value: Json) -> str:
    """Return a JSON text with another value, in its own layout.

    Unchanged parts stay byte for byte; new ones are indented, broken into lines and escaped like
    their neighbours. Raises ``ValueError`` unless the result parses to exactly that value.
    """
    bom = BOM if text.startswith(BOM) else ""
    body = text.removeprefix(BOM)
    root = parse_tree(body)
    edited = _Edit(body, layout_of(body, root)).node(root, value, one_line=False)
    result = body[: root.start] + edited + body[root.end :]
    if not _same(json.loads(result), value):
        raise ValueError("its layout cannot be kept")
    return bom + result


class _Edit:
    """One text on its way to another value."""

    def __init__(self, text: str, layout: Layout) -> None:
        self.text = text
        self.layout = layout

    def node(self, node: Node, value: Json, *, one_line: bool) -> str:
        """The text that replaces a node; ``one_line`` if all around it is in one line."""
        if _same(node.value, value):
            return self.text[node.start : node.end]
        if not value or not node.items or type(value) is not type(node.value):
            return self.layout.written(value, indent_at(self.text, node.start), one_line=one_line)
        values = [*value.values()] if isinstance(value, dict) else value
        keys = [*value] if isinstance(value, dict) else item_keys(value)
        kept: dict[int, int] = {}
        for here, there, size in SequenceMatcher(
            None, node.keys, keys, False
        ).get_matching_blocks():
            kept |= {there + step: here + step for step in range(size)}
        one_line = not NEWLINE.search(self.text[node.start : node.end])
        pieces = []
        for number, (key, inner) in enumerate(zip(keys, values, strict=True)):
            old = kept.get(number)
            if old is None:
                pieces.append(self._item(node, key, inner, one_line=one_line))
            else:
                item = node.items[old]
                key_text = self.text[item.start : item.node.start]
                pieces.append(key_text + self.node(item.node, inner, one_line=one_line))
        return self._joined(node, pieces, [kept.get(number) for number in range(len(keys))])

    def _joined(self, node: Node, pieces: Sequence[str], olds: Sequence[int | None]) -> str:
        """The items between the brackets of a node; some of them are old ones."""
        items = node.items
        result = self.text[node.start : items[0].start] + pieces[0]
        for number in range(1, len(pieces)):
            result += self._between(node, olds[number - 1], olds[number]) + pieces[number]
        return result + self.text[items[-1].node.end : node.end]

    def _between(self, node: Node, before: int | None, after: int | None) -> str:
        """What separates two items: the end of the line of the one, the indent of the other."""
        items = node.items
        first = _gap(self.text, items, before) if before is not None else None
        last = _gap(self.text, items, after - 1) if after else None
        if before is not None and after == before + 1:
            return first or ""
        if before is None and last is not None:
            return last
        usual = first or last or self._usual_gap(node)
        return _split(usual)[0] + _split(last)[1] if last else "".join(_split(usual)[::2])

    def _usual_gap(self, node: Node) -> str:
        items = node.items
        if len(items) > 1:
            return _gap(self.text, items, len(items) - 2) or ""
        head = self.text[node.start + 1 : items[0].start]
        return f",{head}" if NEWLINE.search(head) else self.layout.comma

    def _item(self, node: Node, key: str, value: Json, *, one_line: bool) -> str:
        """The text of an item that is new in a node."""
        first = node.items[0]
        indent = indent_at(self.text, first.start)
        text = self.layout.written(value, indent, one_line=one_line)
        if not isinstance(node.value, dict):
            return text
        return f"{self.layout.written(key, '')}{first.colon}{text}"


def _gap(text: str, items: Sequence[Item], number: int) -> str | None:
    """The separator between an item and the next one; None behind the last."""
    if number + 1 >= len(items):
        return None
    return text[items[number].node.end : items[number + 1].start]


def _split(gap: str) -> tuple[str, str, str]:
    """A gap up to the end of its first line, all behind that, and the indent of its last line."""
    breaks = [*NEWLINE.finditer(gap, gap.index(","))]
    if not breaks:
        return gap, "", ""
    return gap[: breaks[0].end()], gap[breaks[0].end() :], gap[breaks[-1].end() :]


def _same(one: Json, other: Json) -> bool:
    """Whether two values are the same, order of keys included; 1, 1.0 and true differ."""
    return json.dumps(one) == json.dumps(other)
