"""Bounds on the steps that ``re`` takes, so that no pattern makes matching explode.

``re`` goes back and tries every way in which a text can match.

- Where a state leads back to itself in two ways with the same text, each repetition doubles the
  steps, as in ``(a+)+$`` or ``(a|a)*$``: exponential ambiguity.
- Where loops that take the same text follow each other, as in ``a*a*$``, the steps are a power of
  the length: polynomial ambiguity. A pattern that may begin anywhere has one loop more.

The criteria are those of Weber and Seidl, "On the degree of ambiguity of finite automata" (1991),
the second one for each two loops instead of all of them together, which counts too much at worst.
"""

from collections.abc import Iterable, Mapping, Set
from functools import cache
from itertools import product
from math import inf
from typing import TypeVar

from ant.core.patterns.automaton import Automaton, read_pattern

MOST_STEPS = 50_000_000
"""About a second of a worker."""

HARMLESS_REPEATS = 20
"""Where a loop ends after so many times, two ways each time are a million steps at most."""

MOST_CHOICES = 20
"""The same for what may be left out, or be one of several, one after the other."""

Node = TypeVar("Node")
Loop = frozenset[int]
"""A strongly connected component of states."""


def most_steps(pattern: str, longest: int) -> float:
    """Return about how many steps ``re.search`` takes at most for a text of this length.

    The pattern has to be valid. Infinity stands for a number that doubles with every character.
    """
    return max(_steps(automaton, longest) for automaton in read_pattern(pattern))


def _steps(automaton: Automaton, longest: int) -> float:
    # A loop that may be the end of the match is left at once: nothing makes ``re`` go back.
    loops = [loop for loop in components(automaton.following) if not loop & {*automaton.whole.last}]
    times = {loop: min(longest, max(automaton.repeats[state] for state in loop)) for loop in loops}
    for loop in loops:
        if times[loop] > HARMLESS_REPEATS and _is_ambiguous(automaton, loop):
            return inf

    @cache
    def steps_from(loop: Loop) -> float:
        """The steps of a loop and of those that may follow it with the same text."""
        followers = [
            steps_from(other)
            for other in loops
            if other != loop and _leads_to(automaton, loop, other, _taken(automaton, loop))
        ]
        return times[loop] * max(followers, default=1.0)

    found = [longest * 2.0**automaton.choices if automaton.choices > MOST_CHOICES else longest]
    for loop in loops:
        begins = not automaton.is_anchored and _leads_to(
            automaton, {*automaton.whole.first}, loop, _taken(automaton, loop)
        )
        found.append(steps_from(loop) * (longest if begins else 1))
    return max(found)


def _leads_to(automaton: Automaton, sources: Set[int], loop: Loop, characters: Set[int]) -> bool:
    """Whether characters that both accept lead from some states to a loop, and around it."""
    shared = characters & _taken(automaton, loop)
    open_to = {state for state, taken in enumerate(automaton.characters) if taken & shared}
    following = {
        state: [target for target in automaton.following[state] if target in open_to]
        for state in open_to
    }
    reached = [*(sources & open_to)]
    for state in reached:  # grows while it is walked
        reached += {*following[state]} - {*reached}
    return any(cycle & loop & {*reached} for cycle in components(following))


def _is_ambiguous(automaton: Automaton, loop: Loop) -> bool:
    """Whether a text leads from a state of the loop back to it in two ways."""
    if any(ways > 1 and {*edge} <= loop for edge, ways in automaton.edges.items()):
        return True
    following: dict[tuple[int, int], list[tuple[int, int]]] = {}
    reached = [(state, state) for state in loop]
    for pair in reached:  # grows while it is walked
        one, other = ([*loop.intersection(automaton.following[state])] for state in pair)
        following[pair] = [
            target
            for target in product(one, other)
            if automaton.characters[target[0]] & automaton.characters[target[1]]
        ]
        reached += [target for target in following[pair] if target not in following]
    return any(
        any(one == other for one, other in pairs) and any(one != other for one, other in pairs)
        for pairs in components(following)
    )


def _taken(automaton: Automaton, loop: Loop) -> frozenset[int]:
    return frozenset().union(*(automaton.characters[state] for state in loop))


def components(following: Mapping[Node, Iterable[Node]]) -> list[frozenset[Node]]:
    """Return the strongly connected components of a graph that have edges.

    It is the algorithm of Tarjan (1972), without recursion.
    """
    found: list[frozenset[Node]] = []
    numbers: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    stack: list[Node] = []
    for root in following:
        if root in numbers:
            continue
        walked = [(root, iter(following[root]))]
        while walked:
            node, targets = walked[-1]
            if node not in numbers:
                numbers[node] = lowest[node] = len(numbers)
                stack.append(node)
            target = next((target for target in targets if target not in numbers), None)
            if target is not None:
                walked.append((target, iter(following[target])))
                continue
            walked.pop()
            known = [lowest[target] for target in following[node] if target in stack]
            lowest[node] = min([lowest[node], *known])
            if lowest[node] == numbers[node]:
                at = stack.index(node)
                component = frozenset(stack[at:])
                del stack[at:]
                if len(component) > 1 or node in following[node]:
                    found.append(component)
    return found
