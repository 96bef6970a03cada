"""Blueprints that are registered with a prefix or from a list."""

import ast
import copy
import re
from collections.abc import Iterator
from typing import NamedTuple

from ant.artifacts.of_routes.route import ARTIFACT as ENDPOINTS
from ant.artifacts.paths import DEFAULT_ROUTE, module_of, path_of
from ant.python_source.blueprints import registering_calls
from ant.python_source.imports import Imported, imported_names, imports_of
from ant.python_source.nodes import assigned_names
from ant.python_source.source import Source, SourceLocation, has_comment, walk_blocks
from ant.reconcile.editing.edit import edited
from ant.reconcile.refusal import EditRefused

Literal = ast.List | ast.Tuple


class Element(NamedTuple):
    """A blueprint in a list that a loop registers."""

    location: SourceLocation
    """The statement that the list is in."""
    literal: Literal
    number: int


def peers_of(rendered: Source) -> set[Imported]:
    """Return the blueprints of all routes but the default one, often kept out of a prefix."""
    imports = imports_of(rendered.tree.body)
    return {
        imported
        for imported in imports
        if is_of_route(imported.module) and imported.module != module_of(DEFAULT_ROUTE)
    }


def is_plain(call: ast.Call) -> bool:
    """Whether a blueprint is registered alone, without saying anything more."""
    return len(call.args) == 1 and not call.keywords


class Named(NamedTuple):
    """A blueprint: its variable in a file, and the route that it is of."""

    variable: str
    route: str


def named(source: Source, blueprints: set[Imported]) -> list[Named]:
    """Return how a file calls those of some blueprints that it imports."""
    return [
        Named(name, route_of(imported))
        for _, block in walk_blocks(source.tree)
        for node in block
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name, imported in imported_names(node)
        if imported in blueprints and imported is not None
    ]


def route_of(blueprint: Imported) -> str:
    """The route that a blueprint is of, by its module."""
    return ENDPOINTS.name_in(path_of(blueprint.module)) or ""


def is_of_route(module: str) -> bool:
    """Whether a module has the endpoints of a route."""
    return ENDPOINTS.name_in(path_of(module)) is not None


def renamed_text(text: str, peers: Named, new: Named) -> str:
    """A registration with another blueprint: its variable, and its route as a part of a URL."""
    text = re.sub(rf"\b{re.escape(peers.variable)}\b", new.variable, text)
    return re.sub(rf"(?<=/){re.escape(peers.route)}(?=[\"'/])", new.route, text)


def registered_like(source: Source, call: ast.Call, peers: Named, new: Named) -> str | None:
    """The call that registers one blueprint as another one is; None where that is not clear."""
    text = ast.get_source_segment(source.text, call) or ""
    prefix = next((keyword.value for keyword in call.keywords if keyword.arg == "url_prefix"), None)
    if prefix is None:
        return renamed_text(text, peers, new)
    segment = ast.get_source_segment(source.text, prefix) or ""
    if _is_path(prefix):
        other = _path_like(segment, new)
        if other.count("/") == 1 and len(call.keywords) == 1:
            return f"{ast.unparse(call.func)}({new.variable})"  # the route's own URL alone
        return renamed_text(text.replace(segment, other), peers, new)
    return renamed_text(text, peers, new) if renamed_text(segment, peers, new) != segment else None


def element_like(source: Source, node: ast.expr, peers: Named, new: Named) -> str | None:
    """The list element for one blueprint, made from that of another; None where it is ambiguous."""
    text = ast.get_source_segment(source.text, node) or ""
    others = node.elts[1:] if isinstance(node, ast.Tuple) else []
    for other in others:
        segment = ast.get_source_segment(source.text, other) or ""
        if _is_path(other):
            text = text.replace(segment, _path_like(segment, new))
        elif renamed_text(segment, peers, new) == segment:
            return None
    return renamed_text(text, peers, new)


def _is_path(node: ast.expr) -> bool:
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return is_text and ast.unparse(node)[1:2] == "/"


def _path_like(path: str, new: Named) -> str:
    """A quoted path with another route as its last part."""
    outer = path[1:-1].rstrip("/").rpartition("/")[0]
    return f"{path[0]}{outer}/{new.route}{path[-1]}"


def listed_elements(
    source: Source, names: set[str], *, of_all_loops: bool = False
) -> list[Element]:
    """The list elements of some blueprints whose loops do more than a plain registration.

    After a loop that only registers, a statement does just as well; such lists are included only
    with ``of_all_loops``.
    """
    loop_names = _names_in_loops(source, of_all_loops)
    return [
        element
        for path, block in walk_blocks(source.tree)
        for position, node in enumerate(block)
        for literal in _literals(node, loop_names, of_all_loops)
        for element in _elements(SourceLocation(path, position), literal, names)
    ]


def with_element(source: Source, peers: Element, text: str) -> Source:
    """Put one more behind an element of a list; raise ``Unproved``."""
    node = peers.literal.elts[peers.number]
    line = (node.end_lineno or node.lineno) - 1
    raw = source.lines[line].encode()
    end = node.end_col_offset or 0
    before = source.lines[node.lineno - 1].encode()[: node.col_offset]
    is_own_line = peers.literal.lineno != node.lineno and not before.strip()
    tail = raw[end:]
    if is_own_line:
        lines = [
            f"{raw[:end].decode()},{tail.decode().removeprefix(',')}",
            f"{before.decode()}{text},{source.newline_at(line)}",
        ]
        if not tail.strip(b"\r\n").startswith(b","):
            lines = [f"{raw[:end].decode()},{source.newline_at(line)}",
                     f"{before.decode()}{text}{tail.decode()}"]  # fmt: skip
    else:
        lines = [f"{raw[:end].decode()}, {text}{tail.decode()}"]
    return _edited(source, peers, (line, line + 1, lines), ast.parse(text, mode="eval").body)


def without_element(source: Source, element: Element) -> Source:
    """Take an element out of a list; raise ``EditRefused`` or ``Unproved``."""
    elements = element.literal.elts
    node, number = elements[element.number], element.number
    start = (node.lineno - 1, node.col_offset)
    end = ((node.end_lineno or node.lineno) - 1, node.end_col_offset or 0)
    head = source.lines[start[0]].encode()[: start[1]]
    tail = source.lines[end[0]].encode()[end[1] :]
    is_alone = not head.strip() and not tail.strip(b" \t\r\n,")
    if is_alone and (not number or b"," in tail):  # the comma before it can stay
        lines = []
    else:
        if number:
            previous = elements[number - 1]
            start = ((previous.end_lineno or 1) - 1, previous.end_col_offset or 0)
        elif len(elements) > 1:
            end = (elements[1].lineno - 1, elements[1].col_offset)
        head = source.lines[start[0]].encode()[: start[1]]
        tail = source.lines[end[0]].encode()[end[1] :]
        lines = [(head + tail).decode()]
    if has_comment(source.lines[start[0] : end[0] + 1]):
        raise EditRefused("somebody has written a comment there", ast.unparse(node))
    return _edited(source, element, (start[0], end[0] + 1, lines), None)


def _edited(
    source: Source, at: Element, change: tuple[int, int, list[str]], new: ast.expr | None
) -> Source:
    """The source with other lines, which put one more behind an element, or leave it out."""
    statement = source.statement(at.location)
    literals = [node for node in ast.walk(statement) if isinstance(node, Literal)]
    expected = copy.deepcopy(statement)
    copies = [node for node in ast.walk(expected) if isinstance(node, Literal)]
    literal = copies[literals.index(at.literal)]
    if new is None:
        del literal.elts[at.number]
    else:
        literal.elts.insert(at.number + 1, new)
    return edited(source, at.location, change, [expected], 1)


def _names_in_loops(source: Source, of_all: bool) -> set[str]:
    """The variables over which such loops iterate, and those that these are made of."""
    names: set[str] = set()
    for _, block in walk_blocks(source.tree):
        for node in block:
            if isinstance(node, ast.For) and _is_meant(node, of_all):
                names |= {inner.id for inner in ast.walk(node.iter) if isinstance(inner, ast.Name)}
    known: set[str] = set()
    while names - known:
        known |= names
        for _, block in walk_blocks(source.tree):
            for node in block:
                value = assigned_value(node, known)
                for inner in ast.walk(value) if value else ():
                    names |= {inner.id} if isinstance(inner, ast.Name) else set()
    return names


def _is_meant(loop: ast.For, of_all: bool) -> bool:
    """Whether a loop registers blueprints and, unless ``of_all``, does more than that."""
    calls = [*registering_calls(ast.walk(loop))]
    if not calls or of_all:
        return bool(calls)
    alone = len(loop.body) == 1 and isinstance(loop.target, ast.Name) and not loop.orelse
    return not (alone and isinstance(loop.body[0], ast.Expr) and is_plain(calls[0]))


def assigned_value(node: ast.stmt, names: set[str]) -> ast.expr | None:
    """The value that a statement gives to one of some variables."""
    if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
        return None if names.isdisjoint(assigned_names(node)) else node.value
    return None


def _literals(node: ast.stmt, names: set[str], of_all: bool) -> Iterator[Literal]:
    """The lists in a statement that a loop iterates over, or that given variables are set to."""
    value = assigned_value(node, names)
    if isinstance(node, ast.For) and _is_meant(node, of_all):
        value = node.iter
    todo: list[ast.AST] = [value] if value else []
    for inner in todo:
        if isinstance(inner, Literal):
            yield inner
        else:
            todo += ast.iter_child_nodes(inner)


def _elements(location: SourceLocation, literal: Literal, names: set[str]) -> Iterator[Element]:
    for number, node in enumerate(literal.elts):
        first = node.elts[0] if isinstance(node, ast.Tuple) and node.elts else node
        if isinstance(first, ast.Name) and first.id in names:
            yield Element(location, literal, number)
