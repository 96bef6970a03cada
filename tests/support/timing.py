"""Whether times tell something: two kinds of requests side by side, and what chance makes of it."""

import math
import random
import statistics
import time
from collections.abc import Callable

from support.server import Answer

PAIRS, ROUNDS = 200, 2
PAUSE = 0.02
"""Seconds between requests, in which a worker does what they have left to it."""
WITHIN = 0.05
LIKELY = 3
"""Deviations that chance rarely reaches."""


class Comparison:
    """How long requests take that name an account beside such that name none, in pairs."""

    def __init__(self, ask: Callable[[bool], Answer]) -> None:
        """Take what sends the next request, about an account or about nobody."""
        self.ask = ask
        self.answers: set[tuple[int, bytes]] = set()
        self.pairs: list[tuple[float, float]] = []
        self.order = random.Random(1)

    def add(self, pairs: int) -> None:
        """Send so many more pairs, in an order by which neither kind follows the other one."""
        kinds = [True, False] * pairs
        self.order.shuffle(kinds)
        times: dict[bool, list[float]] = {True: [], False: []}
        for is_known in kinds:
            time.sleep(PAUSE)
            began = time.perf_counter()
            answer = self.ask(is_known)
            times[is_known].append(time.perf_counter() - began)
            self.answers.add((answer.status, answer.body))
        self.pairs += zip(times[True], times[False], strict=True)

    def check(self) -> None:
        """Compare PAIRS, and more where chance alone may make them differ by more than 5 %."""
        self.add(4 * ROUNDS)  # each worker has now loaded all that it needs
        self.pairs.clear()
        for _ in range(ROUNDS):
            self.add(PAIRS)
            difference, noise = self.difference(self.pairs), LIKELY * self.noise
            if abs(difference) < WITHIN or noise < WITHIN:
                break
        assert abs(difference) < max(WITHIN, noise), (difference, noise)
        assert len(self.answers) == 1, [*self.answers][:3]

    @staticmethod
    def difference(pairs: list[tuple[float, float]]) -> float:
        """Return the logarithm of the ratio of the two medians: 0.05 is 5 %."""
        known, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
        return math.log(known / unknown)

    @property
    def noise(self) -> float:
        """How far from 0 it is by chance: its deviation where each pair is tossed up."""
        coin = random.Random(1)
        tossed = [
            self.difference(
                [pair if coin.random() < 0.5 else (pair[1], pair[0]) for pair in self.pairs]
            )
            for _ in range(PAIRS)
        ]
        return statistics.pstdev(tossed, 0)
