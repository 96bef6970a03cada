"""Read rules over several fields from either spelling: all that is wrong at once."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from ant.core.fields.rules import Fault
from ant.core.names.route_names import folded
from ant.core.table_rules.rules import OPERATORS, WORDS, Comparison, TableRules, Together
from ant.core.text.words import did_you_mean, quoted

Rule = TypeVar("Rule", Together, Comparison)

_KEYS = ("fields", "where", "ignore_case")
_SPELLINGS = {
    "unique": 'Write it like ["user", "tag"] or {"fields": ["user", "tag"], "where": {…}}.',
    "index": 'Write it like ["status", "-created_at"] or {"fields": […], "where": {…}}.',
    "check": "Write it like starts_at < ends_at, with <, <=, >, >= or !=.",
}
_LISTS = {
    "unique": 'Write it like [["user", "tag"]].',
    "index": 'Write it like [["status", "-created_at"]].',
    "check": 'Write it like ["starts_at < ends_at"].',
}
_LIMIT = re.compile(r"^\s*[-+.\d'\"]|[<>=]\s*[-+.\d'\"]", re.ASCII)
"""What begins with a value, or has one behind its operator."""
_COMPARISON = re.compile(rf"\s*(\w+)\s*({'|'.join(OPERATORS)})\s*(\w+)\s*", re.ASCII)


class RuleFault(NamedTuple):
    """What is wrong with a rule: the key of the route, and the number of the rule below it."""

    word: str
    number: int | None
    fault: Fault


def read_table_rules(value: dict[str, object]) -> tuple[TableRules, list[RuleFault]]:
    """Return the rules that an entry of a route has, as many as could be read."""
    faults: list[RuleFault] = []
    unique, indexes = (_listed(value, word, _read_together, faults) for word in WORDS[:2])
    checks = _listed(value, "check", _read_comparison, faults)
    if "fields" not in value:
        words = [word for word in WORDS if word in value]
        hint = "Leave it out, or give the route fields."
        faults += [RuleFault(word, None, Fault("the route has no fields", hint)) for word in words]
    return TableRules(unique, indexes, checks), faults


def _listed(
    value: dict[str, object],
    word: str,
    read: Callable[[str, object], Iterator[Fault | Rule]],
    faults: list[RuleFault],
) -> tuple[Rule, ...]:
    entries = value.get(word, [])
    if not isinstance(entries, list):
        faults.append(RuleFault(word, None, Fault("it must be a list", _LISTS[word])))
        return ()
    found: list[Rule] = []
    for number, entry in enumerate(entries):
        for part in read(word, entry):
            if isinstance(part, Fault):
                faults.append(RuleFault(word, number, part))
            elif part in found:
                faults.append(RuleFault(word, number, Fault("it is there twice", "Take one out.")))
            else:
                found.append(part)
    return tuple(found)


def _read_comparison(word: str, entry: object) -> Iterator[Fault | Comparison]:
    match = _COMPARISON.fullmatch(entry) if isinstance(entry, str) else None
    if isinstance(entry, str) and _LIMIT.search(entry):
        hint = "A limit of one field stands behind its type, as in integer:min=1."
        yield Fault(f"{quoted(entry)} compares a field to a value", hint)
        return
    if match is None:
        yield Fault(f"{quoted(str(entry))} does not compare two fields", _SPELLINGS[word])
        return
    yield Comparison(folded(match[1]), match[2], folded(match[3]))


def _read_together(word: str, entry: object) -> Iterator[Fault | Together]:
    if isinstance(entry, list):
        entry = {"fields": entry}
    if not isinstance(entry, dict):
        yield Fault("each of them must be a list of fields or an object", _SPELLINGS[word])
        return
    fields, where = entry.get("fields"), entry.get("where", {})
    ignore_case = entry.get("ignore_case", False)
    faults = [*_unknown_keys(word, entry)]
    if not isinstance(fields, list) or not all(isinstance(name, str) for name in fields):
        faults.append(Fault("'fields' must be a list of names of fields", _SPELLINGS[word]))
    elif not fields:
        faults.append(Fault("it names no field", _SPELLINGS[word]))
    if not isinstance(where, dict):
        hint = 'Write it like {"deleted_at__isnull": true}.'
        faults.append(Fault("'where' must be an object of filters", hint))
    if not isinstance(ignore_case, bool):
        faults.append(Fault("'ignore_case' must be true or false", None))
    yield from faults
    if not faults and isinstance(fields, list) and isinstance(where, dict):
        named = tuple((folded(key), value) for key, value in where.items())
        names = [folded(name) for name in fields]
        descending = [name[1:] for name in names if word == "index" and name.startswith("-")]
        plain = [name[1:] if name[1:] in descending else name for name in names]
        yield Together(tuple(plain), named, tuple(descending), ignore_case is True)


def _unknown_keys(word: str, entry: dict[str, object]) -> Iterator[Fault]:
    for key in entry:
        if key not in _KEYS:
            hint = did_you_mean(key, _KEYS, _SPELLINGS[word])
            yield Fault(f"unknown key {quoted(key)}", hint)
