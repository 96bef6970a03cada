"""Requests a second as medians, ratios, targets, and the table that shows them."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from bench.load import Rate
from bench.report import OURS

BARE, GUARDED = "bare", "ant guarded"
"""The application without a generator, and ours where every endpoint asks for a token."""
Rates = Mapping[str, Mapping[str, Sequence[Rate]]]
"""In the order of the rounds, by the kind of request and the name of the application."""

OVER_BARE = {"list": 1.4, "get": 1.2, "insert": 1.1}
"""How many times as many requests as the bare application, at least."""
OVER_OTHERS = 1.5
"""The same for every other one, whatever is asked."""
GUARDED_OVER_OPEN = 0.9
"""How many times as many single rows with a guard as without one, at least."""


def ratio(rates: Rates, kind: str, one: str, other: str) -> float:
    """The median over the rounds of one's requests a second divided by the other's."""
    pairs = zip(rates[kind][one], rates[kind][other], strict=True)
    return median(first.per_second / second.per_second for first, second in pairs)


def cpu_ratio(rates: Rates, kind: str, peer: str) -> float:
    """The median over the rounds of ant's CPU time for an answer divided by the peer's."""
    pairs = zip(rates[kind][OURS], rates[kind][peer], strict=True)
    return median(ours.server_cpu / theirs.server_cpu for ours, theirs in pairs)


def table(rates: Rates) -> str:
    """One line for each application and kind of request."""
    header = (
        "",
        "",
        "requests/s",
        "it/bare",
        "ant/it",
        "server CPU µs",
        "ant/it CPU",
        "client's core",
    )
    rows = [header, *(_row(rates, kind, name) for kind in rates for name in rates[kind])]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join([*map(str.ljust, row[:2], widths), *map(str.rjust, row[2:], widths[2:])])
        for row in rows
    )
    return "".join(f"{line.rstrip()}\n" for line in lines)


def verdicts(rates: Rates) -> Iterator[tuple[bool, str]]:
    """For each target whether it is met, and a line that says so."""
    for kind, names in rates.items():
        for name in names:
            if name == GUARDED:
                yield _verdict(rates, kind, (GUARDED, OURS), GUARDED_OVER_OPEN)
            elif name != BARE and name != OURS:
                yield _verdict(rates, kind, (OURS, name), OVER_OTHERS)
            elif name == BARE and kind in OVER_BARE:
                yield _verdict(rates, kind, (OURS, BARE), OVER_BARE[kind])


def _verdict(rates: Rates, kind: str, pair: tuple[str, str], limit: float) -> tuple[bool, str]:
    found = ratio(rates, kind, *pair)
    word = "met" if found >= limit else "MISSED"
    return found >= limit, f"{word}: {kind}, {'/'.join(pair)} = {found:.2f}, wanted {limit:g}\n"


def _row(rates: Rates, kind: str, name: str) -> tuple[str, ...]:
    measured = rates[kind][name]
    return (
        kind,
        name,
        f"{median(rate.per_second for rate in measured):.0f}",
        f"{ratio(rates, kind, name, BARE):.2f}",
        "" if name == OURS else f"{ratio(rates, kind, OURS, name):.2f}",
        f"{median(rate.server_cpu for rate in measured) * 1e6:.0f}",
        "" if name == OURS else f"{cpu_ratio(rates, kind, name):.2f}",
        f"{median(rate.client for rate in measured) * 100:.0f} %",
    )
