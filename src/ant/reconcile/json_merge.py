"""Carry the difference between two renderings of a JSON file into the file as it stands."""

import difflib
import json

from ant.core.errors import CannotMerge, Problem
from ant.core.fields import Json
from ant.core.json_depth import read_json
from ant.rendering.json_text import json_text

Place = tuple[str, ...]

_ABSENT = object()


def merge_json(path: str, current: bytes, old: bytes, new: bytes) -> bytes:
    """Return the file with everything that differs between two renderings carried in.

    What people changed stays: keys and items that they added, removed or gave another value. Items
    of a list are told apart by what they refer to or are called. Raises ``CannotMerge`` with a
    problem for each value that both sides changed, and for a file that is not laid out as it was
    rendered, because writing it anew would change lines that nobody asked to change.
    """
    if current == old or old == new:
        return new if current == old else current
    try:
        value = read_json(current, object_pairs_hook=_unique)
    except ValueError as error:
        raise CannotMerge(
            _whole(path, f"this is not JSON that we can read: {error}", old, new)
        ) from (None)
    merging = _Merge(path)
    merged = merging.merge((), value, json.loads(old), json.loads(new))
    if merging.problems:
        raise CannotMerge(*merging.problems)
    if json.dumps(merged) == json.dumps(value):
        return current
    if json_text(value).encode() != current:
        raise CannotMerge(_whole(path, "it is not laid out as it was generated", old, new))
    return json_text(merged).encode()


class _Merge:
    """One file on its way from one version to the next."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def merge(self, place: Place, current: Json, old: Json, new: Json) -> Json:
        """Return what shall stand at a place; ``_ABSENT`` for nothing."""
        if _same(old, new) or _same(current, new):
            return current
        if _same(current, old):
            return new
        versions = (current, old, new)
        if all(isinstance(each, dict) for each in versions):
            return self._entries(place, current, old, new)
        if all(isinstance(each, list) for each in versions):
            items = [_by_name(each) for each in versions]
            if None not in items:
                return [*self._entries(place, *items).values()]
        self.problems.append(_problem(self.path, place, current, new))
        return current

    def _entries(self, place: Place, current: Json, old: Json, new: Json) -> dict[str, Json]:
        result = dict(current)
        for key in dict.fromkeys((*old, *new)):
            versions = (each.get(key, _ABSENT) for each in (current, old, new))
            value = self.merge((*place, key), *versions)
            if value is _ABSENT:
                result.pop(key, None)
            elif key in result:
                result[key] = value
            else:
                result = _inserted(result, key, value, [*new])
        return result


def _inserted(entries: dict[str, Json], key: str, value: Json, order: list[str]) -> dict[str, Json]:
    """The entries with one more, behind the nearest of those that come before it in an order."""
    before = next((e for e in reversed(order[: order.index(key)]) if e in entries), None)
    if before is None:
        return {key: value, **entries}
    keys = [*entries]
    place = keys.index(before) + 1
    return {
        **{each: entries[each] for each in keys[:place]},
        key: value,
        **{each: entries[each] for each in keys[place:]},
    }


def _by_name(items: list[Json]) -> dict[str, Json] | None:
    """The items of a list by what tells them apart; None where nothing does."""
    named = {_name(each): each for each in items}
    return None if None in named or len(named) < len(items) else named  # type: ignore[return-value]


def _name(item: Json) -> str | None:
    if isinstance(item, dict):
        keys = ("$ref",) if "$ref" in item else ("in", "name")
        words = [item[key] for key in keys if isinstance(item.get(key), str)]
        return " ".join(words) if words else None
    return None if isinstance(item, list) else json.dumps(item, ensure_ascii=False)


def _same(one: Json, other: Json) -> bool:
    """Whether two values are the same in any order of keys; 1, 1.0 and true differ."""
    if one is _ABSENT or other is _ABSENT:
        return one is other
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    entries = dict(pairs)
    if len(entries) != len(pairs):
        raise ValueError("a key stands twice in one object")
    return entries


def _problem(path: str, place: Place, current: Json, new: Json) -> Problem:
    what = "has been removed" if current is _ABSENT else "is not as it was generated"
    message = f"'{path}' cannot be changed without risk: what stands here {what}."
    where = f"{path}, {' > '.join(place)}" if place else path
    if new is _ABSENT:
        return Problem(message, where, "Remove it by hand.")
    lines = json_text(new).rstrip().replace("\n", "\n    ")
    return Problem(message, where, f"Change it by hand to:\n    {lines}")


def _whole(path: str, reason: str, old: bytes, new: bytes) -> Problem:
    """The problem of a file as a whole, with all that would change in it."""
    before, after = (each.decode().split("\n") for each in (old, new))
    lines = [*difflib.unified_diff(before, after, lineterm="")][2:]
    message = f"'{path}' cannot be changed without risk: {reason}."
    return Problem(message, path, "\n    ".join(["Make this change by hand:", *lines]))
