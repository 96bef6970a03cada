"""Carry renames and a new URL prefix into a project, before all other changes."""

from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import NamedTuple

from ant.artifacts.merging import MergeBy
from ant.artifacts.project import difference_by_owner, merged
from ant.artifacts.registry import merge_of, route_paths
from ant.artifacts.shared import GROWING, Files
from ant.core.errors import AntError, CannotMerge, Problem, TargetExists
from ant.core.names.renames import Renames, renamed
from ant.core.names.route_names import RouteNames
from ant.core.relations import associations
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.python_source.source import Source
from ant.reconcile.conflict_policy import ConflictPolicy
from ant.reconcile.editing.edit import Unproved
from ant.reconcile.merge import Merged, Versions, carried_in, refusals
from ant.reconcile.pristine import Pristine, composed, on_record, pristine
from ant.reconcile.refusal import EditRefused
from ant.reconcile.renaming.differences import Words, naming
from ant.reconcile.renaming.edit import Names, mentions, renamed_source
from ant.reconcile.renaming.fields import field_names
from ant.reconcile.renaming.prefixes import Urls, left_behind, urls_of
from ant.reconcile.semantic_diff import difference
from ant.reconcile.whole_files import merged_whole
from ant.rendering.migrations.migration import Change


class Renamed(NamedTuple):
    """A project under the new names."""

    tree: Tree
    spec: Spec
    problems: tuple[Problem, ...] = ()
    record: Tree | None = None
    """With which texts the affected files were generated, as if under the new names."""
    pristine: Pristine = MappingProxyType({})
    """The texts among them that differ from the record."""


class _Step(NamedTuple):
    """All renames of one kind."""

    old: Spec
    new: Spec
    moves: Mapping[str, str]
    fields: Mapping[str, str]
    words: Words | Urls | None
    """Of routes; none where fields are renamed."""
    tables: Words
    """Of the tables of ``many`` fields that are renamed."""
    policy: ConflictPolicy


def carry_renames(
    tree: Tree, change: Change, policy: ConflictPolicy, record: Tree | None
) -> Renamed:
    """Return a project with every rename carried out, and nothing else changed.

    The prefix of URLs comes first, then fields, then routes. Raises ``TargetExists`` where another
    file has the path that a file moves to.
    """
    old, new, renames = change.old or change.new, change.new, change.renames
    result = Renamed(tree, old, record=record)
    if old.prefix != new.prefix:
        spec = old._replace(prefix=new.prefix)
        step = _Step(old, spec, {}, {}, urls_of(old, spec), Words(()), policy)
        result = _after_step(result, step, spec)
    for part in (Renames(fields=renames.fields), Renames(routes=renames.routes)):
        if not any(part):
            continue
        spec = renamed(result.spec, part)
        step = _step(result.spec, spec, part, policy)
        result = _after_step(result, step, spec)
    return result


def _after_step(result: Renamed, step: _Step, spec: Spec) -> Renamed:
    old_files, new_files = (
        difference_by_owner(step.old, step.new),
        difference_by_owner(step.new, step.old),
    )
    before, after = _on_record(result.record, step, merged(old_files), merged(new_files))
    tree, problems = _carried(result.tree, step, before, after)
    changed = composed(result.pristine, pristine(result.record, old_files, new_files, after))
    record = None if result.record is None else _renamed_record(result.record, changed)
    return Renamed(tree, spec, (*result.problems, *problems), record, changed)


def _renamed_record(record: Tree, changed: Pristine) -> Tree:
    texts = {path: text for files in changed.values() for path, text in files.items()}
    known = {path: text for path, text in record.items() if path not in texts}
    return known | {path: text for path, text in texts.items() if text is not None}


def _on_record(record: Tree | None, step: _Step, old: Files, new: Files) -> tuple[Files, Files]:
    """Both renderings as the record has the older one."""

    def merge(path: str, known: bytes, versions: Versions) -> Merged:
        try:
            return Merged(_content((path, known), versions.old, versions.new, step)[0])
        except AntError as error:
            return Merged(known, error.problems)

    moved = {path: new.get(_moved(path, step), old[path]) for path in old}
    before, after = on_record(record, old, moved, merge)
    return before, {**new, **{_moved(path, step): text for path, text in after.items()}}


def steps_of(old: Spec, new: Spec, renames: Renames) -> list[tuple[Spec, Spec]]:
    """The pairs of specs, old and new, of each kind of rename."""
    first, old = old, old._replace(prefix=new.prefix)
    fields = renamed(old, Renames(fields=renames.fields))
    routes = renamed(fields, Renames(routes=renames.routes))
    return [(first, old), (old, fields), (fields, routes), (routes, new)]


def _step(old: Spec, new: Spec, renames: Renames, policy: ConflictPolicy) -> _Step:
    tables = [
        (RouteNames(one.table), RouteNames(other.table))
        for route, after in zip(old.routes, new.routes, strict=True)
        for one, other in zip(associations(route), associations(after), strict=True)
        if one.table != other.table
    ]
    routes = [(RouteNames(called), RouteNames(name)) for called, name in renames.routes.items()]
    moves = {
        path: target
        for route, after in zip(old.routes, new.routes, strict=True)
        if route is not after
        for path, target in zip(route_paths(route), route_paths(after), strict=True)
        if path != target
    }
    words = Words(tuple(routes)) if routes else None
    fields = {} if words else field_names(old, new)
    many = [(RouteNames(one), RouteNames(other)) for (_, one), other in renames.fields.items()]
    return _Step(old, new, moves, fields, words, Words((*tables, *many)), policy)


def _carried(tree: Tree, step: _Step, before: Files, after: Files) -> tuple[Tree, list[Problem]]:
    moved = {path: _moved(path, step) for path in before}
    result = {path: content for path, content in tree.items() if path not in moved}
    problems: list[Problem] = []
    errors: list[AntError] = []
    for path, target in moved.items():
        current = tree.get(path)
        if current is None:
            continue
        if target in result or (target != path and target in tree and target not in moved):
            errors.append(TargetExists(Problem(f"'{target}' is in the way of '{path}'.")))
            continue
        old, new = before[path], after.get(target, before[path])
        try:
            result[target], found = _content((path, current), old, new, step)
        except AntError as error:
            errors.append(error)
            result[target], found = current, []
        problems += found
    refused = [problem for error in errors for problem in error.problems]
    if any(isinstance(error, TargetExists) for error in errors):
        raise TargetExists(*refused)
    return result, [*refused, *problems]


def _moved(path: str, step: _Step) -> str:
    return step.moves.get(path, path)


def _content(
    file: tuple[str, bytes], old: bytes, new: bytes, step: _Step
) -> tuple[bytes, list[Problem]]:
    """A file with the new names, and a problem for each place where it cannot be renamed."""
    path, current = file
    if current == old:
        return new, []
    if old == new:
        return current, []
    merge = merge_of(path)
    if merge is not MergeBy.UNITS:
        return merged_whole(merge, path, current, Versions(old, new)).content, []
    words = step.tables if path in step.moves and step.words is None else step.words
    found = words and naming(Source(old), Source(new), words)
    if words and found:
        names = Names(found, words, Source(old))
        if isinstance(words, Urls):
            return _with_urls(file, names, Source(new))
        if path not in GROWING:
            return _with_words(file, names, _shown_path(path, step))
        with suppress(CannotMerge):  # a list of all routes, which may come in another order
            return _with_words(file, names, path)
    merged = carried_in(path, current, Versions(old, new, step.fields), step.policy)
    return merged.content, list(merged.problems)


def _shown_path(path: str, step: _Step) -> str:
    """The path of a file in messages: the owner looks for it there before or after it has moved."""
    return _moved(path, step) if step.policy is ConflictPolicy.BY_HAND else path


def _with_urls(file: tuple[str, bytes], names: Names, new: Source) -> tuple[bytes, list[Problem]]:
    path, current = file
    try:
        source = renamed_source(Source(current), names)
    except (Unproved, SyntaxError, ValueError) as error:
        change = difference(names.rendered, new)
        raise CannotMerge(*refusals(path, change, _reason(error))) from None
    return source.encode(), left_behind(path, source, new)


def _reason(error: Exception) -> str:
    return str(error) or "no edit there is safe"


def _with_words(
    file: tuple[str, bytes], names: Names, shown_path: str
) -> tuple[bytes, list[Problem]]:
    path, current = file
    try:
        source = Source(current)
        return renamed_source(source, names).encode(), mentions(shown_path, source, names)
    except (Unproved, EditRefused, SyntaxError, ValueError) as error:
        message = f"'{path}' cannot be renamed without risk: {_reason(error)}."
        raise CannotMerge(Problem(message, hint="Take back what you changed there.")) from None
