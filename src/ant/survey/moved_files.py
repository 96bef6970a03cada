"""Files of routes that their owner has moved: where they are now, and what is in them."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ant.artifacts.paths import root_of
from ant.artifacts.registry import Expected
from ant.core.spec import Route, Spec
from ant.core.text.python_text import parse_if_python
from ant.core.tree import Tree
from ant.python_source.nodes import assigned_names


def routes_concerned(old: Spec, new: Spec) -> list[Route]:
    """Return the routes that a change of the spec changes, and their neighbours.

    A neighbour refers to one of them, or the other way round, before the change or after it.
    """
    changed = {route.names.text for route in (*old.routes_unlike(new), *new.routes_unlike(old))}
    pairs = {
        (route.names.text, field.to)
        for route in (*old.routes, *new.routes)
        for field in route.fields
        if field.to
    }
    neighbours = {other for pair in pairs for other in pair if not changed.isdisjoint(pair)}
    return [route for route in old.routes if route.names.text in changed | neighbours]


def find_moved(code: Tree, missing: Iterable[Expected]) -> dict[str, str]:
    """Return the present paths of missing files, by their generated paths.

    It is the one file of the same root that defines the same name at its top. Where none does, its
    owner has deleted it; where several do, it is ambiguous.
    """
    defined: dict[str, set[str]] = {}
    moved = {}
    for path, name in missing:
        word = re.compile(rf"\b{re.escape(name)}\b".encode())
        candidates = []
        for candidate, content in code.items():
            if root_of(candidate) == root_of(path) and word.search(content):
                if candidate not in defined:
                    defined[candidate] = set(defined_at_top(content))
                candidates += [candidate] if name in defined[candidate] else []
        if len(candidates) == 1:
            moved[path] = candidates[0]
    return moved


def defined_at_top(content: bytes) -> Iterator[str]:
    """The classes, functions and variables of a module; none of what is no Python."""
    for node in parse_if_python(content).body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            yield from assigned_names(node)


class Spelling(NamedTuple):
    """How code calls modules: one way, and the other."""

    others: Mapping[str, str]

    def changed(self, content: bytes) -> bytes:
        """The text with every one of these modules renamed."""
        for name, other in self.others.items():
            if name.encode() in content:
                pattern = re.compile(rf"(?<![\w.]){re.escape(name)}(?!\w)".encode())
                content = pattern.sub(other.encode(), content)
        return content

    def changed_lines(self, content: bytes, known: bytes) -> bytes:
        """The same for all lines but those that another text has unchanged."""
        kept = set(known.splitlines())
        lines = content.splitlines(keepends=True)
        return b"".join(
            line if line.rstrip(b"\r\n") in kept else self.changed(line) for line in lines
        )
