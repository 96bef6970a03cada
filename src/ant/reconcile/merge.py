"""Carry the difference between two renderings of a Python file into the file as it stands."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import NamedTuple

from ant.core.errors import CannotMerge, Problem
from ant.reconcile.binding import is_used
from ant.reconcile.edit import Unproved
from ant.reconcile.import_edit import imports_module, remove_import
from ant.reconcile.manner import Manner
from ant.reconcile.names_here import imports_needed
from ant.reconcile.refusal import NoPlace
from ant.reconcile.registrations import names_for
from ant.reconcile.source import Source
from ant.reconcile.unit_edit import add_unit, remove_changed_unit, remove_unit, replace_unit
from ant.reconcile.units import Difference, Imported, Unit, difference

OWN = {"routes", "services", "repositories", "models"}
"""The packages of a generated project whose modules go away where we import them no more."""


class Merged(NamedTuple):
    """What a file comes to."""

    content: bytes
    problems: tuple[Problem, ...] = ()
    """A problem for each unit that is not carried in."""
    has_lost: bool = False
    """Whether something was taken out that was not as it was generated."""


def merge(path: str, current: bytes, old: bytes, new: bytes) -> bytes:
    """Return the file with everything that differs between two renderings carried in.

    Every byte that people wrote stays. Raises ``CannotMerge`` with a problem for each unit that
    cannot be carried in: it names the file and the unit and has the lines to change by hand.
    """
    merged = carried_in(path, current, (old, new), Manner.STRICT)
    if merged.problems:
        raise CannotMerge(*merged.problems)
    return merged.content


def carried_in(
    path: str, current: bytes, renderings: tuple[bytes, bytes], manner: Manner
) -> Merged:
    """Carry what differs between two renderings into a file, and tell what cannot be."""
    old, new = renderings
    if current == old or old == new:
        return Merged(new if current == old else current)
    before, after = Source(old), Source(new)
    change = difference(before, after)
    try:
        source = Source(current)
    except (SyntaxError, ValueError) as error:
        reason = f"this is not Python that we can read: {error}"
        return Merged(current, tuple(refusals(path, change, reason)))
    merging = _Merge(path, source, manner)
    merging.apply(change, before, after)
    return Merged(merging.source.encode(), tuple(merging.problems), merging.has_lost)


def refusals(path: str, change: Difference, reason: str) -> list[Problem]:
    """One problem for everything in a difference, with the lines to change by hand."""
    added = [str(each) for each in change.imports_added]
    return [
        *(_problem(path, None, reason, "Add", line) for line in added),
        *(_problem(path, unit, reason, "Add", unit.text) for unit in change.added),
        *(_problem(path, unit, reason, "Change to", unit.text) for _, unit in change.replaced),
        *(_problem(path, unit, reason, "Remove", unit.text) for unit in change.removed),
        *(_problem(path, None, reason, "Remove", str(each)) for each in change.imports_removed),
    ]


class _Merge:
    """One file on its way from one version to the next."""

    def __init__(self, path: str, source: Source, manner: Manner) -> None:
        self.path = path
        self.source = source
        self.manner = manner
        self.problems: list[Problem] = []
        self.has_lost = False

    def apply(self, change: Difference, old: Source, new: Source) -> None:
        """Carry everything in, or note why not."""
        missing = set(change.imports_added)
        for unit in change.added:
            self._try("Add", unit, lambda each: add_unit(self.source, new, each), missing)
        for before, after in change.replaced:
            edit = partial(self._replaced, (old, before), new)
            self._try("Change to", after, edit, missing)
        for unit in change.removed:
            earlier = self.source
            self._try("Remove", unit, partial(self._removed, old), set())
            if self.source is not earlier:
                self._drop_imports(unit, old, earlier)
        if not self.problems or self.manner is Manner.BY_HAND:
            for unwanted in change.imports_removed:
                self._forget(unwanted)

    def _removed(self, old: Source, unit: Unit) -> Source:
        try:
            return remove_unit(self.source, old, unit)
        except (Unproved, NoPlace):
            if self.manner is not Manner.FORCED:
                raise
        result = remove_changed_unit(self.source, old, unit)
        self.has_lost = True
        return result

    def _drop_imports(self, gone: Unit, old: Source, earlier: Source) -> None:
        """Take out what only a unit needed that is gone, as far as it stands as we import it."""
        for each, name in imports_needed(gone, old).items():
            was, stays = (is_used(at, name, of_objects=False) for at in (earlier, self.source))
            if was and not stays and name in names_for(self.source, {each}):
                with suppress(Unproved):
                    self.source = remove_import(self.source, each)

    def _replaced(self, before: tuple[Source, Unit], new: Source, unit: Unit) -> Source:
        return replace_unit(self.source, before, (new, unit))

    def _try(
        self, verb: str, unit: Unit, edit: Callable[[Unit], Source], imports: set[Imported]
    ) -> None:
        try:
            self.source = edit(unit)
        except (Unproved, NoPlace) as error:
            reason = str(error) or "no edit there is safe"
            for each in sorted(imports):
                if (each.name or each.module) in unit.text and not names_for(self.source, {each}):
                    self.problems.append(_problem(self.path, None, reason, "Add", str(each)))
            self.problems.append(_problem(self.path, unit, reason, verb, unit.text))

    def _forget(self, unwanted: Imported) -> None:
        own = unwanted.module.partition(".")[0] in OWN
        reason = ""
        for name in names_for(self.source, {unwanted}):
            if not own and name != (unwanted.name or unwanted.module):
                continue  # under a name of their own people have imported it themselves
            if is_used(self.source, name, of_objects=own):
                reason = f"'{name}' is still used here"
                continue
            try:
                self.source = remove_import(self.source, unwanted)
            except Unproved:
                reason = "the import is not as it was generated"
        if own and (reason or imports_module(self.source, unwanted.module)):
            reason = reason or "the module is still imported here"
            self.problems.append(_problem(self.path, None, reason, "Remove", str(unwanted)))


def _problem(path: str, unit: Unit | None, reason: str, verb: str, text: str) -> Problem:
    where = f"{path}, {_name(unit)}" if unit else path
    lines = "\n".join(f"    {line}".rstrip() for line in text.rstrip("\n").split("\n"))
    message = f"'{path}' cannot be changed without risk: {reason}."
    return Problem(message, where, f"{verb} this by hand:\n{lines}")


def _name(unit: Unit) -> str:
    name = unit.key.strip()
    return name if unit.scope is None else f"{unit.scope}: {name}"
