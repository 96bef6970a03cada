"""The figures of growing projects, and the targets."""

from collections.abc import Iterator, Mapping
from statistics import median

from bench.cost import Cost
from bench.report import OURS
from bench.specs import ADDED_TO, FIELD_MORE, ONE_MORE, RENAMED, RESOURCES

PEER = "backant-cli"
WHOLE = "a whole project of"
SIZES = (100, 1000, 3000)

Measured = dict[tuple[str, str, int], list[Cost]]
"""Costs in the order of the rounds, by what was done, who did it and how many routes there are."""

FASTER = {1000: 2.0, 3000: 8.0}
"""How many times faster than the peer a whole project of that many routes has to be."""
THREE_TIMES = 3.3
"""What three times the routes may cost at most, as a multiple."""
ONE_MORE_LIMIT = 1.5
"""How many times as much one route more may cost as in an empty project."""
FIELD_LIMITS = {FIELD_MORE: 3.0, RENAMED: 4.0}
"""How many times as much a change of a field may cost among 1,000 routes as among 10."""
PEAK = 150 * 1024
"""KiB."""


def figures(measured: Measured) -> str:
    """One line for everything that was measured."""
    header = f"{'':36}{'routes':>7}{'wall ms':>10}{'CPU ms':>10}{'peak MiB':>10}{'ms/route':>10}\n"
    return header + "".join(
        f"{f'{name}: {kind}':36}{size:7}{_wall(costs) * 1000:10.0f}"
        f"{median(cost.cpu for cost in costs) * 1000:10.0f}{_peak(costs) / 1024:10.1f}"
        f"{f'{_wall(costs) * 1000 / size:.2f}' if kind == WHOLE else '':>10}\n"
        for (kind, name, size), costs in sorted(measured.items())
    )


def verdicts(measured: Measured) -> Iterator[tuple[bool, str]]:
    """For each target whether it is met, and a line that says so."""
    for size, limit in FASTER.items():
        found = _ratio(measured, (WHOLE, PEER, size), (WHOLE, OURS, size))
        yield _verdict(found >= limit, f"{size} routes, {PEER}/ant", found, f"{limit:g} or more")
    found = _ratio(measured, (WHOLE, OURS, 3000), (WHOLE, OURS, 1000))
    yield _verdict(
        found <= THREE_TIMES, "3000 routes/1000 routes", found, f"{THREE_TIMES:g} or less"
    )
    for size in ADDED_TO[1:]:
        found = _ratio(measured, (ONE_MORE, OURS, size), (ONE_MORE, OURS, 0))
        about = f"one more route among {size}/in an empty project"
        yield _verdict(found <= ONE_MORE_LIMIT, about, found, f"{ONE_MORE_LIMIT:g} or less")
    few, many = RESOURCES
    for kind, limit in FIELD_LIMITS.items():
        found = _ratio(measured, (kind, OURS, many), (kind, OURS, few))
        yield _verdict(found <= limit, f"{kind} {many}/{few}", found, f"{limit:g} or less")
    largest = max(_peak(costs) for (_, name, _), costs in measured.items() if name == OURS)
    yield _verdict(largest <= PEAK, "peak MiB of ant", largest / 1024, f"{PEAK // 1024} or less")


def _verdict(met: bool, about: str, found: float, wanted: str) -> tuple[bool, str]:
    return met, f"{'met' if met else 'MISSED'}: {about} = {found:.2f}, wanted {wanted}\n"


def _ratio(
    measured: Mapping[tuple[str, str, int], list[Cost]],
    one: tuple[str, str, int],
    other: tuple[str, str, int],
) -> float:
    """The median over the rounds of one wall time divided by the other in the same round."""
    pairs = zip(measured[one], measured[other], strict=True)
    return median(first.wall / second.wall for first, second in pairs)


def _wall(costs: list[Cost]) -> float:
    return median(cost.wall for cost in costs)


def _peak(costs: list[Cost]) -> int:
    return max(cost.peak for cost in costs)
