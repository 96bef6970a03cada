"""Carry the difference between two renderings of a Python file into the file as it stands."""

from ant.core.errors import CannotMerge, Problem
from ant.reconcile.binding import binds, local_name, renamed, renames, uses
from ant.reconcile.edit import Unproved, insert, remove, replace
from ant.reconcile.import_edit import add_import, remove_import
from ant.reconcile.places import (
    NoPlace,
    is_satisfied,
    place_for,
    place_of,
)
from ant.reconcile.source import Source
from ant.reconcile.units import Difference, Imported, Unit, difference


def merge(path: str, current: bytes, old: bytes, new: bytes) -> bytes:
    """Return the file with everything that differs between two renderings carried in.

    Every byte that people wrote stays. Raises ``CannotMerge``, which names the file and the unit and
    carries the lines to change by hand.
    """
    if current == old or old == new:
        return new if current == old else current
    try:
        source = Source(current)
    except (SyntaxError, UnicodeDecodeError) as error:
        raise CannotMerge(Problem(f"This is not Python that we can read: {error}.", path)) from None
    return _Merge(path, source, Source(new)).apply(difference(Source(old), Source(new))).encode()


class _Merge:
    """One file on its way from one version to the next."""

    def __init__(self, path: str, source: Source, rendered: Source) -> None:
        self.path = path
        self.source = source
        self.rendered = rendered
        self.names = renames(rendered, source)

    def apply(self, change: Difference) -> Source:
        """Carry everything in, in an order in which names are there before they are used."""
        for wanted in change.imports_added:
            self._import(wanted)
        for unit in change.added:
            self._add(unit)
        for before, after in change.replaced:
            self._replace(before, after)
        for unit in change.removed:
            self._remove(unit)
        for unwanted in change.imports_removed:
            self._forget(unwanted)
        return self.source

    def _import(self, wanted: Imported) -> None:
        if local_name(self.source, wanted) is not None:
            return
        name = wanted.name or wanted.module.partition(".")[0]
        if binds(self.source, name):
            raise self._refusal(f"'{name}' already means something else", str(wanted))
        try:
            self.source = add_import(self.source, self.rendered, wanted)
        except (Unproved, NoPlace):
            raise self._refusal("there is no safe place for an import", str(wanted)) from None

    def _add(self, unit: Unit) -> None:
        text = renamed(unit.text, self.names)
        if is_satisfied(self.source, unit, text):
            return
        try:
            place, text = place_for(self.source, unit, text)
            blank_lines = 2 if unit.scope is None else 1 if unit.key.isidentifier() else 0
            self.source = insert(self.source, place, text, blank_lines)
        except (Unproved, NoPlace) as error:
            raise self._refusal(str(error) or "no edit there is safe", text, unit) from None

    def _replace(self, before: Unit, after: Unit) -> None:
        text = renamed(after.text, self.names)
        try:
            place = place_of(self.source, before, renamed(before.text, self.names))
            self.source = replace(self.source, place, text)
        except (Unproved, NoPlace) as error:
            raise self._refusal(str(error) or "no edit there is safe", text, after) from None

    def _remove(self, unit: Unit) -> None:
        text = renamed(unit.text, self.names)
        try:
            self.source = remove(self.source, place_of(self.source, unit, text))
        except (Unproved, NoPlace) as error:
            raise self._refusal(
                str(error) or "no edit there is safe", text, unit, "Remove"
            ) from None

    def _forget(self, unwanted: Imported) -> None:
        name = local_name(self.source, unwanted)
        if name is not None and not uses(self.source, name):
            self.source = remove_import(self.source, unwanted)

    def _refusal(
        self, reason: str, text: str, unit: Unit | None = None, verb: str = "Add"
    ) -> CannotMerge:
        where = self.path if unit is None or unit.scope is None else f"{self.path}, {unit.scope}"
        lines = "\n".join(f"    {line}" for line in text.rstrip("\n").split("\n"))
        message = f"This cannot be changed without risk: {reason}."
        return CannotMerge(Problem(message, where, f"{verb} this by hand:\n{lines}"))
