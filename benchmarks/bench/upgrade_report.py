"""The figures of upgrades and of the record, and the targets."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from bench.report import Results, cpu_ratio, wall_ratio
from bench.trees import RECORD
from bench.upgrades import PEER

LIMIT = 0.25
"""How much of the peer's time, wall and CPU, an upgrade may take."""
SHARE = 0.25
"""Less than this a record has to be of a project's own bytes."""
OURS_ALONE = ".ant/"
"""Where ant keeps what is no part of the project: the record, the spec as applied, its schema."""


class Size(NamedTuple):
    """Bytes of a new project."""

    own: int
    record: int
    kept: int
    """The record and all else that ant keeps."""


def size_of(project: Path) -> Size:
    """Add up the files of a project."""
    sizes = {
        path.relative_to(project).as_posix(): path.stat().st_size
        for path in project.rglob("*")
        if path.is_file()
    }
    kept = sum(size for path, size in sizes.items() if path.startswith(OURS_ALONE))
    record = sum(size for path, size in sizes.items() if path.startswith(f"{RECORD}/"))
    return Size(sum(sizes.values()) - kept, record, kept)


def size_table(sizes: Mapping[str, Size]) -> str:
    """One line for each project."""
    header = f"{'record':14}{'project KiB':>12}{'record KiB':>12}{'share':>8}{'all of .ant':>13}\n"
    return header + "".join(
        f"{name:14}{size.own / 1024:12.1f}{size.record / 1024:12.1f}"
        f"{size.record / size.own:8.3f}{size.kept / size.own:13.3f}\n"
        for name, size in sizes.items()
    )


def verdicts(
    results: Mapping[str, Results], sizes: Mapping[str, Size]
) -> Iterator[tuple[bool, str]]:
    """For each target whether it is met, and a line that says so."""
    for kind, costs in results.items():
        for what, found in (("wall", wall_ratio(costs, PEER)), ("CPU", cpu_ratio(costs, PEER))):
            about = f"{kind}, ant/{PEER}, {what} = {found:.3f}"
            yield _verdict(found <= LIMIT, f"{about}, wanted {LIMIT:g} or less")
    for name, size in sizes.items():
        share = size.kept / size.own
        yield _verdict(
            share < SHARE, f"all of .ant/{name} = {share:.3f}, wanted less than {SHARE:g}"
        )


def _verdict(met: bool, sentence: str) -> tuple[bool, str]:
    return met, f"{'met' if met else 'MISSED'}: {sentence}\n"
