"""Merge the difference between two renderings of a Python file into the file in the project."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from ant.core.errors import CannotMerge, Problem
from ant.python_source.imports import Imported, imports_of
from ant.python_source.scopes import is_used
from ant.python_source.source import Source
from ant.reconcile.blueprints.registrations import names_for
from ant.reconcile.conflict_policy import ConflictPolicy
from ant.reconcile.editing.edit import Unproved
from ant.reconcile.editing.import_edit import imports_module, remove_import
from ant.reconcile.editing.replacing import Replacement, in_order
from ant.reconcile.editing.unit_edit import (
    add_unit,
    remove_changed_unit,
    remove_unit,
    replace_decorator,
    replace_unit,
)
from ant.reconcile.refusal import EditRefused
from ant.reconcile.renaming.local_names import imports_needed
from ant.reconcile.semantic_diff import Difference, Unit, difference

RemovedModules = frozenset[str]
"""The modules, dotted, whose files are removed."""


class Merged(NamedTuple):
    """A merged file."""

    content: bytes
    problems: tuple[Problem, ...] = ()
    """A problem for each unit that is not carried in."""
    has_discarded: bool = False
    """Whether something was taken out that was not as it was generated."""


class Versions(NamedTuple):
    """The old and the new rendering of a file."""

    old: bytes
    new: bytes
    renames: Mapping[str, str] = {}
    """Renamed identifiers, old names to new ones."""
    dropped: RemovedModules = frozenset()


Merge = Callable[[str, bytes, Versions], Merged]
"""Carries what differs between two versions of a file into a third one."""


def merge(
    path: str, current: bytes, old: bytes, new: bytes, dropped: RemovedModules = frozenset()
) -> bytes:
    """Return the file with everything that differs between two renderings carried in.

    Every byte that people wrote stays. Raises ``CannotMerge`` with a problem for each unit that
    cannot be carried in: it names the file and the unit and has the lines to change by hand.
    """
    merged = carried_in(path, current, Versions(old, new, dropped=dropped), ConflictPolicy.STRICT)
    if merged.problems:
        raise CannotMerge(*merged.problems)
    return merged.content


def carried_in(path: str, current: bytes, versions: Versions, policy: ConflictPolicy) -> Merged:
    """Merge the difference between two renderings into a file, with a problem for each conflict."""
    old, new, renames, dropped = versions
    if current == old or old == new:
        return Merged(new if current == old else current)
    before, after = Source(old), Source(new)
    change = difference(before, after, renames)
    try:
        source = Source(current)
    except (SyntaxError, ValueError) as error:
        reason = f"this is not Python that we can read: {error}"
        return Merged(current, tuple(refusals(path, change, reason)))
    merging = Merging(path, source, policy, dropped)
    merging.apply(change, before, after)
    return Merged(merging.source.encode(), tuple(merging.problems), merging.has_discarded)


def refusals(path: str, change: Difference, reason: str) -> list[Problem]:
    """One problem for everything in a difference, with the lines to change by hand."""
    added = [str(imported) for imported in change.imports_added]
    return [
        *(_problem(path, None, reason, "Add", line) for line in added),
        *(_problem(path, unit, reason, "Add", unit.text) for unit in change.added),
        *(_problem(path, unit, reason, "Change to", unit.text) for _, unit in change.replaced),
        *(_decorator_problem(path, unit, reason) for _, unit in change.decorators),
        *(_problem(path, unit, reason, "Remove", unit.text) for unit in change.removed),
        *(
            _problem(path, None, reason, "Remove", str(imported))
            for imported in change.imports_removed
        ),
    ]


class Merging:
    """One file on its way from one version to the next."""

    def __init__(
        self, path: str, source: Source, policy: ConflictPolicy, dropped: RemovedModules
    ) -> None:
        """Take the file, and the conflict policy."""
        self.path = path
        self.dropped = dropped
        self.source: Source = source
        self.policy = policy
        self.problems: list[Problem] = []
        self.has_discarded: bool = False

    def apply(self, change: Difference, old: Source, new: Source) -> None:
        """Carry everything in, or note why not."""
        missing = set(change.imports_added)
        for unit in self._add(change.added, new):
            self._try("Add", unit, partial(add_unit, self.source, new), missing)
        self._replace(change.replaced, (old, new), missing)
        for before, after in change.decorators:
            try:
                self.source = replace_decorator(self.source, (old, before), (new, after))
            except (Unproved, EditRefused) as error:
                reason = str(error) or "no edit there is safe"
                self.problems.append(_decorator_problem(self.path, after, reason))
        for unit in change.removed:
            earlier = self.source
            self._try("Remove", unit, partial(self._removed, old), set())
            if self.source is not earlier:
                self._drop_imports(unit, old, earlier)
        if not self.problems or self.policy is ConflictPolicy.BY_HAND:
            self._forget_all(change.imports_removed, imports_of(old.tree.body))

    def _add(self, units: Iterable[Unit], new: Source) -> list[Unit]:
        """Add what can be added, also where it needs what comes after it; return what cannot."""
        waiting, refused = list[Unit](), list(units)
        while len(waiting) != len(refused):
            waiting, refused = refused, []
            for unit in waiting:
                try:
                    self.source = add_unit(self.source, new, unit)
                except (Unproved, EditRefused):
                    refused.append(unit)
        return refused

    def _removed(self, old: Source, unit: Unit) -> Source:
        try:
            return remove_unit(self.source, old, unit)
        except (Unproved, EditRefused):
            if self.policy is not ConflictPolicy.FORCED:
                raise
        result = remove_changed_unit(self.source, old, unit)
        self.has_discarded = True
        return result

    def _drop_imports(self, dropped: Unit, old: Source, earlier: Source) -> None:
        """Remove the imports that only a removed unit needed, if they are as generated."""
        for name, imported in imports_needed(dropped, old).items():
            was_used, is_used_now = (
                is_used(at, name, of_objects=False) for at in (earlier, self.source)
            )
            if was_used and not is_used_now and name in names_for(self.source, {imported}):
                with suppress(Unproved):
                    self.source = remove_import(self.source, imported)

    def _replace(
        self,
        pairs: tuple[tuple[Unit, Unit], ...],
        versions: tuple[Source, Source],
        missing: set[Imported],
    ) -> None:
        failed: list[Unit] = []
        begun, circle = self.source, list[Unit]()
        for replacement in in_order(pairs, *versions):
            if replacement.target in failed:
                continue  # its old unit could not be renamed
            if replacement.after != replacement.target:
                begun, circle = self.source, []
            edit = partial(self._replaced, replacement, versions[1], failed)
            if self._try("Change to", replacement.target, edit, missing, replacement.before):
                circle.append(replacement.target)
                continue
            failed += [replacement.target, replacement.before]
            if replacement.rendered is versions[1]:  # the unit with the temporary name
                self.source = begun
                for unit in circle[1:]:
                    reason = f"{unit.key} is there already"
                    self.problems.append(_problem(self.path, unit, reason, "Change to", unit.text))

    def _replaced(
        self, replacement: Replacement, new: Source, failed: list[Unit], _target: Unit
    ) -> Source:
        if replacement.after[:2] != replacement.before[:2] and replacement.after[:2] in [
            unit[:2] for unit in failed
        ]:
            raise EditRefused(f"{replacement.after.key} is there already")
        return replace_unit(
            self.source, (replacement.rendered, replacement.before), (new, replacement.after)
        )

    def _try(
        self,
        verb: str,
        unit: Unit,
        edit: Callable[[Unit], Source],
        imports: set[Imported],
        instead_of: Unit | None = None,
    ) -> bool:
        """Change the file, or note why not; return whether it was changed."""
        try:
            self.source = edit(unit)
        except (Unproved, EditRefused) as error:
            reason = str(error) or "no edit there is safe"
            for imported in sorted(imports, key=str):
                is_named = (imported.name or imported.module) in unit.text
                if is_named and not names_for(self.source, {imported}):
                    self.problems.append(_problem(self.path, None, reason, "Add", str(imported)))
            text = getattr(error, "line", "") or unit.text
            self.problems.append(_problem(self.path, instead_of or unit, reason, verb, text))
            return False
        return True

    def _forget_all(self, unwanted: Iterable[Imported], names: Mapping[Imported, str]) -> None:
        removed = {imported.module: imported for imported in unwanted}
        for imported in unwanted:
            if self._forget(imported, names[imported]):
                removed.pop(imported.module, None)
        for imported in removed.values():  # all that was generated of a module is out by now
            if imported.module in self.dropped and imports_module(self.source, imported.module):
                self._note_import(imported, "the module is still imported here")

    def _forget(self, unwanted: Imported, called: str) -> bool:
        """Take out an import, or note why not; return whether that is noted."""
        own = unwanted.module in self.dropped
        reason = ""
        for name in names_for(self.source, {unwanted}):
            if not own and name != called:
                continue  # an alias is an import of the owner's
            if is_used(self.source, name, of_objects=own):
                reason = f"'{name}' is still used here"
                continue
            try:
                self.source = remove_import(self.source, unwanted)
            except Unproved:
                reason = "the import is not as it was generated"
        if own and reason:
            self._note_import(unwanted, reason)
        return own and bool(reason)

    def _note_import(self, unwanted: Imported, reason: str) -> None:
        self.problems.append(_problem(self.path, None, reason, "Remove", str(unwanted)))


def _problem(path: str, unit: Unit | None, reason: str, verb: str, text: str) -> Problem:
    where = f"{path}, {_name(unit)}" if unit else path
    lines = "\n".join(f"    {line}".rstrip() for line in text.rstrip("\n").split("\n"))
    message = f"'{path}' cannot be changed without risk: {reason}."
    return Problem(message, where, f"{verb} this by hand:\n{lines}")


def _decorator_problem(path: str, unit: Unit, reason: str) -> Problem:
    return _problem(path, unit, reason, "Change to", f"@{unit.text}")


def _name(unit: Unit) -> str:
    name = unit.key.strip()
    return name if unit.scope is None else f"{unit.scope}: {name}"
