"""Python source as text with its syntax tree."""

import ast
import re
import tokenize
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from ant.core.text.python_text import parse_python

BOM = "\ufeff"

# What ast counts as the end of a line; str.splitlines() also splits at form feeds and U+2028.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")

_SIMPLE = (ast.Expr, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.Return)

Block = list[ast.stmt]
Step = tuple[int, str]
"""The index of a statement in its block, and the name of one of its own blocks."""
BlockPath = tuple[Step, ...]
"""The steps from a module to one of its blocks; ``()`` is the module's own."""
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
Function = ast.FunctionDef | ast.AsyncFunctionDef


class SourceLocation(NamedTuple):
    """A position in the code: the path to a block, and the index of the statement that follows."""

    path: BlockPath
    position: int
    attached_to: Literal["previous", "next"] = "previous"
    """The statement to which the layout of an insertion belongs."""


class Source:
    """One version of a file; an edit makes another one."""

    def __init__(self, content: bytes) -> None:
        """Decode and parse; raise ``SyntaxError`` or ``ValueError``."""
        encoding, _ = tokenize.detect_encoding(iter(content.splitlines(True)).__next__)
        if encoding not in {"utf-8", "utf-8-sig"}:
            raise SyntaxError(f"the file says that its encoding is {encoding}")
        text = content.decode("utf-8")
        self.bom = BOM if text.startswith(BOM) else ""
        self.text: str = text.removeprefix(BOM)
        self.lines: list[str] = [found.group() for found in _LINE.finditer(self.text)]
        self.scopes: dict[BlockPath, Any] = {}
        """The bindings of each scope, cached by ``scopes``."""
        self.tree: ast.Module = parse_python(self.text)

    def encode(self) -> bytes:
        """The file's bytes."""
        return (self.bom + self.text).encode("utf-8")

    def with_lines(self, first: int, last: int, replacement: list[str]) -> "Source":
        """The source with the lines from ``first`` up to before ``last`` replaced."""
        lines = [*self.lines[:first], *replacement, *self.lines[last:]]
        return Source((self.bom + "".join(lines)).encode("utf-8"))

    def newline_at(self, line: int) -> str:
        """How lines end around a line."""
        nearby = [line, line - 1, *range(len(self.lines))]
        for near in nearby:
            if 0 <= near < len(self.lines):
                text = self.lines[near]
                if text.endswith(("\r", "\n")):
                    end: str = text.removeprefix(text.rstrip("\r\n"))
                    return end
        return "\n"

    def indent_of(self, node: ast.stmt) -> str:
        """The white space before a statement."""
        line = self.lines[first_line(node)]
        return line[: len(line) - len(line.lstrip(" \t\f"))]

    def is_empty(self, line: int) -> bool:
        """Whether a line exists and has nothing in it, not even white space."""
        return 0 <= line < len(self.lines) and not self.lines[line].strip("\r\n")

    def block(self, path: BlockPath) -> Block:
        """The block at the end of a path."""
        return block_of(self.tree, path)

    def statement(self, location: SourceLocation) -> ast.stmt:
        """The statement at a location."""
        return self.block(location.path)[location.position]

    def owner(self, path: BlockPath) -> ast.stmt:
        """The statement that a block other than the module's is in."""
        return self.block(path[:-1])[path[-1][0]]


def block_of(tree: ast.Module, path: BlockPath) -> Block:
    """The block of a tree at the end of a path."""
    block = tree.body
    for index, name in path:
        attribute, _, number = name.partition(".")
        found = getattr(block[index], attribute)
        block = found[int(number)].body if number else found
    return block


def inner_blocks(node: ast.stmt) -> Iterator[tuple[str, Block]]:
    """The blocks directly in a statement, by the names that block paths have for them."""
    if isinstance(node, _SIMPLE):
        return
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if block:
            yield name, block
    for name in ("handlers", "cases"):
        for number, part in enumerate(getattr(node, name, ())):
            yield f"{name}.{number}", part.body


def has_comment(lines: list[str]) -> bool:
    """Whether there is a comment in the lines of a statement."""
    return comments_in(lines) != []


def comments_in(lines: list[str]) -> list[str] | None:
    """The comments in the lines of a statement; None where the lines cannot be told apart."""
    if not any("#" in line for line in lines):
        return []
    try:
        tokens = tokenize.generate_tokens(iter(lines).__next__)
        return [token.string for token in tokens if token.type == tokenize.COMMENT]
    except (tokenize.TokenError, SyntaxError):
        return None


def first_line(node: ast.stmt) -> int:
    """The index of a statement's first line, decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)]) - 1


def after_last_line(node: ast.stmt) -> int:
    """The index of the line after a statement's last one."""
    return node.end_lineno or node.lineno


def walk_blocks(tree: ast.Module) -> Iterator[tuple[BlockPath, Block]]:
    """Every block of statements in a tree with the path to it, outer ones first."""
    found: list[tuple[BlockPath, Block]] = [((), tree.body)]
    for path, block in found:
        yield path, block
        for index, node in enumerate(block):
            found += [((*path, (index, name)), inner) for name, inner in inner_blocks(node)]


def always_runs(node: ast.stmt) -> bool:
    """Whether the body of a statement runs whenever the statement is reached."""
    if isinstance(node, ast.Try):
        return not node.handlers
    return isinstance(node, ast.With | ast.AsyncWith)


def same(left: object, right: object) -> bool:
    """Whether two syntax trees, or lists of them, are equal, wherever they are."""
    pairs: list[tuple[object, object]] = [(left, right)]
    while pairs:
        one, other = pairs.pop()
        if one is other:
            continue
        if type(one) is not type(other):
            return False
        if isinstance(one, ast.AST):
            for field in one._fields:
                value, its_value = getattr(one, field, None), getattr(other, field, None)
                if value is not its_value:
                    pairs.append((value, its_value))
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                return False
            pairs += zip(one, other, strict=True)
        elif repr(one) != repr(other):
            return False
    return True
