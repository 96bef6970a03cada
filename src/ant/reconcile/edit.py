"""Insert, remove and replace statements as text, and prove on the tree that nothing else changed."""

import ast

from ant.reconcile.source import Place, Source, after_last_line, block_of, first_line


class Unproved(Exception):
    """The edited text does not mean what the edit should mean; it must not be used."""


def insert(source: Source, place: Place, snippet: str, blank_lines: int) -> Source:
    """Insert statements, written with four spaces a level, before the index in a block.

    ``blank_lines`` stand between them and what is around them. Raises ``Unproved``.
    """
    nodes = ast.parse(snippet).body
    block = source.block(place.way)
    line, lines = _laid_out(source, place, snippet, blank_lines)
    edited = _parsed(source, line, line, lines)
    inserted = block_of(edited.tree, place.way)
    taken = inserted[place.position : place.position + len(nodes)]
    del inserted[place.position : place.position + len(nodes)]
    if not inserted or len(inserted) != len(block):
        raise Unproved
    _prove(edited.tree, source.tree)
    if [ast.dump(node) for node in taken] != [ast.dump(node) for node in nodes]:
        raise Unproved
    return Source(edited.encode())


def remove(source: Source, place: Place) -> Source:
    """Remove one statement, with the blank lines that set it off. Raises ``Unproved``."""
    block = source.block(place.way)
    if len(block) == 1:
        raise Unproved
    node = block[place.position]
    first, last = first_line(node), after_last_line(node)
    while first > 0 and not source.lines[first - 1].strip() and _blank(source, last):
        first -= 1
    edited = _parsed(source, first, last, [])
    expected = Source(source.encode())
    del block_of(expected.tree, place.way)[place.position]
    _prove(edited.tree, expected.tree)
    return edited


def replace(source: Source, place: Place, snippet: str) -> Source:
    """Replace one statement by others, in the same lines. Raises ``Unproved``."""
    nodes = ast.parse(snippet).body
    node = source.block(place.way)[place.position]
    indent, newline = source.indent_of(node), source.newline_at(first_line(node))
    lines = _lines(snippet, indent, _unit(source, place), newline)
    edited = _parsed(source, first_line(node), after_last_line(node), lines)
    expected = Source(source.encode())
    block_of(expected.tree, place.way)[place.position : place.position + 1] = nodes
    _prove(edited.tree, expected.tree)
    return edited


def _parsed(source: Source, first: int, last: int, lines: list[str]) -> Source:
    try:
        return source.with_lines(first, last, lines)
    except SyntaxError as error:
        raise Unproved from error


def _prove(edited: ast.Module, expected: ast.Module) -> None:
    if ast.dump(edited) != ast.dump(expected):
        raise Unproved


def _laid_out(
    source: Source, place: Place, snippet: str, blank_lines: int
) -> tuple[int, list[str]]:
    """Return the line to insert at, and the lines: indented, ended and set off as around it."""
    block = source.block(place.way)
    down = place.position == 0 or place.leaning == "down"
    neighbour = block[place.position] if down else block[place.position - 1]
    line = first_line(neighbour) if down else after_last_line(neighbour)
    newline = source.newline_at(line - 1)
    lines = _lines(snippet, source.indent_of(neighbour), _unit(source, place), newline)
    gap = [newline] * blank_lines
    if down:
        return line, [*lines, *gap]
    if line > 0 and not source.lines[line - 1].endswith(("\r", "\n")):
        gap = [newline, *gap]  # the file ends without a line end, which is where this begins
        lines[-1] = lines[-1].rstrip("\r\n")
    following = (
        _missing_blank_lines(source, line, blank_lines) if place.position < len(block) else 0
    )
    return line, [*gap, *lines, *([newline] * following)]


def _missing_blank_lines(source: Source, line: int, wanted: int) -> int:
    present = 0
    while present < wanted and _blank(source, line + present):
        present += 1
    return wanted - present


def _blank(source: Source, line: int) -> bool:
    return line >= len(source.lines) or not source.lines[line].strip()


def _unit(source: Source, place: Place) -> str:
    """One level of indentation, as the block's own depth shows it."""
    if not place.way:
        return _deepest_unit(source)
    outer = source.block(place.way[:-1])[place.way[-1][0]]
    inner = source.indent_of(source.block(place.way)[0])
    return inner.removeprefix(source.indent_of(outer)) or "    "


def _deepest_unit(source: Source) -> str:
    for node in source.tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            return source.indent_of(node.body[0]) or "    "
    return "    "


def _lines(snippet: str, indent: str, unit: str, newline: str) -> list[str]:
    result = []
    for line in snippet.rstrip("\n").split("\n"):
        code = line.lstrip(" ")
        levels, rest = divmod(len(line) - len(code), 4)
        result.append(f"{indent}{unit * levels}{' ' * rest}{code}{newline}" if code else newline)
    return result
