"""The same project twice, of an older version of ant and of a template, and what both become."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from bench.copier_history import ANSWERS, VERSIONS, commit, git, write_versions
from bench.cost import Bench, Command, CommandFailed, Cost
from bench.environments import REPOSITORY
from bench.equal_templates import NAME
from bench.older_version import write_older_version
from bench.report import OURS
from bench.trees import Tree, differences, read_tree, without_record

PROJECT = "shop"
PEER = "copier"
PYTHON = "python"
UNTOUCHED, EDITED = "untouched", "edited"
SPEC = REPOSITORY / "examples" / "store.yaml"
EDITED_BELOW = ("api/routes/", "api/services/", "api/repositories/")
"""Where the Python files are to which somebody has added a function."""
EDIT = b'\n\ndef own() -> str:\n    """What somebody has added by hand."""\n    return "own"\n'

_OF_A_RUN = (".ant/.gitignore", ".ant/lock", ".ant/undo", ANSWERS, ".git")
"""What only one of the two leaves beside the project."""


class Origins(NamedTuple):
    """What every run starts from and should come to, by what somebody has done to the project."""

    folders: Mapping[tuple[str, str], Path]
    """By kind and by who upgrades it."""
    wanted: Mapping[str, Tree]
    changed: int
    """How many files of the project an upgrade changes, beside those of the record."""


def make_origins(bench: Bench, program: Mapping[str, Path]) -> Origins:
    """Make all projects with the older version, and a template of what both versions give."""
    older = write_older_version(bench.folder / "older")
    before = ("/usr/bin/env", f"PYTHONPATH={older}", str(program[PYTHON]), "-m", "ant")
    after = (str(program[OURS]),)
    old, new = (bench.folder / name for name in ("old", "new"))
    for folder, words in ((old, before), (new, after)):
        folder.mkdir()
        for name in (NAME, PROJECT):
            bench.run([(*words, "generate", "api", name, "--json", str(SPEC))], folder)
    wanted = read_tree(new / PROJECT)
    copied = _copied(bench, program[PEER], _templates(old, new))
    start, end = without_record(read_tree(old / PROJECT)), without_record(wanted)
    _check("copier copy", start, _project_alone(copied))
    folders = {}
    for kind in (UNTOUCHED, EDITED):
        for name, project in ((OURS, old / PROJECT), (PEER, copied)):
            folders[kind, name] = bench.folder / f"{kind}-{name}"
            shutil.copytree(project, folders[kind, name])
            if kind == EDITED:
                _edit(folders[kind, name])
        git(folders[kind, PEER], bench.environment, "init", "--quiet")
        commit(folders[kind, PEER], bench.environment)
    edited = {
        path: entry._replace(content=entry.content + EDIT)
        for path, entry in wanted.items()
        if entry.content is not None and _is_edited(path)
    }
    trees = {UNTOUCHED: wanted, EDITED: {**wanted, **edited}}
    return Origins(folders, trees, len(differences(start, end)))


def run_upgrade(bench: Bench, origins: Origins, kind: str, name: str, program: Path) -> Cost:
    """Upgrade a copy of a project; raise ``CommandFailed`` where it is not what it should be."""
    project = bench.fresh_folder() / PROJECT
    shutil.copytree(origins.folders[kind, name], project)
    if name == PEER:  # git looks anew at files whose times are not those that it knows
        git(project, bench.environment, "status", "--porcelain", "--untracked-files=no")
    os.sync()
    cost = bench.run([_command(name, program)], project)
    wanted = origins.wanted[kind]
    due = wanted if name == OURS else without_record(wanted)
    _check(f"{name}, {kind}", due, _project_alone(project))
    return cost


def _command(name: str, program: Path) -> Command:
    if name == OURS:
        return (str(program), "upgrade")
    return (str(program), "update", "--defaults", "--quiet")


def _templates(old: Path, new: Path) -> tuple[Tree, Tree]:
    """What a template has of each version: the secrets are those of one project."""
    before, after = (without_record(read_tree(folder / NAME)) for folder in (old, new))
    return before, {**after, ".env": before[".env"]}


def _copied(bench: Bench, copier: Path, trees: tuple[Tree, Tree]) -> Path:
    """A project that copier made from the older version of a template."""
    template = bench.folder / "template"
    write_versions(trees, template, bench.environment)
    words = ("copy", "--quiet", "--data", f"name={PROJECT}", "--vcs-ref", VERSIONS[0])
    project = bench.folder / "copied" / PROJECT
    project.parent.mkdir()
    bench.run([(str(copier), *words, str(template), PROJECT)], project.parent)
    (project / ".env").chmod(0o600)  # git keeps no such mode
    return project


def _edit(project: Path) -> None:
    for path in sorted(project.rglob("*.py")):
        if _is_edited(path.relative_to(project).as_posix()):
            path.write_bytes(path.read_bytes() + EDIT)


def _is_edited(path: str) -> bool:
    return path.startswith(EDITED_BELOW) and path.endswith(".py")


def _project_alone(project: Path) -> Tree:
    """A project without what whoever upgrades it keeps beside it."""
    tree = read_tree(project)
    return {
        path: entry
        for path, entry in tree.items()
        if path not in _OF_A_RUN and not path.startswith(".git/")
    }


def _check(about: str, wanted: Tree, found: Tree) -> None:
    wrong = differences(wanted, found)
    if wrong:
        raise CommandFailed("\n".join([f"{about} makes another tree:", *wrong]))
