"""Rename identifiers of generated code in an edited file."""

import ast
import re
import tokenize
from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from ant.core.errors import Problem
from ant.core.text.words import quoted
from ant.python_source.source import Source, same
from ant.reconcile.editing.edit import Unproved
from ant.reconcile.renaming.differences import Naming, Words, is_text, rename
from ant.reconcile.renaming.prefixes import Urls
from ant.reconcile.renaming.suggestions import hint_of, names_of_routes

Span = tuple[tuple[int, int], tuple[int, int], str]
"""A replacement: its start and end, as line indices and characters, and the new text."""

_VALUE = re.compile(r"\{[^{}]*\}")
"""A value in a formatted text."""

_GENERATED_OBJECTS = {"self", "cls", "self.repository", "self.service"}


class Names(NamedTuple):
    """What is renamed in a file, and what of it was generated."""

    naming: Naming
    words: Words | Urls
    rendered: Source


def renamed_source(source: Source, names: Names) -> Source:
    """Return the file with the new names; raise ``Unproved`` unless only they have changed.

    Strings change where they are as generated; ``mentions`` reports the others.
    """
    mapping, texts = names.naming
    taken = set(mapping.values()) - set(mapping)
    spans = []
    try:
        for token in tokenize.generate_tokens(iter(source.lines).__next__):
            if token.type == tokenize.NAME and token.string in taken:
                raise Unproved(f"'{token.string}' means something there already")
            if token.type == tokenize.NAME and token.string in mapping:
                (row, start), (last, end) = token.start, token.end
                spans.append(((row - 1, start), (last - 1, end), mapping[token.string]))
    except (tokenize.TokenError, SyntaxError) as error:
        raise Unproved from error
    numbers = {node: number for number, node in enumerate(ast.walk(source.tree))}
    chosen = [node for node in _generated_texts(source, names) if is_text(node, texts)]
    expected = ast.parse(source.text)
    nodes = list(ast.walk(expected))
    rename(expected, mapping, [nodes[numbers[node]] for node in chosen], texts)
    inside = [_span(source, node, names.words) for node in _outermost(source, chosen)]
    inside += _formatted(source, mapping, {(start, end) for start, end, _ in inside})
    spans = [span for span in spans if not any(s <= span[0] < end for s, end, _ in inside)]
    result = _with_spans(source, [*spans, *inside])
    if not same(result.tree, expected):
        raise Unproved
    return result


def mentions(path: str, source: Source, names: Names) -> list[Problem]:
    """One problem for each line that a person wrote and that may refer to a renamed thing."""
    generated = _statements(names.rendered)
    generated_names = _GENERATED_OBJECTS | _called_otherwise(source, names) | {*names.naming.names}
    lines: dict[int, tuple[str, str]] = {}
    for node, owner in _with_owner(source.tree):
        if owner is not None and ast.dump(owner) in generated:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if not _is_docstring(owner, node) and names.words.replaced(text) != text:
                lines.setdefault(node.lineno, (f"has the text {quoted(text)}", text))
        elif isinstance(node, ast.Attribute) and node.attr in names.naming.names:
            head = ast.unparse(node.value)
            if head not in generated_names:
                used = f"{head.partition(chr(10))[0]}.{node.attr}"
                lines.setdefault(node.lineno, (f"uses {used}", used))
    find = names_of_routes(names.words)
    return [
        Problem(
            f"{path}:{line} {what}, which would be called something else.",
            hint=hint_of(source.lines[line - 1], used, find),
        )
        for line, (what, used) in sorted(lines.items())
    ]


def _called_otherwise(source: Source, names: Names) -> set[str]:
    """The aliases under which people import renamed names."""
    aliases = (node for node in ast.walk(source.tree) if isinstance(node, ast.alias))
    return {alias.asname for alias in aliases if alias.asname and alias.name in names.naming.names}


def _generated_texts(source: Source, names: Names) -> Iterator[ast.AST]:
    generated = _statements(names.rendered)
    for node, owner in _with_owner(source.tree):
        if owner is not None and ast.dump(owner) in generated:
            yield node


def _statements(source: Source) -> set[str]:
    """The statements and expressions of a rendering that contain texts, dumped."""
    return {ast.dump(owner) for _, owner in _with_owner(source.tree) if owner is not None}


def _with_owner(tree: ast.AST) -> Iterator[tuple[ast.AST, ast.AST | None]]:
    """Every node with the statement, decorator or default around it that holds no statement."""
    todo: list[tuple[ast.AST, ast.AST | None]] = [(tree, None)]
    for node, owner in todo:
        yield node, owner
        for child in ast.iter_child_nodes(node):
            is_compound = any(isinstance(inner, ast.stmt) for inner in ast.iter_child_nodes(child))
            if owner is not None and not isinstance(child, ast.stmt):
                todo.append((child, owner))
            else:
                todo.append((child, None if is_compound else child))


def _is_docstring(owner: ast.AST | None, node: ast.AST) -> bool:
    return isinstance(owner, ast.Expr) and owner.value is node


def _outermost(source: Source, chosen: list[ast.AST]) -> list[ast.expr]:
    """The texts with the formatted ones around them, which alone have a location in the file."""
    texts = set(chosen)
    found: list[ast.expr] = []
    inner: set[ast.AST] = set()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.JoinedStr) and texts & set(ast.walk(node)):
            found.append(node)
            inner |= set(ast.walk(node))
    return [*found, *(node for node in chosen if node not in inner and isinstance(node, ast.expr))]


def _span(source: Source, node: ast.expr, words: Words | Urls) -> Span:
    start = node.lineno - 1, _column(source, node.lineno, node.col_offset)
    end_line = node.end_lineno or node.lineno
    end = end_line - 1, _column(source, end_line, node.end_col_offset or 0)
    return start, end, words.replaced(_between(source, start, end))


def _formatted(
    source: Source, names: Mapping[str, str], done: Set[tuple[tuple[int, int], tuple[int, int]]]
) -> Iterator[Span]:
    """The formatted texts with values of new names, which are no names to every tokenizer."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.JoinedStr):
            inner = {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}
            start = node.lineno - 1, _column(source, node.lineno, node.col_offset)
            last = node.end_lineno or node.lineno
            end = last - 1, _column(source, last, node.end_col_offset or 0)
            if inner & {*names} and (start, end) not in done:
                text = _between(source, start, end)
                yield start, end, _VALUE.sub(lambda found: _with_names(found[0], names), text)


def _with_names(code: str, names: Mapping[str, str]) -> str:
    return re.sub(r"(?<![\w.])[A-Za-z_]\w*", lambda found: names.get(found[0], found[0]), code)


def _column(source: Source, line: int, offset: int) -> int:
    return len(source.lines[line - 1].encode()[:offset].decode())


def _between(source: Source, start: tuple[int, int], end: tuple[int, int]) -> str:
    lines = source.lines[start[0] : end[0] + 1]
    lines[-1] = lines[-1][: end[1]]
    lines[0] = lines[0][start[1] :]
    return "".join(lines)


def _with_spans(source: Source, spans: list[Span]) -> Source:
    lines = list(source.lines)
    for (row, start), (last, end), text in sorted(spans, reverse=True):
        head, tail = lines[row][:start], lines[last][end:]
        lines[row : last + 1] = re.findall(r"[^\n]*\n|[^\n]+", f"{head}{text}{tail}")
    try:
        return source.with_lines(0, len(source.lines), lines)
    except (SyntaxError, ValueError) as error:
        raise Unproved from error
