"""The renames between two renderings that differ in names only."""

import ast
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ant.core.names.route_names import RouteNames
from ant.python_source.source import Source, same
from ant.reconcile.editing.model_imports import called_model
from ant.reconcile.renaming.prefixes import Urls

_TEXTS = {(ast.Constant, "value"), (ast.Constant, "kind")}


class Naming(NamedTuple):
    """New names by old ones: of what code calls by name, and in its texts."""

    names: Mapping[str, str]
    texts: Mapping[str, str]


class Words(NamedTuple):
    """The spellings of routes' names, and of the tables between them, in identifiers and texts."""

    pairs: tuple[tuple[RouteNames, RouteNames], ...]

    def replaced(self, text: str) -> str:
        """The text with the new names, all at once: two routes may change places."""
        found: list[tuple[str, str]] = []
        for old, new in sorted(self.pairs, key=lambda pair: -len(pair[0].text)):
            if (old.class_name, new.class_name) != (old.stem, new.stem):
                found.append((rf"\b{old.class_name}\b", new.class_name))
            found.append((_alone(old.text), new.text))
            found.append((_alone(old.text.capitalize(), "(?=_)"), new.text.capitalize()))
            found.append((_part(old.stem), new.stem))
        for number, (pattern, _) in enumerate(found):
            text = re.sub(pattern, f"\0{number}\0", text)
        for number, (_, name) in enumerate(found):
            text = text.replace(f"\0{number}\0", name)
        return text


def _alone(text: str, behind: str = "(?![A-Za-z0-9])") -> str:
    return rf"(?<![A-Za-z0-9]){re.escape(text)}{behind}"


def _part(text: str) -> str:
    return rf"(?<![A-Z]){re.escape(text)}(?![a-z0-9])"


def naming(old: Source, new: Source, words: Words | Urls) -> Naming | None:
    """Return the renames between two renderings; None where they differ in more than names.

    Imports may be in another order, since their new names may sort differently.
    """
    blocks = [_without_imports(old, words), _without_imports(new, Words(()))]
    names: dict[str, str] = {}
    texts: dict[str, str] = {}
    try:
        for kind, one, other in _differing(*blocks):
            found = texts if kind == "text" else names
            if found.setdefault(one, other) != other or words.replaced(one) != other:
                return None
    except _Unlike:
        return None
    for imported in _imports(old.tree):
        for part in ".".join(imported).split("."):
            if words.replaced(part) != part:
                names[part] = words.replaced(part)
    result = Naming(names, texts)
    block = ast.Module(blocks[0], [])
    rename(block, names, [node for node in ast.walk(block) if is_text(node, texts)], texts)
    if not same(block.body, blocks[1]):
        return None  # a name that changes in one place stays in another
    old_imports, new_imports = (sorted(_imports(source.tree)) for source in (old, new))
    return (
        result
        if sorted(_renamed_import(imported, names) for imported in old_imports) == new_imports
        else None
    )


def rename(
    tree: ast.AST, names: Mapping[str, str], texts: list[ast.AST], by: Mapping[str, str]
) -> None:
    """Rename everything in a tree that is called by a name, and these texts."""
    for node in ast.walk(tree):
        for field, value in ast.iter_fields(node):
            if isinstance(value, str) and (type(node), field) not in _TEXTS:
                setattr(node, field, _dotted(value, names))
            elif isinstance(node, ast.Global | ast.Nonlocal) and isinstance(value, list):
                setattr(node, field, [names.get(item, item) for item in value])
    for text in texts:
        if isinstance(text, ast.Constant):
            text.value = by[str(text.value)]


def is_text(node: ast.AST, texts: Mapping[str, str]) -> bool:
    """Whether a renamed node is a string."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in texts


def _dotted(name: str, names: Mapping[str, str]) -> str:
    return ".".join(names.get(part, part) for part in name.split("."))


class _Unlike(Exception):
    pass


def _differing(left: object, right: object) -> Iterator[tuple[str, str, str]]:
    """The names and texts that differ between two trees; raise ``_Unlike`` for anything else."""
    todo: list[tuple[object, object, str]] = [(left, right, "name")]
    while todo:
        one, other, kind = todo.pop()
        if type(one) is not type(other):
            raise _Unlike
        if isinstance(one, ast.AST):
            for field in one._fields:
                is_value = (type(one), field) in _TEXTS
                pair = getattr(one, field, None), getattr(other, field, None)
                todo.append((*pair, "text" if is_value else "name"))
        elif isinstance(one, list) and isinstance(other, list):
            if len(one) != len(other):
                raise _Unlike
            todo += [(*pair, kind) for pair in zip(one, other, strict=True)]
        elif isinstance(one, str) and isinstance(other, str):
            if one != other:
                yield kind, one, other
        elif repr(one) != repr(other):
            raise _Unlike


def _without_imports(source: Source, words: Words | Urls) -> list[ast.stmt]:
    """A module's statements, with imports of models in the order that they have when renamed."""
    body = ast.parse(ast.unparse(source.tree)).body  # a copy that can be changed
    for function in body:
        if isinstance(function, ast.FunctionDef):
            models = [node for node in function.body if called_model(node)]
            models.sort(key=lambda node: words.replaced(called_model(node) or ""))
            others = iter(models)
            function.body = [
                next(others) if called_model(statement) else statement
                for statement in function.body
            ]
    return [node for node in body if not isinstance(node, ast.Import | ast.ImportFrom)]


def _imports(tree: ast.Module) -> Iterator[tuple[str, str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            for alias in node.names:
                yield module, alias.name, alias.asname or ""


def _renamed_import(
    imported: tuple[str, str, str], names: Mapping[str, str]
) -> tuple[str, str, str]:
    module, name, called = imported
    return _dotted(module, names), _dotted(name, names), names.get(called, called)
