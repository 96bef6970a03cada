"""Merge what a newer version generates into a Python file."""

import ast
from functools import partial

from ant.core.errors import Problem
from ant.python_source.source import Source, after_last_line, first_line
from ant.reconcile.conflict_policy import ConflictPolicy
from ant.reconcile.editing.definitions import find_definition, required_definition
from ant.reconcile.editing.edit import Unproved, replace
from ant.reconcile.editing.import_edit import with_imports
from ant.reconcile.editing.replacing import Replacement
from ant.reconcile.merge import Merged, Merging, refusals
from ant.reconcile.refusal import EditRefused
from ant.reconcile.semantic_diff import Unit, difference_in_large, name_of
from ant.reconcile.texts.line_merge import merge_lines
from ant.reconcile.untouched import is_untouched
from ant.reconcile.upgrading.docstrings import with_docstrings
from ant.reconcile.upgrading.leftover import say_the_same
from ant.reconcile.upgrading.proof import unproved

Versions = tuple[Source, Source]
"""The code of an older version, and that of a newer one."""


def merge_code(path: str, current: bytes, base: bytes, incoming: bytes) -> Merged:
    """Return a file of a project with the difference between two generated versions merged in.

    Lines that only one side has changed are taken from it, if the resulting code passes ``proof``.
    If it does not, or both sides have changed the same lines, the units that differ are merged one
    by one, wherever they are now, with a problem for each that both sides have changed; what is in
    no unit, such as a docstring, is merged by lines. What its owner removed stays removed.
    """
    try:
        versions = Source(base), Source(incoming)
        source = Source(current)
    except (SyntaxError, ValueError) as error:
        return _unreadable(path, (current, base, incoming), error)
    files = (source, *versions)
    by_lines = merge_lines(path, current, base, incoming)
    if not by_lines.problems and not unproved(by_lines.content, files):
        return by_lines
    merged = _with_the_rest(path, _by_units(path, source, versions), source, versions)
    reason = unproved(merged.content, files)
    if reason:
        return Merged(current, tuple(refusals(path, difference_in_large(*versions), reason)))
    lines = _lines_of(source)
    located = (_with_line(path, problem, lines) for problem in merged.problems)
    return Merged(merged.content, tuple(located))


def _lines_of(source: Source) -> dict[str, int]:
    """The lines of a file's definitions, by their names in problems."""
    found: dict[str, int] = {}
    for node in source.tree.body:
        name = name_of(node)
        if name:
            found.setdefault(name, node.lineno)
        if isinstance(node, ast.ClassDef):
            for inner in node.body:
                found.setdefault(f"{node.name}: {name_of(inner)}", inner.lineno)
    return found


def _with_line(path: str, problem: Problem, lines: dict[str, int]) -> Problem:
    """The problem with the line of the definition that it names, if there is one."""
    line = lines.get((problem.where or "").removeprefix(f"{path}, "))
    where = problem.where if line is None else f"{path}:{line}, {problem.where}"
    return problem._replace(where=where and where.replace(f", {path}, ", ", "))


def _by_units(path: str, source: Source, versions: Versions) -> Merged:
    merging = _Upgrade(path, source, ConflictPolicy.BY_HAND, frozenset())
    merging.apply(difference_in_large(*versions), *versions)
    return Merged(merging.source.encode(), tuple(merging.problems))


def _with_the_rest(path: str, merged: Merged, source: Source, versions: Versions) -> Merged:
    """Merge by lines what the merge of units misses, as merging into the older version shows.

    Where a person has changed lines beside a docstring, that is replaced by itself.
    """
    base, incoming = versions
    carried = _by_units(path, base, versions)
    reached = Source(carried.content)
    if carried.problems or say_the_same(reached, incoming):
        return merged
    lines = merge_lines(path, merged.content, carried.content, incoming.encode())
    if lines.problems and not is_untouched(path, source.encode(), base.encode()):
        current, reached = with_docstrings((Source(merged.content), reached), base, incoming)
        if say_the_same(reached, incoming):
            return merged._replace(content=current.encode())
        lines = merge_lines(path, current.encode(), reached.encode(), incoming.encode())
    return Merged(lines.content, (*merged.problems, *lines.problems))


def _unreadable(path: str, versions: tuple[bytes, bytes, bytes], error: Exception) -> Merged:
    current, base, incoming = versions
    reason = f"this is not Python that we can read: {error}"
    change = difference_in_large(Source(base), Source(incoming))
    return Merged(current, tuple(refusals(path, change, reason)))


class _Upgrade(Merging):
    """A file on its way from the code of one version to that of another."""

    def _replaced(
        self, replacement: Replacement, new: Source, failed: list[Unit], target: Unit
    ) -> Source:
        """Put the new unit in the place of the old one, or into what somebody has made of it."""
        try:
            return super()._replaced(replacement, new, failed, target)
        except (Unproved, EditRefused) as error:
            if find_definition(self.source, replacement.before, None) is None:
                return self.source  # its owner has removed it
            return self._merged(replacement, new, error)

    def _merged(self, replacement: Replacement, new: Source, refusal: Exception) -> Source:
        old, unit = replacement.before, replacement.after
        locate = partial(required_definition, unit=old)
        source = with_imports(self.source, new, unit, locate)
        location = locate(source)
        node = source.statement(location)
        indent = len(source.indent_of(node))
        lines = source.lines[first_line(node) : after_last_line(node)]
        current = "".join(line[indent:].rstrip("\r\n") + "\n" for line in lines)
        merged = merge_lines(self.path, current.encode(), old.text.encode(), unit.text.encode())
        if merged.problems:
            raise refusal
        return replace(source, location, merged.content.decode())

    def _removed(self, old: Source, unit: Unit) -> Source:
        """Take a unit out, unless somebody has changed or still uses it."""
        try:
            return super()._removed(old, unit)
        except (Unproved, EditRefused):
            return self.source
