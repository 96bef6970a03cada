"""How long ``ant --help`` and ``ant generate api shop`` take, beside peers and beside the floor."""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench.arguments import read_arguments
from bench.commands import (
    EQUAL,
    FLOOR,
    PROJECT,
    Commands,
    generate_commands,
    help_commands,
    programs,
)
from bench.cost import Bench, CommandFailed, Cost
from bench.environments import CACHE, PEERS, ant_environment, peer_environment
from bench.equal_templates import NAME, write_cookiecutter, write_copier
from bench.report import OURS, table, verdicts
from bench.trees import count_files, differences, read_tree, without_record

Kinds = Mapping[str, Commands]


def main() -> int:
    """Measure and print; return 1 where a target is missed or a command fails."""
    arguments = read_arguments(__doc__, 15)
    rounds = arguments.rounds
    CACHE.mkdir(parents=True, exist_ok=True)
    folders = {OURS: ant_environment(), **{name: peer_environment(name) for name in PEERS}}
    program, python = programs(folders), str(folders[OURS] / "python")
    with tempfile.TemporaryDirectory(prefix="work-", dir=arguments.folder) as folder:
        bench, templates = Bench(Path(folder)), Path(folder) / "templates"
        kinds = {
            "help": help_commands(program, python),
            "generate": generate_commands(program, python, templates),
        }
        try:
            bench.prepare()
            _write_templates(bench, program[OURS], templates)
            files = _warm_up(bench, kinds)
            return _report(_measure(bench, kinds, files, rounds), files, arguments)
        except CommandFailed as failure:
            sys.stderr.write(f"{failure}\n")
            return 1


def _write_templates(bench: Bench, ant: str, templates: Path) -> None:
    """Let ant make one project to copy, and another whose name becomes the variable."""
    folder = bench.fresh_folder()
    for name in (NAME, PROJECT):
        bench.run([(ant, "generate", "api", name)], folder)
    tree = without_record(read_tree(folder / NAME))
    write_cookiecutter(tree, templates / "cookiecutter")
    write_copier(tree, templates / "copier")
    shutil.copytree(folder / PROJECT, templates / "result")


def _warm_up(bench: Bench, kinds: Kinds) -> dict[str, int]:
    """Run everything once; return how many files each generator makes, once they are right."""
    files = {}
    for commands in kinds["help"].values():
        bench.run(commands, bench.fresh_folder())
    wanted = read_tree(bench.folder / "templates" / "result")
    for name, commands in kinds["generate"].items():
        folder = bench.fresh_folder()
        bench.run(commands, folder)
        due = wanted if name == FLOOR else without_record(wanted)
        wrong = differences(due, read_tree(folder / PROJECT)) if name in EQUAL else []
        if wrong:
            raise CommandFailed("\n".join([f"{name} makes another tree:", *wrong]))
        files[name] = count_files(folder / PROJECT)
    return files


def _measure(
    bench: Bench, kinds: Kinds, files: Mapping[str, int], rounds: int
) -> dict[str, dict[str, list[Cost]]]:
    """Run all commands in turn, as often as there are rounds, each in an empty folder."""
    results: dict[str, dict[str, list[Cost]]] = {
        kind: {name: [] for name in commands} for kind, commands in kinds.items()
    }
    for _ in range(rounds):
        for kind, commands in kinds.items():
            for name, command in commands.items():
                folder = bench.fresh_folder()
                results[kind][name].append(bench.run(command, folder))
                if kind == "generate" and count_files(folder / PROJECT) != files[name]:
                    raise CommandFailed(
                        f"{name} did not make the {files[name]} files it made before"
                    )
    return results


def _report(
    results: Mapping[str, Mapping[str, list[Cost]]],
    files: Mapping[str, int],
    arguments: argparse.Namespace,
) -> int:
    version, load = sys.version.split()[0], os.getloadavg()[0]
    place = f"{arguments.rounds} rounds in {arguments.folder}"
    sys.stdout.write(f"Medians of {place}, Python {version}, load {load:.1f}\n")
    for kind, costs in results.items():
        sys.stdout.write(f"\n{kind}\n{table(costs, files if kind == 'generate' else {})}")
    sys.stdout.write("\n")
    missed = 0
    for met, line in verdicts(results):
        sys.stdout.write(line)
        missed += not met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
