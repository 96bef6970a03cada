"""Where people's code mentions fields and routes that are about to go."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ant.core.renames import Renames
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.survey.blueprints import Module, made_blueprints, parse_code
from ant.survey.references import Reference
from ant.survey.texts import clue, meaning, texts_in


class FieldsGone(NamedTuple):
    """The columns of one route that go, or are called something else."""

    words: tuple[str, ...]
    """A file that has none of these has nothing to do with the route."""
    models: tuple[str, ...]
    """The files in which an attribute of ``self`` is a field."""
    columns: frozenset[str]


def fields_that_go(old: Spec, new: Spec, renames: Renames) -> list[FieldsGone]:
    """Return what goes of routes that stay, whatever they are called."""
    found = []
    for route in old.routes:
        if not route.fields:
            continue
        name = route.names.text
        after = new.route(renames.routes.get(name, name))
        if after is None or not after.fields:
            continue
        stays = {field.column for field in after.fields}
        columns = frozenset(f.column for f in route.fields if f.is_column) - stays
        if columns:
            names = (route.names, after.names)
            words = tuple({word for each in names for word in (each.text, each.class_name)})
            paths = tuple(f"api/{each.model_module.replace('.', '/')}.py" for each in names)
            found.append(FieldsGone(words, paths, columns))
    return found


def may_mention(content: bytes, gone: list[FieldsGone]) -> bool:
    """Whether a file can have anything to do with fields that go."""
    return any(
        any(word.encode() in content for word in each.words)
        and any(column.encode() in content for column in each.columns)
        for each in gone
    )


def find_mentions(
    tree: Tree, rendered: Mapping[str, bytes], gone: list[FieldsGone]
) -> list[Reference]:
    """Return the lines of Python files that mention fields which go, beside what is generated.

    An attribute, a keyword argument and a word in a text are mentions; who the object is, is not
    known. The files are as they will be, and so are the renderings.
    """
    found: dict[tuple[str, int], Reference] = {}
    for path, content in sorted(tree.items()):
        mine = [each for each in gone if may_mention(content, [each])]
        own = _own(path, content, rendered) if mine else None
        if own is None:
            continue
        for each in mine:
            for line, name in _mentions(*own, each, path in each.models):
                _note(found, (path, line), content, name)
    return list(found.values())


def routes_that_go(old: Spec, new: Spec) -> list[str]:
    """Return the names that no route has any more."""
    stays = {route.names.text for route in new.routes}
    return [route.names.text for route in old.routes if route.names.text not in stays]


def may_mention_routes(content: bytes, names: list[str]) -> bool:
    """Whether a file can have a text that means a route which goes."""
    folded = content.lower() if names else b""
    return any(name.encode() in folded and clue(name).search(content) for name in names)


def find_route_mentions(
    tree: Tree, rendered: Mapping[str, bytes], names: list[str]
) -> list[Reference]:
    """Return the lines of Python files in which a text means a route which goes.

    It is the path of a URL or SQL. The files are as they will be, and so are the renderings.
    """
    found: dict[tuple[str, int], Reference] = {}
    for path, content in sorted(tree.items()):
        mine = [name for name in names if may_mention_routes(content, [name])]
        own = _own(path, content, rendered) if mine else None
        for node, text in _texts(*own) if own else ():
            for name in mine:
                if meant := meaning(text, name):
                    _note(found, (path, _line_of(name, node, content)), content, meant)
    return list(found.values())


def _own(
    path: str, content: bytes, rendered: Mapping[str, bytes]
) -> tuple[Module, set[str]] | None:
    """A file, and the statements in it that are generated; nothing where that is all of it."""
    if rendered.get(path) == content:
        return None
    module = parse_code(path, content)
    return module and (module, _statements(rendered[path]) if path in rendered else set())


def _note(
    found: dict[tuple[str, int], Reference], place: tuple[str, int], content: bytes, name: str
) -> None:
    path, line = place
    lines = content.splitlines()
    text = lines[line - 1] if line <= len(lines) else b""
    found.setdefault(place, Reference(path, line, text, name))


def _texts(module: Module, ours: set[str]) -> Iterator[tuple[ast.expr, str]]:
    """The texts of a file that are not generated, no docstrings and no rules of blueprints."""
    seen = set(map(id, _rules(module)))
    for statement, node in _own_nodes(module.tree, ours):
        is_docstring = isinstance(statement, ast.Expr) and statement.value is node
        if isinstance(node, ast.JoinedStr):
            seen |= set(map(id, node.values))
        if isinstance(node, ast.expr) and id(node) not in seen and not is_docstring:
            for text in texts_in(node):
                yield node, text


def _rules(module: Module) -> Iterator[ast.expr]:
    """What is below the URL of a blueprint that is made here, and so is no whole path."""
    made = made_blueprints({module.name: module})
    below = {variable for (_, variable), each in made.items() if each.prefix.strip("/")}
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for each in node.decorator_list:
                if isinstance(each, ast.Call) and ast.unparse(each.func).split(".")[0] in below:
                    yield from each.args


def _line_of(name: str, node: ast.expr, content: bytes) -> int:
    """The line of a text that has the name, which may be below the one where it begins."""
    lines = content.splitlines()[node.lineno - 1 : node.end_lineno]
    word = re.compile(rf"\b{re.escape(name)}\b".encode(), re.I)
    return next((node.lineno + n for n, line in enumerate(lines) if word.search(line)), node.lineno)


def _statements(content: bytes) -> set[str]:
    tree = ast.parse(content)
    return {ast.dump(node) for node in ast.walk(tree) if isinstance(node, ast.stmt)}


def _mentions(
    module: Module, ours: set[str], gone: FieldsGone, is_model: bool
) -> Iterator[tuple[int, str]]:
    for statement, node in _own_nodes(module.tree, ours):
        if isinstance(node, ast.Attribute) and node.attr in gone.columns:
            head = ast.unparse(node.value)
            if is_model or head not in {"self", "cls"}:
                yield node.lineno, f"{head.partition(chr(10))[0]}.{node.attr}"
        elif isinstance(node, ast.keyword) and node.arg in gone.columns:
            yield node.value.lineno, f"{node.arg}="
        elif isinstance(node, ast.Name) and is_model and node.id in gone.columns:
            if isinstance(node.ctx, ast.Load):
                yield node.lineno, node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_docstring = isinstance(statement, ast.Expr) and statement.value is node
            for column in () if is_docstring else gone.columns:
                if re.search(rf"(?<![A-Za-z0-9_]){re.escape(column)}(?=__|(?!\w))", node.value):
                    yield node.lineno, f"'{column}'"


def _own_nodes(tree: ast.AST, ours: set[str]) -> Iterator[tuple[ast.stmt | None, ast.AST]]:
    """Every node in statements that were not generated, with the innermost statement around it."""
    todo: list[tuple[ast.stmt | None, ast.AST]] = [(None, tree)]
    for statement, node in todo:
        yield statement, node
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, ast.stmt):
                todo.append((statement, child))
            elif ast.dump(child) not in ours:
                todo.append((child, child))
