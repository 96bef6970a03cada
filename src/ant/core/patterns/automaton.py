"""A regular expression as an automaton: its characters and classes, and what may follow them.

It is the position automaton of Glushkov (1961), with the number of ways from one state to another.
"""

import re
from collections import Counter
from collections.abc import Sequence
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

Item = tuple[Any, Any]
"""An operation of ``re`` and what it is applied to."""
Items = Sequence[Item]

UNBOUNDED = 10**9
MOST_STATES = 400
"""Where copies of a part would make more, the part counts as a loop."""

_SAMPLES = frozenset([*range(128), *map(ord, "éßŒ²½٣\u00a0\u2028中😀")])
"""Representatives of every kind of characters that a class can distinguish.

Those of the pattern are added.
"""

_CATEGORIES = {
    code.CATEGORY_DIGIT: r"\d", code.CATEGORY_NOT_DIGIT: r"\D", code.CATEGORY_SPACE: r"\s",
    code.CATEGORY_NOT_SPACE: r"\S", code.CATEGORY_WORD: r"\w", code.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
_ENDS = (code.AT_END, code.AT_END_STRING)
_REPEATS = (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT)


class Widths(NamedTuple):
    """How many characters a pattern takes: at least, and at most where it takes the whole text."""

    least: int
    most: int | None


class Part(NamedTuple):
    """A part of a pattern: the states that it begins and ends with, each with its ways."""

    first: Counter[int]
    last: Counter[int]
    ways_to_be_empty: int


EMPTY = Part(Counter(), Counter(), 1)


class Automaton:
    """The states of a pattern, by number, and its edges."""

    def __init__(self, items: Items, samples: frozenset[int], ignores_case: bool) -> None:
        """Read a parsed pattern, or the pattern of a lookaround in it."""
        self.characters: list[frozenset[int]] = []
        """What each state takes, of the samples."""
        self.repeats: list[int] = []
        """How often each state can come at most, by the loops that it is in."""
        self.edges: Counter[tuple[int, int]] = Counter()
        self.conditions: list[Items] = []
        """What is looked for ahead or behind: ``re`` does not go back into that."""
        self.choices: int = 0
        """How many parts outside loops can take the same text in two ways, or none."""
        self._ignores_case = ignores_case
        self._samples = samples
        self.whole: Part = self._sequence(items, 1)
        self.is_anchored: bool = _begins_at_the_start(items)
        self.following: dict[int, list[int]] = {
            state: [target for source, target in self.edges if source == state]
            for state in range(len(self.characters))
        }

    def _sequence(self, items: Items, times: int) -> Part:
        whole = EMPTY
        for item in items:
            whole = self._joined(whole, self._part(item, times))
        return whole

    def _part(self, item: Item, times: int) -> Part:
        operation, value = item
        if operation in _REPEATS:
            return self._repeat(value, times)
        if operation is code.SUBPATTERN:
            return self._sequence(value[3], times)
        if operation is code.ATOMIC_GROUP:
            return self._sequence(value, times)
        if operation is code.BRANCH:
            return self._either([self._sequence(branch, times) for branch in value[1]], times)
        if operation is code.AT and value in (code.AT_BEGINNING, code.AT_BEGINNING_STRING):
            return EMPTY
        if operation in (code.ASSERT, code.ASSERT_NOT):
            self.conditions.append(value[1])
        if operation is code.GROUPREF_EXISTS:
            branches = [self._sequence(branch or [], times) for branch in value[1:]]
            return self._either(branches, times)
        return self._state(self._taken(item), times)

    def _repeat(self, value: tuple[int, Any, Items], times: int) -> Part:
        least, most, items = value
        most = UNBOUNDED if most is code.MAXREPEAT else int(most)
        copies = least if least == most else 1
        if most <= 1 or (
            least == most and len(self.characters) + copies * len(items) < MOST_STATES
        ):
            self.choices += times == 1 and least < most
            whole = EMPTY
            for _ in range(most and copies):
                whole = self._joined(whole, self._sequence(items, times))
            return whole if least else whole._replace(ways_to_be_empty=1)
        part = self._sequence(items, min(UNBOUNDED, times * most))
        self._join(part.last, part.first)
        return part if least else part._replace(ways_to_be_empty=1)

    def _joined(self, before: Part, after: Part) -> Part:
        self._join(before.last, after.first)
        first = before.first + _times(after.first, before.ways_to_be_empty)
        last = after.last + _times(before.last, after.ways_to_be_empty)
        return Part(first, last, min(2, before.ways_to_be_empty * after.ways_to_be_empty))

    def _join(self, last: Counter[int], first: Counter[int]) -> None:
        for source, ways in last.items():
            for target, more in first.items():
                self.edges[source, target] = min(2, self.edges[source, target] + ways * more)

    def _state(self, characters: frozenset[int], times: int) -> Part:
        number = len(self.characters)
        self.characters.append(characters)
        self.repeats.append(times)
        return Part(Counter({number: 1}), Counter({number: 1}), 0)

    def _either(self, parts: Sequence[Part], times: int) -> Part:
        first: Counter[int] = sum((part.first for part in parts), Counter())
        last: Counter[int] = sum((part.last for part in parts), Counter())
        begun = [self.characters[state] for state in first]
        begin_alike = len(frozenset().union(*begun)) < sum(map(len, begun))
        may_be_empty = any(part.ways_to_be_empty for part in parts)
        self.choices += times == 1 and (begin_alike or may_be_empty)
        return Part(first, last, min(2, sum(part.ways_to_be_empty for part in parts)))

    def _taken(self, item: Item) -> frozenset[int]:
        """The samples that a character or a class takes; all of them for what may take any."""
        operation, value = item
        if operation not in (code.LITERAL, code.NOT_LITERAL, code.IN):
            return self._samples  # any character, a group once more, the end of a word or a text
        items = value if operation is code.IN else [(operation, value)]
        is_negated = any(kind in (code.NEGATE, code.NOT_LITERAL) for kind, _ in items)
        taken = {char for char in self._samples for item in items if _takes(item, char)}
        if self._ignores_case:
            swapped = {text.swapcase() for text in map(chr, taken)}
            taken |= {ord(text) for text in swapped if len(text) == 1}
        return frozenset(self._samples - taken if is_negated else taken)


def read_pattern(pattern: str) -> list[Automaton]:
    """Return the automaton of a valid pattern, and one for each condition in it."""
    tree = parser.parse(pattern)
    samples = _SAMPLES | frozenset(map(ord, pattern))
    ignores_case = bool(tree.state.flags & re.IGNORECASE) or "(?i" in pattern
    automata = [Automaton(list(tree), samples, ignores_case)]
    for automaton in automata:  # conditions may hold others
        for items in automaton.conditions:
            inner = Automaton(items, samples, ignores_case)
            inner.is_anchored = True  # it is looked for at one place
            automata.append(inner)
    return automata


def _times(states: Counter[int], ways: int) -> Counter[int]:
    return Counter({state: min(2, count * ways) for state, count in states.items() if ways})


def _takes(item: Item, char: int) -> bool:
    kind, value = item
    if kind in (code.LITERAL, code.NOT_LITERAL):
        return bool(char == value)
    if kind is code.RANGE:
        return bool(value[0] <= char <= value[1])
    return kind is code.CATEGORY and re.match(_CATEGORIES[value], chr(char)) is not None


def _begins_at_the_start(items: Items) -> bool:
    """Whether a pattern can match from the first character of a text alone."""
    for operation, value in items:
        if operation is code.AT and value in (code.AT_BEGINNING, code.AT_BEGINNING_STRING):
            return True
        if operation is code.SUBPATTERN:
            return _begins_at_the_start(value[3])
        if operation is code.BRANCH:
            return all(_begins_at_the_start(branch) for branch in value[1])
        return False
    return False


def widths_of(pattern: str) -> Widths:
    """Return how long the texts are that a valid pattern takes."""
    tree = list(parser.parse(pattern))
    least, most = parser.parse(pattern).getwidth()
    ends = bool(tree) and tree[-1][0] is code.AT and tree[-1][1] in _ENDS
    is_whole = ends and _begins_at_the_start(tree) and most < UNBOUNDED
    return Widths(int(least), int(most) if is_whole else None)
