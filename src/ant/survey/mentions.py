"""Where people's code mentions fields, routes and endpoints that are about to go."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import NamedTuple

from ant.artifacts.paths import path_of
from ant.core.names.renames import Renames
from ant.core.relations import Collection, all_collections
from ant.core.spec import Route, Spec
from ant.core.tree import Tree
from ant.python_source.blueprints import Module, defined_blueprints, parse_code
from ant.python_source.source import Function
from ant.python_source.views import rules_of
from ant.survey.own_code import names_of_others, own_nodes, statements_of
from ant.survey.references import Reference
from ant.survey.texts import Path, clue, meaning, path_in, texts_in

MODEL_OF_STUB = "model"
"""The one column that a route without fields has beside its id."""


class FieldsRemoved(NamedTuple):
    """The attributes of one route that are removed or renamed."""

    words: tuple[str, ...]
    """A file that has none of these has nothing to do with the route."""
    models: tuple[str, ...]
    """The files in which an attribute of ``self`` is a field."""
    columns: frozenset[str]
    taken: bool = False
    """Whether other columns have their names then."""


def removed_fields(old: Spec, new: Spec, renames: Renames) -> list[FieldsRemoved]:
    """Return the removed fields of routes that are kept, also of renamed ones."""
    found = []
    for route in old.routes:
        name = route.names.text
        after = new.route(renames.routes.get(name, name))
        if after is None or after is route or not (route.fields or after.fields):
            continue
        names = (route.names, after.names)
        words = tuple({word for called in names for word in (called.text, called.class_name)})
        paths = tuple(path_of(called.model_module) for called in names)
        removed_names = _columns(route) - _columns(after)
        taken = _taken(route, after, renames)
        found += [FieldsRemoved(words, paths, removed_names)] if removed_names else []
        found += [FieldsRemoved(words, paths, taken, taken=True)] if taken else []
    return found


def _columns(route: Route) -> frozenset[str]:
    fields = [field for field in route.fields if field.is_column]
    columns = (name for field in fields for name in (field.code_name, field.stored_as) if name)
    return frozenset(columns if route.fields else (MODEL_OF_STUB,))


def _taken(route: Route, after: Route, renames: Renames) -> frozenset[str]:
    """The columns whose names other fields have taken."""
    takers = {
        old: after.field(new) for (of, old), new in renames.fields.items() if of == route.names.text
    }
    return frozenset(
        field.code_name
        for field in route.fields
        if any(
            taker and taker.code_name == field.code_name and old != field.name
            for old, taker in takers.items()
        )
    )


def may_mention(content: bytes, removed_names: list[FieldsRemoved]) -> bool:
    """Whether a file may mention removed fields."""
    return any(
        any(word in content for word in words) and any(column in content for column in columns)
        for words, columns in map(_clues_of, removed_names)
    )


@lru_cache(maxsize=4)  # every file of a project is asked the same
def _clues_of(removed: FieldsRemoved) -> tuple[list[bytes], list[bytes]]:
    words = [word.encode() for word in removed.words]
    return words, [_in_texts(column).encode() for column in removed.columns]


def _in_texts(attribute: str) -> str:
    """What clients call an attribute, some of which end in an underscore: that is in texts."""
    return attribute.removesuffix("_")


def find_mentions(
    tree: Tree, rendered: Mapping[str, bytes], removed_names: list[FieldsRemoved]
) -> list[Reference]:
    """Return the lines of Python files that mention fields which go, beside what is generated.

    An attribute, a keyword argument and a word in a text are mentions; who the object is, is not
    known. The files are as they will be, and so are the renderings.
    """
    found: dict[tuple[str, int], Reference] = {}
    for path, content in sorted(tree.items()):
        candidates = [removed for removed in removed_names if may_mention(content, [removed])]
        own = _own(path, content, rendered) if candidates else None
        if own is None:
            continue
        for removed in candidates:
            for line, name in _mentions(*own, removed, path in removed.models):
                _note(found, Reference(path, line, b"", name, removed.taken), content)
    return list(found.values())


def removed_routes(old: Spec, new: Spec) -> list[str]:
    """Return the names that no route has any more."""
    return [name for name in old.by_name if name not in new.by_name]


def may_mention_routes(content: bytes, names: list[str]) -> bool:
    """Whether a file may have a text about a removed route."""
    folded = content.lower() if names else b""
    return any(name.encode() in folded and clue(name).search(content) for name in names)


def find_route_mentions(
    tree: Tree, rendered: Mapping[str, bytes], names: list[str]
) -> list[Reference]:
    """Return the lines of Python files with a text about a removed route.

    It is the path of a URL or SQL. The files and the renderings are those after the plan.
    """
    return find_texts(tree, rendered, route_targets(names, meaning))


def removed_endpoints(old: Spec, new: Spec) -> list[Path]:
    """Return the removed paths below kept routes: ``("users", None, "orders")``.

    None matches any value.
    """
    old_collections, new_collections = all_collections(old.routes), all_collections(new.routes)
    found: list[Path] = []
    for route in old.routes:
        name = route.names.text
        after = new.route(name)
        if after is not None and (
            after is not route or old_collections.get(name) != new_collections.get(name)
        ):
            kept = {*_endpoints(after, new_collections.get(name, ()))}
            endpoints = _endpoints(route, old_collections.get(name, ()))
            found += [endpoint for endpoint in endpoints if endpoint not in kept]
    return found


def _endpoints(route: Route, collections: tuple[Collection, ...]) -> Iterator[Path]:
    name = route.names.text
    yield from ((name, None, collection.name) for collection in collections)
    yield from ((name, subroute.name) for subroute in route.subroutes)


def may_mention_endpoints(content: bytes, paths: list[Path]) -> bool:
    """Whether a file may have a text about a removed endpoint."""
    return any(all(part is None or part.encode() in content for part in path) for path in paths)


def find_endpoint_mentions(
    tree: Tree, rendered: Mapping[str, bytes], paths: list[Path]
) -> list[Reference]:
    """Return the lines of Python files with the URL of a removed endpoint.

    The files and the renderings are those after the plan.
    """
    targets = [
        Target(
            str(path[-1]), partial(path_in, path=path), partial(may_mention_endpoints, paths=[path])
        )
        for path in paths
    ]
    return find_texts(tree, rendered, targets)


Mention = Callable[..., str | None]
"""Returns the name of something in a text that mentions it; None for another text."""


class Target(NamedTuple):
    """Something that texts may mention."""

    word: str
    """A word that is in every mention of it."""
    mention: Mention
    may_be_in: Callable[[bytes], bool]
    """Whether a file may mention it."""


def route_targets(names: Iterable[str], mention: Mention) -> list[Target]:
    """Return routes or tables of some names as targets."""
    return [
        Target(name, partial(mention, name=name), partial(may_mention_routes, names=[name]))
        for name in names
    ]


def find_texts(tree: Tree, rendered: Mapping[str, bytes], targets: list[Target]) -> list[Reference]:
    """Return the lines of texts that mention one of some targets."""
    found: dict[tuple[str, int], Reference] = {}
    for path, content in sorted(tree.items()):
        candidates = [target for target in targets if target.may_be_in(content)]
        own = _own(path, content, rendered) if candidates else None
        for node, text in _texts(*own) if own else ():
            for target in candidates:
                if name := target.mention(text):
                    line = _line_of(target.word, node, content)
                    _note(found, Reference(path, line, b"", name), content)
    return list(found.values())


def _own(
    path: str, content: bytes, rendered: Mapping[str, bytes]
) -> tuple[Module, set[str]] | None:
    """A file, and the statements in it that are generated; nothing where that is all of it."""
    if rendered.get(path) == content:
        return None
    module = parse_code(path, content)
    return module and (module, statements_of(rendered[path]) if path in rendered else set())


def _note(found: dict[tuple[str, int], Reference], reference: Reference, content: bytes) -> None:
    """Take down a line, with its text, unless it is there already."""
    path, line, *_ = reference
    lines = content.splitlines()
    text = lines[line - 1] if line <= len(lines) else b""
    found.setdefault((path, line), reference._replace(text=text))


def _texts(module: Module, generated: set[str]) -> Iterator[tuple[ast.expr, str]]:
    """The texts of a file that are not generated, no docstrings and no rules of blueprints."""
    seen = set(map(id, _rules(module)))
    for statement, node in own_nodes(module.tree, generated):
        is_docstring = isinstance(statement, ast.Expr) and statement.value is node
        if isinstance(node, ast.JoinedStr):
            seen |= set(map(id, node.values))
        if isinstance(node, ast.expr) and id(node) not in seen and not is_docstring:
            for text in texts_in(node):
                yield node, text


def _rules(module: Module) -> Iterator[ast.expr]:
    """What is below the URL of a blueprint that is made here, and so is no whole path."""
    made = defined_blueprints({module.name: module})
    below = {variable for (_, variable), blueprint in made.items() if blueprint.prefix.strip("/")}
    for node in module.nodes:
        if isinstance(node, Function):
            for rule in rules_of(node):
                if ast.unparse(rule.blueprint) in below:
                    yield from rule.call.args


def _line_of(name: str, node: ast.expr, content: bytes) -> int:
    """The line of a text that has the name, which may be below the one where it begins."""
    lines = content.splitlines()[node.lineno - 1 : node.end_lineno]
    word = re.compile(rf"\b{re.escape(name)}\b".encode(), re.I)
    return next(
        (node.lineno + index for index, line in enumerate(lines) if word.search(line)), node.lineno
    )


def _mentions(
    module: Module, generated: set[str], removed_names: FieldsRemoved, is_model: bool
) -> Iterator[tuple[int, str]]:
    others = names_of_others(module.tree)
    nodes = ((s, node) for s, node in own_nodes(module.tree, generated) if node not in others)
    for statement, node in nodes:
        if isinstance(node, ast.Attribute) and node.attr in removed_names.columns:
            head = ast.unparse(node.value)
            if is_model or head not in {"self", "cls"}:
                yield node.lineno, f"{head.partition(chr(10))[0]}.{node.attr}"
        elif isinstance(node, ast.keyword) and node.arg in removed_names.columns:
            yield node.value.lineno, f"{node.arg}="
        elif isinstance(node, ast.Name) and is_model and node.id in removed_names.columns:
            if isinstance(node.ctx, ast.Load):
                yield node.lineno, node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            is_docstring = isinstance(statement, ast.Expr) and statement.value is node
            for column in () if is_docstring else removed_names.columns:
                word = _in_texts(column)
                if re.search(rf"(?<![A-Za-z0-9_]){re.escape(word)}(?=__|(?!\w))", node.value):
                    yield node.lineno, f"'{word}'"
