"""Name resolution at a position in a file."""

import ast
import re
from collections.abc import Container, Iterator
from typing import NamedTuple

from ant.python_source.imports import Imported, imported_names
from ant.python_source.source import (
    Block,
    BlockPath,
    Definition,
    Function,
    Source,
    SourceLocation,
    after_last_line,
    always_runs,
    first_line,
    inner_blocks,
)


class Binding(NamedTuple):
    """A statement that gives a name a meaning in one scope."""

    path: BlockPath
    position: int
    line: int
    """The line from which on the name is bound."""
    imported: Imported | None
    """What is imported under the name, if it is."""
    always: bool
    """Whether it runs whenever its scope does: no condition, no error caught around it."""


Scope = dict[str, list[Binding]]

_LONGEST_ANNOTATION = 500
_OF_ANNOTATIONS = (
    ast.Expression, ast.Name, ast.Attribute, ast.Subscript, ast.BinOp, ast.BitOr, ast.Tuple,
    ast.List, ast.Constant, ast.expr_context,
)  # fmt: skip
"""What the text of an annotation is made of."""


def bindings(source: Source, path: BlockPath) -> Scope:
    """Every name that a module, a function or a class binds, with the statements that do."""
    if path not in source.scopes:
        source.scopes[path] = _bindings(source, path)
    found: Scope = source.scopes[path]
    return found


def _bindings(source: Source, path: BlockPath) -> Scope:
    found: Scope = {}
    if path:
        owner = source.owner(path)
        for name in _parameters(owner):
            binding = Binding(path[:-1], path[-1][0], first_line(owner), None, True)
            found.setdefault(name, []).append(binding)
    walrus = ":=" in source.text
    for binding, name in _statements(source.block(path), path, True, walrus):
        found.setdefault(name, []).append(binding)
    return found


def meaning(
    source: Source, location: SourceLocation, name: str, *, eager: bool = False
) -> list[Binding]:
    """The binding of a name for a statement at a location, in the innermost scope that has one.

    ``eager`` says that the statement uses the name when it runs: names that the body of a class
    binds further down are still unbound then, as a class looks its names up one by one.
    """
    if name not in source.text:
        return []
    for scope in scopes_of(source, location.path):
        found = bindings(source, scope).get(name, [])
        if eager and scope and scope == location.path and _is_class(source, scope):
            line = line_of(source, location)
            found = [binding for binding in found if binding.line <= line]
        if found:
            return found
    return []


def _is_class(source: Source, path: BlockPath) -> bool:
    return isinstance(source.owner(path), ast.ClassDef)


def scopes_of(source: Source, path: BlockPath) -> Iterator[BlockPath]:
    """The paths to the functions and classes around a block, inner ones first, then the module."""
    for length in range(len(path), 0, -1):
        if isinstance(source.owner(path[:length]), Definition):
            yield path[:length]
    yield ()


def visible_name(
    source: Source,
    location: SourceLocation,
    target: Imported,
    *,
    eager: bool,
    but_not: Container[str] = (),
) -> str | None:
    """The local name of an import that is certainly bound at a location; None without one.

    ``eager`` says that the code there uses the name as soon as the module is imported, and
    ``but_not`` lists names to ignore.
    """
    for scope in scopes_of(source, location.path):
        for name, found in bindings(source, scope).items():
            is_candidate = name not in but_not and any(
                binding.imported == target for binding in found
            )
            if is_candidate and is_bound(source, location, name, target, eager=eager):
                return name
    return None


def is_bound(
    source: Source, location: SourceLocation, name: str, target: Imported | None, *, eager: bool
) -> bool:
    """Whether a name is certainly bound at a location, and only to ``target`` if that is given."""
    found = meaning(source, location, name, eager=eager)
    if target is not None and any(binding.imported != target for binding in found):
        return False
    line = line_of(source, location)
    for binding in found:
        may_be_later = not eager and next(scopes_of(source, binding.path)) == ()
        if binding.always and (binding.line <= line or may_be_later):
            return True
    return False


def line_of(source: Source, location: SourceLocation) -> int:
    """The line that a location is before."""
    block = source.block(location.path)
    if location.position < len(block):
        return first_line(block[location.position])
    return after_last_line(block[-1])


def is_used(source: Source, name: str, *, of_objects: bool = True) -> bool:
    """Whether a name is read anywhere in a module, a quoted annotation or ``__all__`` included.

    ``of_objects`` counts attributes of this name, too, as methods are used; without it a function
    that imports the name for itself does not count, as it does not need the module's import, and
    of texts only those that may be code: not ``"trim(text) <> ''"``.
    """
    if name not in source.text:
        return False
    word = re.compile(rf"\b{re.escape(name)}\b")
    elsewhere = set() if of_objects else _inside_own_imports(source, name)
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load):
            if node in elsewhere:
                continue
            return True
        if of_objects and isinstance(node, ast.Attribute) and node.attr == name:
            return True
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and word.search(text) and (of_objects or _may_be_code(text)):
            return True
    return False


def _may_be_code(text: str) -> bool:
    """Whether a text may be a quoted annotation, a name in ``__all__`` or an example to be run."""
    if ">>>" in text or len(text) > _LONGEST_ANNOTATION:
        return True
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError):
        return False
    return all(isinstance(node, _OF_ANNOTATIONS) for node in ast.walk(tree))


def _inside_own_imports(source: Source, name: str) -> set[ast.AST]:
    """Everything in the bodies of functions that import a name for themselves."""
    return {
        inner
        for node in ast.walk(source.tree)
        if isinstance(node, Function)
        and any(name in _import_names(statement) for statement in node.body)
        for statement in node.body
        for inner in ast.walk(statement)
    }


def _import_names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [name for name, _ in imported_names(node)]
    return []


def renamed(snippet: str, names: dict[str, str]) -> str:
    """The snippet with variables called by other names."""
    names = {name: other for name, other in names.items() if name != other}
    lines = snippet.split("\n")
    used = [
        node
        for node in ast.walk(ast.parse(snippet))
        if isinstance(node, ast.Name) and node.id in names
    ]
    for node in sorted(used, key=lambda name: (name.lineno, name.col_offset), reverse=True):
        line = lines[node.lineno - 1].encode()
        start, end = node.col_offset, node.col_offset + len(node.id.encode())
        lines[node.lineno - 1] = (line[:start] + names[node.id].encode() + line[end:]).decode()
    return "\n".join(lines)


def _parameters(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, Function):
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        for argument in (*every, arguments.vararg, arguments.kwarg):
            if argument is not None:
                yield argument.arg


def _statements(
    block: Block, path: BlockPath, always: bool, walrus: bool
) -> Iterator[tuple[Binding, str]]:
    for index, node in enumerate(block):
        line = after_last_line(node)
        if isinstance(node, ast.Import | ast.ImportFrom):
            for name, imported in imported_names(node):
                yield Binding(path, index, line, imported, always), name
        elif isinstance(node, Definition):
            yield Binding(path, index, line, None, always), node.name
        elif walrus or not isinstance(node, ast.Expr):
            for name in _stored(node):
                yield Binding(path, index, line, None, always), name
        if not isinstance(node, Definition):
            for step, inner in inner_blocks(node):
                runs = always and step == "body" and always_runs(node)
                yield from _statements(inner, (*path, (index, step)), runs, walrus)


def _stored(node: ast.AST) -> Iterator[str]:
    """The names that a statement binds itself, not in the statements in it."""
    todo = [node]
    for part in todo:
        if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load):
            yield part.id
        elif isinstance(part, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and part.name:
            yield part.name
        elif isinstance(part, ast.MatchMapping) and part.rest:
            yield part.rest
        elif isinstance(part, ast.Global | ast.Nonlocal):
            yield from part.names
        todo += [child for child in ast.iter_child_nodes(part) if not isinstance(child, ast.stmt)]
