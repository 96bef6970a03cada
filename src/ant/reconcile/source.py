"""Python source that somebody may have edited: text and syntax tree side by side."""

import ast
import re
from typing import NamedTuple

BOM = "\ufeff"

# What ast counts as the end of a line; str.splitlines() also splits at form feeds and U+2028.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

Block = list[ast.stmt]
Step = tuple[int, str]
"""The index of a statement in its block, and the name of the block in it that is meant."""


class Place(NamedTuple):
    """A position in a block: the way to the block, and before which statement in it."""

    way: tuple[Step, ...]
    position: int
    leaning: str = "up"
    """Whether what goes there stands with what is before it, or ``down`` with what follows."""


class Source:
    """One version of a file; an edit makes another one."""

    def __init__(self, content: bytes) -> None:
        """Decode and parse; raise ``SyntaxError`` or ``UnicodeDecodeError``."""
        text = content.decode("utf-8")
        self.bom = BOM if text.startswith(BOM) else ""
        self.text = text.removeprefix(BOM)
        self.lines: list[str] = _LINE.findall(self.text)
        self.tree = ast.parse(self.text)

    def encode(self) -> bytes:
        """The file's bytes."""
        return (self.bom + self.text).encode("utf-8")

    def with_lines(self, first: int, last: int, replacement: list[str]) -> "Source":
        """The source with the lines from ``first`` up to before ``last`` replaced."""
        lines = [*self.lines[:first], *replacement, *self.lines[last:]]
        return Source((self.bom + "".join(lines)).encode("utf-8"))

    def newline_at(self, line: int) -> str:
        """How lines end around a line."""
        for near in (line, line - 1, *range(len(self.lines))):
            if 0 <= near < len(self.lines):
                end = self.lines[near][len(self.lines[near].rstrip("\r\n")) :]
                if end:
                    return end
        return "\n"

    def indent_of(self, node: ast.stmt) -> str:
        """The white space before a statement."""
        line: str = self.lines[first_line(node)]
        return line[: len(line) - len(line.lstrip(" \t\f"))]

    def block(self, way: tuple[Step, ...]) -> Block:
        """The block that a way leads to."""
        return block_of(self.tree, way)


def block_of(tree: ast.Module, way: tuple[Step, ...]) -> Block:
    """The block of a tree that a way leads to."""
    block = tree.body
    for index, name in way:
        block = getattr(block[index], name)
    return block


def first_line(node: ast.stmt) -> int:
    """The index of a statement's first line, decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(each.lineno for each in decorators)]) - 1


def after_last_line(node: ast.stmt) -> int:
    """The index of the line after a statement's last one."""
    return node.end_lineno or node.lineno


def walk_blocks(tree: ast.Module) -> list[tuple[tuple[Step, ...], Block]]:
    """Every block of statements in a tree with the way to it, outer ones first."""
    found: list[tuple[tuple[Step, ...], Block]] = [((), tree.body)]
    for way, block in found:
        for index, node in enumerate(block):
            for name in ("body", "orelse", "finalbody"):
                inner = getattr(node, name, None)
                if isinstance(inner, list) and inner:
                    found.append(((*way, (index, name)), inner))
    return found
