"""Edit statements as text, and prove on the syntax tree that nothing else has changed."""

import ast

from ant.python_source.source import (
    Block,
    Definition,
    Source,
    SourceLocation,
    after_last_line,
    block_of,
    first_line,
    same,
)


class Unproved(Exception):
    """The edited text does not parse to the intended tree; it must not be used."""


def insert(source: Source, location: SourceLocation, snippet: str, blank_lines: int = 0) -> Source:
    """Insert statements, written with four spaces a level, before the index in a block.

    ``blank_lines`` set them off, or fewer where people set things off with fewer there, so that
    ``remove`` gives back what was. Raises ``Unproved``.
    """
    location = _past_semicolons(source, location)
    line, lines = _laid_out(source, location, snippet, blank_lines)
    return edited(source, location, (line, line, lines), ast.parse(snippet).body, 0)


def remove(source: Source, location: SourceLocation) -> Source:
    """Remove one statement, with the blank lines that set it off. Raises ``Unproved``."""
    block = source.block(location.path)
    if len(block) == 1:
        raise Unproved
    node = block[location.position]
    first, last = first_line(node), after_last_line(node)
    before, after = _empty_before(source, first), 0
    while source.is_empty(last + after):
        after += 1
    at_end = last + after >= len(source.lines)
    lines: list[str] = []
    if at_end and not source.lines[last - 1].endswith(("\r", "\n")):
        first, lines = _without_last_line_end(source, first - before)
    elif first == before:
        last += after
    else:
        first -= before if at_end else min(before, after)
        is_of_module = not location.path
        if before == after == 2 and is_of_module and not _is_beside_definition(block, node):
            last += 1  # both were set off from what was removed
    return edited(source, location, (first, last, lines), [], 1)


def _is_beside_definition(block: Block, statement: ast.stmt) -> bool:
    index = block.index(statement)
    around = (*block[max(index - 1, 0) : index], *block[index + 1 : index + 2])
    return not isinstance(statement, Definition) or any(
        isinstance(node, Definition) for node in around
    )


def _empty_before(source: Source, line: int) -> int:
    """How many empty lines there are above a line."""
    empty = 0
    while source.is_empty(line - 1 - empty):
        empty += 1
    return empty


def replace(source: Source, location: SourceLocation, snippet: str) -> Source:
    """Replace one statement by others, in the same lines. Raises ``Unproved``."""
    node = source.statement(location)
    first, last = first_line(node), after_last_line(node)
    lines = _lines(source, location, snippet, node)
    if not source.lines[last - 1].endswith(("\r", "\n")):
        lines[-1] = lines[-1].rstrip("\r\n")
    return edited(source, location, (first, last, lines), ast.parse(snippet).body, 1)


def edited(
    source: Source,
    location: SourceLocation,
    change: tuple[int, int, list[str]],
    nodes: Block,
    removed: int,
) -> Source:
    """Return the source with other lines: ``nodes`` in place of the ``removed`` statements.

    Raises ``Unproved`` unless the text parses to exactly that tree: the old one with these nodes.
    """
    try:
        result = source.with_lines(*change)
        block = block_of(result.tree, location.path)
    except (SyntaxError, ValueError, IndexError, AttributeError) as error:
        raise Unproved from error
    start, end = location.position, location.position + len(nodes)
    before = source.block(location.path)[start : start + removed]
    taken, block[start:end] = block[start:end], before
    is_proved = same(taken, nodes) and same(result.tree, source.tree)
    block[start : start + removed] = taken
    if not is_proved:
        raise Unproved
    return result


def _past_semicolons(source: Source, location: SourceLocation) -> SourceLocation:
    """The next place that begins a line: statements on one line stay together."""
    block, position = source.block(location.path), location.position
    while 0 < position < len(block) and (
        first_line(block[position]) == after_last_line(block[position - 1]) - 1
    ):
        position += 1
    return location._replace(position=position)


def _laid_out(
    source: Source, location: SourceLocation, snippet: str, blank_lines: int
) -> tuple[int, list[str]]:
    """Return the line to insert at, and the lines: indented, ended and set off as around it."""
    block = source.block(location.path)
    position = location.position
    down = position == 0 or (location.attached_to == "next" and position < len(block))
    neighbour = block[position] if down else block[position - 1]
    lines = _lines(source, location, snippet, neighbour)
    if down:
        line = _before_comments(source, neighbour)
        newline = source.newline_at(line - 1)
        present = _empty_before(source, line)
        if position and not present:
            return line, lines
        above = blank_lines - present if position else 0
        return line, [*[newline] * above, *lines, *[newline] * blank_lines]
    line = _past_comments(source, neighbour)
    newline = source.newline_at(line - 1)
    gap = [newline] * blank_lines
    present = 0
    while source.is_empty(line + present):
        present += 1
    if line + present < len(source.lines):
        gap = gap[:present]
    if not source.lines[line - 1].endswith(("\r", "\n")):
        gap = [newline, *gap]  # the file ends without a line end, which is where this begins
        lines[-1] = lines[-1].rstrip("\r\n")
    return line, [*gap, *lines]


def _before_comments(source: Source, node: ast.stmt) -> int:
    """The line of a statement, or of the comments right above it; those that open a file stay."""
    line = first_line(node)
    while line > 0 and source.lines[line - 1].lstrip(" \t").startswith("#"):
        line -= 1
    return line or first_line(node)


def _past_comments(source: Source, node: ast.stmt) -> int:
    """The line after a statement, and after the comments that end its body."""
    line, indent = after_last_line(node), len(source.indent_of(node))
    while isinstance(node, Definition) and line < len(source.lines):
        text = source.lines[line].lstrip(" \t")
        if not text.startswith("#") or len(source.lines[line]) - len(text) <= indent:
            break
        line += 1
    return line


def _without_last_line_end(source: Source, first: int) -> tuple[int, list[str]]:
    """The offset to cut a file at that had no newline at its end, so that it still has none."""
    if first == 0:
        raise Unproved
    return first - 1, [source.lines[first - 1].rstrip("\r\n")]


def _unit(source: Source, location: SourceLocation) -> str:
    """One level of indentation, as the block's own depth shows it."""
    if location.path:
        outer = source.owner(location.path)
        inner = source.indent_of(source.block(location.path)[0])
        return inner.removeprefix(source.indent_of(outer)) or "    "
    bodies = (node.body[0] for node in source.tree.body if isinstance(node, Definition))
    inner = next((source.indent_of(node) for node in bodies if source.indent_of(node)), "")
    return inner or ("\t" if _continues_with_tabs(source) else "    ")


def _continues_with_tabs(source: Source) -> bool:
    """Whether a statement of a module continues on a line that begins with a tab."""
    return any(
        source.lines[line].startswith("\t")
        for node in source.tree.body
        for line in range(first_line(node) + 1, after_last_line(node))
    )


def _lines(
    source: Source, location: SourceLocation, snippet: str, neighbour: ast.stmt
) -> list[str]:
    """A snippet's lines, indented and ended like a neighbouring statement."""
    indent, unit = source.indent_of(neighbour), _unit(source, location)
    newline = source.newline_at(first_line(neighbour))
    result = []
    for line in snippet.rstrip("\n").split("\n"):
        code = line.lstrip(" ")
        levels, rest = divmod(len(line) - len(code), 4)
        result.append(f"{indent}{unit * levels}{' ' * rest}{code}{newline}" if code else newline)
    return result
