"""Medians, ratios, targets, and the table that shows them."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from bench.cost import Cost

OURS = "ant"
Results = Mapping[str, Sequence[Cost]]
"""The costs of every command of one kind, by name, in the order of the rounds."""


class Target(NamedTuple):
    """The wall time of ant may be at most ``limit`` times that of a peer."""

    kind: str
    peer: str
    limit: float


TARGETS = (
    Target("help", "backant-cli", 1.0),
    Target("generate", "backant-cli", 1.0),
    Target("generate", "cookiecutter", 0.2),
    Target("generate", "copier", 0.2),
)


def wall_ratio(results: Results, peer: str) -> float:
    """The median over the rounds of ant's wall time divided by the peer's in the same round."""
    return median(ours.wall / theirs.wall for ours, theirs in _rounds(results, peer))


def cpu_ratio(results: Results, peer: str) -> float:
    """The same for CPU time."""
    return median(ours.cpu / theirs.cpu for ours, theirs in _rounds(results, peer))


def table(results: Results, files: Mapping[str, int]) -> str:
    """One line for each command; the ratios say how much of the peer's time ant takes."""
    header = ("", "wall ms", "CPU ms", "peak MiB", "files", "ant/it wall", "ant/it CPU")
    rows = [header, *(_row(name, results, files) for name in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]).rstrip()
        for row in rows
    )
    return "\n".join(lines) + "\n"


def verdicts(results: Mapping[str, Results]) -> Iterator[tuple[bool, str]]:
    """For each target whether it is met, and a line that says so."""
    for kind, peer, limit in TARGETS:
        ratio = wall_ratio(results[kind], peer)
        met = ratio <= limit
        word = "met" if met else "MISSED"
        yield met, f"{word}: {kind}, ant/{peer} = {ratio:.3f}, wanted {limit:g} or less\n"


def _rounds(results: Results, peer: str) -> Iterator[tuple[Cost, Cost]]:
    return zip(results[OURS], results[peer], strict=True)


def _row(name: str, results: Results, files: Mapping[str, int]) -> tuple[str, ...]:
    costs = results[name]
    ratios = ("", "")
    if name != OURS:
        ratios = (f"{wall_ratio(results, name):.3f}", f"{cpu_ratio(results, name):.3f}")
    return (
        name,
        f"{median(cost.wall for cost in costs) * 1000:.1f}",
        f"{median(cost.cpu for cost in costs) * 1000:.1f}",
        f"{median(cost.peak for cost in costs) / 1024:.1f}",
        str(files.get(name, "")),
        *ratios,
    )
