"""How long ``ant upgrade`` takes beside ``copier update``; how large the record is."""

import argparse
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.arguments import read_arguments
from bench.cost import Bench, CommandFailed, Cost
from bench.environments import CACHE, REPOSITORY, ant_environment, peer_environment
from bench.report import OURS, table
from bench.upgrade_report import Size, size_of, size_table, verdicts
from bench.upgrades import (
    EDITED,
    PEER,
    PROJECT,
    PYTHON,
    UNTOUCHED,
    Origins,
    make_origins,
    run_upgrade,
)

Measured = dict[str, dict[str, list[Cost]]]
"""Costs in the order of the rounds, by what was done to the project and by who upgraded it."""


def main() -> int:
    """Measure and print; return 1 where a target is missed or a command fails."""
    arguments = read_arguments(__doc__, 9)
    CACHE.mkdir(parents=True, exist_ok=True)
    ant, copier = ant_environment(), peer_environment(PEER)
    program = {OURS: ant / "ant", PEER: copier / "copier", PYTHON: ant / "python"}
    with tempfile.TemporaryDirectory(prefix="upgrade-", dir=arguments.folder) as folder:
        bench = Bench(Path(folder))
        bench.prepare()
        try:
            sizes = _sizes(bench, program[OURS])
            origins = make_origins(bench, program)
            measured = _measure(bench, origins, program, arguments.rounds)
        except CommandFailed as failure:
            sys.stderr.write(f"{failure}\n")
            return 1
    return _report(measured, origins.changed, sizes, arguments)


def _sizes(bench: Bench, ant: Path) -> dict[str, Size]:
    """How large a new project and its record are, without a spec and with every example."""
    specs = {"bare": None, **{path.name: path for path in sorted(_examples())}}
    sizes = {}
    for name, spec in specs.items():
        folder = bench.fresh_folder()
        words = ("--json", str(spec)) if spec else ()
        bench.run([(str(ant), "generate", "api", PROJECT, *words)], folder)
        sizes[name] = size_of(folder / PROJECT)
    return sizes


def _examples() -> list[Path]:
    return [*(REPOSITORY / "examples").iterdir()]


def _measure(bench: Bench, origins: Origins, program: Mapping[str, Path], rounds: int) -> Measured:
    """Upgrade with both in turn, as often as there are rounds; the first round warms up."""
    kinds, names = (UNTOUCHED, EDITED), (OURS, PEER)
    measured: Measured = {kind: {name: [] for name in names} for kind in kinds}
    for number in range(rounds + 1):
        for kind in kinds:
            for name in names:
                cost = run_upgrade(bench, origins, kind, name, program[name])
                if number:
                    measured[kind][name].append(cost)
    return measured


def _report(
    measured: Measured, changed: int, sizes: Mapping[str, Size], arguments: argparse.Namespace
) -> int:
    version, load = sys.version.split()[0], os.getloadavg()[0]
    place = f"{arguments.rounds} rounds in {arguments.folder}"
    sys.stdout.write(f"Medians of {place}, Python {version}, load {load:.1f}\n")
    for kind, costs in measured.items():
        sys.stdout.write(f"\n{kind}\n{table(costs, dict.fromkeys(costs, changed))}")
    sys.stdout.write(f"\n{size_table(sizes)}\n")
    missed = 0
    for met, line in verdicts(measured, sizes):
        sys.stdout.write(line)
        missed += not met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
