"""Three-way merge of TOML and YAML values, which verifies the merge of their lines."""

from collections import Counter
from collections.abc import Callable, Hashable
from typing import Any

from ant.reconcile.texts.three_way import CURRENT, INCOMING, Versions, changes, merged

Value = Any
Path = tuple[str, ...]
IsOrdered = Callable[[Path, list[Value]], bool]
"""Whether the order of a list's items means something, so that two additions have no clear one."""

ABSENT = object()
_NAMES = ("id", "name", "uses", "run", "module")


def fingerprint(value: Value) -> Hashable:
    """Something that is equal for equal values alone; 1, 1.0 and true differ."""
    if isinstance(value, dict):
        return dict, frozenset((key, fingerprint(item)) for key, item in value.items())
    if isinstance(value, list | tuple):
        return list, tuple(map(fingerprint, value))
    return type(value), repr(value)


def same(one: Value, other: Value) -> bool:
    """Whether two values are equal, keys in any order."""
    return one is other or fingerprint(one) == fingerprint(other)


class Values:
    """A merge of values; ``conflicts`` are the places that both sides changed."""

    def __init__(self, is_ordered: IsOrdered) -> None:
        """Begin without conflicts."""
        self.is_ordered = is_ordered
        self.conflicts: list[Path] = []

    def merge(self, path: Path, current: Value, base: Value, incoming: Value) -> Value:
        """Return the merged value at a place; ``ABSENT`` for none."""
        if same(base, incoming) or same(current, incoming):
            return current
        if same(current, base):
            return incoming
        if isinstance(current, dict) and isinstance(incoming, dict):
            if isinstance(base, dict) or base is ABSENT:
                return self._entries(path, current, {} if base is ABSENT else base, incoming)
        elif all(isinstance(side, list) for side in (current, base, incoming)):
            return self._items(path, current, base, incoming)
        elif all(isinstance(side, str) and "\n" in side for side in (current, base, incoming)):
            versions = Versions(*(side.split("\n") for side in (current, base, incoming)))
            found = changes(versions)
            if all(change.result is not None for change in found):
                lines = {CURRENT: versions.current, INCOMING: versions.incoming}
                return "\n".join(str(lines[side][at]) for side, at in merged(lines[CURRENT], found))
        return self._unclear(path, current)

    def _unclear(self, path: Path, current: Value) -> Value:
        self.conflicts.append(path)
        return current

    def _entries(self, path: Path, current: Value, base: Value, incoming: Value) -> Value:
        result = dict(current)
        for key in {**base, **incoming}:
            sides = (side.get(key, ABSENT) for side in (current, base, incoming))
            value = self.merge((*path, key), *sides)
            if value is not ABSENT:
                result[key] = value
            else:
                result.pop(key, None)
        return result

    def _items(self, path: Path, current: Value, base: Value, incoming: Value) -> Value:
        versions = Versions(*([*map(fingerprint, side)] for side in (current, base, incoming)))
        sides = {CURRENT: current, INCOMING: incoming}
        result: list[Value] = []
        position = 0
        for change in changes(versions):
            region = change.region
            result += current[position : region.current.first]
            position = region.current.last
            if change.result is not None:
                result += [sides[side][at] for side, at in change.result]
            else:
                spans = zip(region, (current, base, incoming), strict=True)
                result += self._together(path, *(span.of(side) for span, side in spans))
        if path in self.conflicts:
            return current  # half of a change of a list is invalid
        return [*result, *current[position:]]

    def _together(self, path: Path, current: Value, base: Value, incoming: Value) -> Value:
        """The merge of two changes of the same items."""
        if not base and not self.is_ordered(path, [*current, *incoming]):
            known = {*map(fingerprint, current)}
            return [*current, *(item for item in incoming if fingerprint(item) not in known)]
        names = [[*map(_name, side)] for side in (current, base, incoming)]
        is_clear = all(None not in side and len({*side}) == len(side) for side in names)
        if not is_clear or names[1] != names[2] or not {*names[1]} <= {*names[0]}:
            return self._unclear(path, current)
        before, after = (dict(zip(names[1], side, strict=True)) for side in (base, incoming))
        return [
            self.merge((*path, str(name)), item, before[name], after[name])
            if name in before
            else item
            for name, item in zip(names[0], current, strict=True)
        ]


def _name(item: Value) -> str | None:
    """What an item that has entries is called, without its version."""
    if not isinstance(item, dict):
        return None
    found = next((str(item[key]) for key in _NAMES if key in item), None)
    return found.partition("@")[0] if found else None


def is_between(value: Value, current: Value, target: Value, *, is_whole: bool) -> bool:
    """Whether a value is the current one with some of the changes of the target, and no others.

    If it ``is_whole``, each list and each text in it is as in one of the two.
    """
    if same(value, current) or same(value, target):
        return True
    sides = (value, current, target)
    if all(isinstance(side, dict) for side in sides):
        return all(
            is_between(*(side.get(key, ABSENT) for side in sides), is_whole=is_whole)
            for key in {key for side in sides for key in side}
        )
    if is_whole:
        return False
    if all(isinstance(side, str) for side in sides):
        return _is_mixed(*(side.split("\n") for side in sides))
    return all(isinstance(side, list) for side in sides) and _is_mixed(*sides)


def _is_mixed(value: list[Value], current: list[Value], target: list[Value]) -> bool:
    items, before, after = (Counter(map(fingerprint, side)) for side in (value, current, target))
    return before & after <= items <= before | after
