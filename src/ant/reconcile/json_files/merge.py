"""Merge the difference between two renderings of a JSON file into the file in the project."""

import difflib
import json

from ant.core.errors import Problem
from ant.core.fields.field import Json
from ant.core.text.json_depth import read_json
from ant.reconcile.json_files.edit import BOM, with_value
from ant.reconcile.json_files.tree import item_name
from ant.rendering.json_text import json_text

KeyPath = tuple[str, ...]

_ABSENT = object()


def merge_json_partly(
    path: str, current: bytes, base: bytes, incoming: bytes
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return the file with the difference between two renderings merged in.

    Changes of people are kept: keys and items that they added, removed or gave another value, and
    the layout. Items of a list are identified by what they refer to or by their names. A value that
    both sides changed is kept and reported as a problem; so is a whole file that cannot be parsed.
    """
    if current == base or base == incoming:
        return (incoming if current == base else current), ()
    try:
        text = current.decode("utf-8")
        value = read_json(text.removeprefix(BOM), object_pairs_hook=_unique)
    except ValueError as error:
        reason = f"this is not JSON that we can read: {error}"
        return current, (_whole(path, reason, base, incoming),)
    merging = _Merge(path)
    merged = merging.merge((), value, json.loads(base), json.loads(incoming))
    try:
        return with_value(text, merged).encode(), tuple(merging.problems)
    except ValueError as error:
        return current, (_whole(path, str(error), base, incoming),)


def laid_out_as(current: bytes, incoming: bytes) -> bytes:
    """Return a JSON value in the layout that the owner of a file has given it."""
    try:
        text = current.decode("utf-8")
        read_json(text.removeprefix(BOM), object_pairs_hook=_unique)
        return with_value(text, json.loads(incoming)).encode()
    except ValueError:
        return incoming


class _Merge:
    """One file on its way from one version to the next."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def merge(self, key_path: KeyPath, current: Json, base: Json, incoming: Json) -> Json:
        """Return the merged value at a place; ``_ABSENT`` for none."""
        if _same(base, incoming) or _same(current, incoming):
            return current
        if _same(current, base):
            return incoming
        versions = (current, base, incoming)
        if all(isinstance(version, dict) for version in versions):
            return self._entries(key_path, current, base, incoming)
        if all(isinstance(version, list) for version in versions):
            items = [_by_name(version) for version in versions]
            if None not in items:
                return [*self._entries(key_path, *items).values()]
        self.problems.append(_problem(self.path, key_path, current, incoming))
        return current

    def _entries(
        self, key_path: KeyPath, current: Json, base: Json, incoming: Json
    ) -> dict[str, Json]:
        result = dict(current)
        for key in dict.fromkeys((*base, *incoming)):
            versions = (version.get(key, _ABSENT) for version in (current, base, incoming))
            value = self.merge((*key_path, key), *versions)
            if value is _ABSENT:
                result.pop(key, None)
            elif key in result:
                result[key] = value
            else:
                result = _inserted(result, key, value, [*incoming])
        return result


def _inserted(entries: dict[str, Json], key: str, value: Json, order: list[str]) -> dict[str, Json]:
    """The entries with one more, behind the nearest of those that come before it in an order."""
    before = next((name for name in reversed(order[: order.index(key)]) if name in entries), None)
    if before is None:
        return {key: value, **entries}
    keys = [*entries]
    index = keys.index(before) + 1
    return {
        **{earlier: entries[earlier] for earlier in keys[:index]},
        key: value,
        **{later: entries[later] for later in keys[index:]},
    }


def _by_name(items: list[Json]) -> dict[str, Json] | None:
    """The items of a list by their identity; None where they have none."""
    named = {item_name(item): item for item in items}
    return None if None in named or len(named) < len(items) else named  # type: ignore[return-value]


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


def _problem(path: str, key_path: KeyPath, current: Json, incoming: Json) -> Problem:
    what = "has been removed" if current is _ABSENT else "is not as it was generated"
    message = f"'{path}' cannot be changed without risk: what stands here {what}."
    where = f"{path}, {' > '.join(key_path)}" if key_path else path
    if incoming is _ABSENT:
        return Problem(message, where, "Remove it by hand.")
    lines = json_text(incoming).rstrip().replace("\n", "\n    ")
    return Problem(message, where, f"Change it by hand to:\n    {lines}")


def _whole(path: str, reason: str, base: bytes, incoming: bytes) -> Problem:
    """The problem of a file as a whole, with all that would change in it."""
    before, after = (content.decode().split("\n") for content in (base, incoming))
    lines = [*difflib.unified_diff(before, after, lineterm="")][2:]
    message = f"'{path}' cannot be changed without risk: {reason}."
    return Problem(message, path, "\n    ".join(["Make this change by hand:", *lines]))
