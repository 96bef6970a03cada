"""The migration history of a project: its revisions and its head."""

import ast
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ant.core.errors import CannotMerge, Problem, SeveralHeads
from ant.core.text.python_text import parse_python
from ant.core.text.words import quoted_path
from ant.core.tree import Tree
from ant.python_source.nodes import assigned_names
from ant.reconcile.migrations.collisions import Branch, advice
from ant.rendering.migrations.migration import VERSIONS, Head

JOIN = "Join them, in the project's environment, with: alembic merge heads"

_NUMBERED = re.compile(rf"{VERSIONS}/(?!\d{{4}}_\d\d_\d\d_)([0-9]{{4,6}})_\w+\.py")  # no date


class Revision(NamedTuple):
    """One migration."""

    path: str
    name: str
    below: tuple[str, ...]
    """The revisions that it builds upon: none in the first one, several where branches meet."""


def likely_paths(paths: Iterable[str]) -> list[str]:
    """Return those of the migrations that tell the newest one, in the usual case.

    What ant wrote is numbered; while no number is there twice, as it is when two branches met, only
    the last of them can be the newest, beside those that people wrote.
    """
    every = [path for path in paths if path.endswith(".py")]
    numbers = {path: number(path) for path in every}
    counts = Counter(number for number in numbers.values() if number)
    if not counts or max(counts.values()) > 1:
        return every
    return [path for path in every if not numbers[path] or numbers[path] == max(counts)]


def number(path: str) -> int:
    """The number that ant gave to a migration; 0 where it has none."""
    match = _NUMBERED.fullmatch(path)
    return int(match[1]) if match else 0


def heads(tree: Tree) -> list[Revision]:
    """Return the migrations in a tree on which no other one builds.

    Raises ``CannotMerge`` for a file that cannot be read.
    """
    found = [revision for path in sorted(tree) for revision in _revision(path, tree[path])]
    taken = {name for revision in found for name in revision.below}
    return [revision for revision in found if revision.name not in taken]


def in_order(tree: Tree) -> list[str]:
    """Return the paths of the migrations in a tree, each behind those that it builds upon."""
    found = [revision for path in sorted(tree) for revision in _revision(path, tree[path])]
    remaining = {revision.name: revision for revision in found}
    ordered: list[str] = []
    while remaining:
        pending = [*remaining.values()]
        ready = [revision for revision in pending if remaining.keys().isdisjoint(revision.below)]
        for revision in ready or pending:  # a cycle has no order
            ordered.append(revision.path)
            del remaining[revision.name]
    return ordered


def newest(tree: Tree) -> Revision | None:
    """Return the newest migration in a tree, if there is one.

    Raises ``SeveralHeads`` where there are several.
    """
    ends = heads(tree)
    if len(ends) > 1:
        names = " and ".join(quoted_path(end.path) for end in ends)
        message = f"The migrations have several heads: {names}."
        raise SeveralHeads(Problem(message, hint=advice(_branches(tree, ends)) or JOIN))
    return ends[0] if ends else None


def _branches(tree: Tree, ends: list[Revision]) -> list[Branch]:
    """What each head builds upon and none of the others does."""
    known = {revision.name: revision for path in tree for revision in _revision(path, tree[path])}
    ancestries = [_ancestry(end.name, known) for end in ends]
    uses = Counter(name for ancestry in ancestries for name in ancestry)
    order = in_order(tree)
    branches = []
    for end, ancestry in zip(ends, ancestries, strict=True):
        paths = {known[name].path for name in ancestry if uses[name] == 1}
        branches.append(Branch(end.name, {path: tree[path] for path in order if path in paths}))
    return branches


def _ancestry(name: str, known: Mapping[str, Revision]) -> set[str]:
    """The names of a revision and of all that it builds upon."""
    found, remaining = set[str](), [name]
    while remaining:
        if (revision := known.get(remaining.pop())) and revision.name not in found:
            found.add(revision.name)
            remaining += revision.below
    return found


def next_head(last: Revision, tree: Tree) -> Head:
    """Return what the next migration builds upon.

    Its number is that of the last one in the tree plus one; without numbers, how many there are.
    """
    paths = [path for path in tree if path.startswith(f"{VERSIONS}/") and path.endswith(".py")]
    return Head(last.name, max(map(number, paths), default=0) or len(paths))


def _revision(path: str, content: bytes) -> list[Revision]:
    if not path.startswith(f"{VERSIONS}/") or not path.endswith(".py"):
        return []
    try:
        head, is_function, _ = content.partition(b"\ndef ")
        values = _assigned(parse_python(head))  # most of it says what it does, and may be long
        if "revision" not in values and is_function:
            values = _assigned(parse_python(content))
        below = values.get("down_revision") or ()
        names = (below,) if isinstance(below, str) else tuple(map(str, below))
        return [Revision(path, str(values["revision"]), names)] if "revision" in values else []
    except (SyntaxError, ValueError, TypeError) as error:
        message = f"{quoted_path(path)} cannot be read as a migration."
        raise CannotMerge(Problem(message, hint="Mend it first.")) from error


def _assigned(module: ast.Module) -> dict[str, Any]:
    """What a module assigns to ``revision`` and ``down_revision``."""
    values = {}
    for node in module.body:
        for name in assigned_names(node):
            if name in ("revision", "down_revision"):
                value = getattr(node, "value", None)
                values[name] = ast.literal_eval(value) if value else None
    return values
