"""The command lines that are compared."""

from collections.abc import Mapping
from pathlib import Path

from bench.cost import Command
from bench.environments import PEERS
from bench.report import OURS

PROJECT = "shop"
"""A name that stands as it is wherever the tree needs one: one variable makes a template of it."""
FLOOR = "floor"
EQUAL = ("cookiecutter", "copier", FLOOR)
"""Those that have to make the very tree that ant makes."""

Commands = Mapping[str, tuple[Command, ...]]
"""What to run, one after the other, by the name of who is measured."""


def programs(folders: Mapping[str, Path]) -> dict[str, str]:
    """The program of ant and of each peer; backant-cli calls its own ``ant`` as well."""
    names = {
        OURS: "ant",
        "backant-cli": "ant",
        **{name: name for name in PEERS if name != "backant-cli"},
    }
    return {name: str(folders[name] / program) for name, program in names.items()}


def help_commands(program: Mapping[str, str], python: str) -> Commands:
    """Each program's ``--help``, and a Python that does nothing."""
    helps = {name: ((path, "--help"),) for name, path in program.items()}
    return {**helps, FLOOR: ((python, "-c", "pass"),)}


def generate_commands(program: Mapping[str, str], python: str, templates: Path) -> Commands:
    """Each generator at work; the floor is a Python that does nothing, then a copy of the tree."""
    name = f"name={PROJECT}"
    arguments = {
        OURS: ("generate", "api", PROJECT),
        "backant-cli": ("generate", "api", PROJECT),
        "django-admin": ("startproject", PROJECT),
        "cookiecutter": ("--no-input", str(templates / "cookiecutter"), name),
        "copier": ("copy", "--quiet", "--data", name, str(templates / "copier"), PROJECT),
    }
    generators = {peer: ((program[peer], *words),) for peer, words in arguments.items()}
    copy = ("/bin/cp", "-r", str(templates / "result"), PROJECT)
    return {**generators, FLOOR: ((python, "-c", "pass"), copy)}
