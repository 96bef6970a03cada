"""What ant costs as a project grows: whole specs, and one route more, beside ``backant-cli``."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from bench.arguments import read_arguments
from bench.cost import Bench, CommandFailed, Cost
from bench.environments import CACHE, ant_environment, peer_environment
from bench.growth_report import PEER, SIZES, WHOLE, Measured, figures, verdicts
from bench.report import OURS
from bench.specs import (
    ADDED_TO,
    FIELD_MORE,
    ONE_MORE,
    RENAMED,
    RESOURCES,
    has_field,
    is_registered,
    write_resources,
    write_spec,
)

PROJECT = "shop"
ROUTE = "thing5"
FIELD_CHANGES = {
    FIELD_MORE: ("generate", "field", ROUTE, "added:integer"),
    RENAMED: ("rename", "field", ROUTE, "name", "added"),
}


def main() -> int:
    """Measure and print; return 1 where a target is missed or a command fails."""
    arguments = read_arguments(__doc__, 3)
    CACHE.mkdir(parents=True, exist_ok=True)
    program = {OURS: ant_environment() / "ant", PEER: peer_environment(PEER) / "ant"}
    with tempfile.TemporaryDirectory(prefix="growth-", dir=arguments.folder) as folder:
        bench = Bench(Path(folder))
        bench.prepare()
        try:
            measured = _measure(bench, program, arguments.rounds)
        except CommandFailed as failure:
            sys.stderr.write(f"{failure}\n")
            return 1
    return _report(measured, arguments)


def _measure(bench: Bench, program: dict[str, Path], rounds: int) -> Measured:
    """Run all commands in turn, as often as there are rounds; the first round warms up."""
    measured: Measured = {}
    for size in SIZES:
        write_spec(bench.folder / f"{size}.json", size)
    changes = [*_changes(bench, program[OURS])]
    for number in range(rounds + 1):
        for size in SIZES if number else SIZES[:1]:
            for name, path in program.items():
                cost = _whole(bench, path, size)
                if number:
                    measured.setdefault((WHOLE, name, size), []).append(cost)
        for kind, size, change in changes:
            cost = change()
            if number:
                measured.setdefault((kind, OURS, size), []).append(cost)
    return measured


def _changes(bench: Bench, program: Path) -> Iterator[tuple[str, int, Callable[[], Cost]]]:
    """The changes of projects of some sizes: what each is, and what makes it in a fresh copy."""
    for size in ADDED_TO:
        origin = _origin(bench, program, f"{size}.json", size)
        yield ONE_MORE, size, partial(_one_more, bench, program, origin)
    for size in RESOURCES:
        spec = f"resources-{size}.json"
        write_resources(bench.folder / spec, size)
        origin = _origin(bench, program, spec, size)
        for kind in FIELD_CHANGES:
            yield kind, size, partial(_change_of_a_field, bench, program, origin, kind)


def _whole(bench: Bench, program: Path, size: int) -> Cost:
    """A project from a spec; that all routes are registered is looked at afterwards."""
    folder = bench.fresh_folder()
    spec = str(bench.folder / f"{size}.json")
    cost = bench.run([(str(program), "generate", "api", PROJECT, "--json", spec)], folder)
    for number in range(size):
        _check_registered(folder / PROJECT, f"thing{number}", program)
    return cost


def _origin(bench: Bench, program: Path, spec: str, size: int) -> Path:
    """A project to add to; without a spec where it has no routes."""
    folder = bench.folder / f"origin-{spec}"
    folder.mkdir()
    words = ["generate", "api", PROJECT]
    if size:
        words += ["--json", str(bench.folder / spec)]
    bench.run([(str(program), *words)], folder)
    return folder / PROJECT


def _one_more(bench: Bench, program: Path, origin: Path) -> Cost:
    """One route more in a copy of a project."""
    project = bench.fresh_folder() / PROJECT
    shutil.copytree(origin, project)
    os.sync()
    cost = bench.run([(str(program), "generate", "route", "added")], project)
    _check_registered(project, "added", program)
    return cost


def _change_of_a_field(bench: Bench, program: Path, origin: Path, kind: str) -> Cost:
    """A field more, or one under another name, in a copy of a project."""
    project = bench.fresh_folder() / PROJECT
    shutil.copytree(origin, project)
    os.sync()
    cost = bench.run([(str(program), *FIELD_CHANGES[kind])], project)
    if not has_field(project, ROUTE, "added"):
        raise CommandFailed(f"{program} did not make the field")
    return cost


def _check_registered(project: Path, route: str, program: Path) -> None:
    if not is_registered(project, route):
        raise CommandFailed(f"{program} did not register the route {route}")


def _report(measured: Measured, arguments: argparse.Namespace) -> int:
    version, load = sys.version.split()[0], os.getloadavg()[0]
    place = f"in {arguments.folder}"
    rounds = f"{arguments.rounds} rounds"
    sys.stdout.write(f"Medians of {rounds} {place}, Python {version}, load {load:.1f}\n\n")
    sys.stdout.write(figures(measured) + "\n")
    missed = 0
    for met, line in verdicts(measured):
        sys.stdout.write(line)
        missed += not met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
