"""Every command that changes a project: where it starts, and what it makes of that."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from support.every_call import Run
from support.frozen import unpack
from support.grown import project_files
from support.runners import Forked, Started
from support.trees import Snapshot

Words = tuple[str, ...]


class Plot(NamedTuple):
    """What happens before a command is struck, and the command."""

    before: tuple[Words, ...]
    prepare: Callable[[Path], None]
    struck: Words


def files(project: Path) -> Snapshot:
    """The project; that we have a folder of our own in it is no part of it."""
    return {path: seen for path, seen in project_files(project).items() if path != ".ant"}


def nothing(_project: Path) -> None:
    """Leave the project as the commands made it."""


def edit_manifest(project: Path) -> None:
    """Take a route out of the spec by hand, change a mock, and write another route into it."""
    manifest = json.loads((project / "ant.json").read_bytes())
    del manifest["routes"]["posts"]
    manifest["routes"]["users"]["subroutes"]["photo"]["mock"] = [2]
    manifest["routes"]["orders"] = {"type": "POST", "subroutes": {"open": {"mock": None}}}
    (project / "ant.json").write_text(json.dumps(manifest, indent=2))


def lose_manifest(project: Path) -> None:
    """Make it a project that nobody has a spec of."""
    (project / "ant.json").unlink()
    shutil.rmtree(project / ".ant")


def make_it_older(project: Path) -> None:
    """Put a project of an earlier version in its place."""
    shutil.rmtree(project)
    unpack("0.2.0/bare", project.parent).rename(project)


ADD_USERS = ("generate", "route", "users")
ADD_POSTS = ("generate", "route", "posts")
ADD_PHOTO = ("generate", "subroute", "users", "photo", "--mock", "[1]")
PLOTS = {
    "route": Plot((), nothing, ADD_USERS),
    "subroute": Plot((ADD_USERS,), nothing, ADD_PHOTO),
    "destroy route": Plot((ADD_USERS, ADD_PHOTO), nothing, ("destroy", "route", "users")),
    "destroy subroute": Plot(
        (ADD_USERS, ADD_PHOTO), nothing, ("destroy", "subroute", "users", "photo")
    ),
    "apply": Plot((ADD_USERS, ADD_PHOTO, ADD_POSTS), edit_manifest, ("apply",)),
    "undo": Plot((ADD_USERS,), nothing, ("undo",)),
    "adopt": Plot((ADD_USERS,), lose_manifest, ("adopt",)),
    "upgrade": Plot((), make_it_older, ("upgrade",)),
}


class Story(NamedTuple):
    """A command in a project, and what the project is before and after it."""

    started: Started
    forked: Forked
    words: Words
    origin: Path
    old: Snapshot
    new: Snapshot

    def run(self, *, forked: bool) -> Run:
        """What is struck: a process of its own or, where there are many, a fork."""
        return Run(self.forked if forked else self.started, self.words)

    def copy(self, folder: Path) -> Path:
        """Put the project there; its name is the same everywhere."""
        return Path(shutil.copytree(self.origin, folder / "x"))


def make_story(kind: str, started: Started, forked: Forked, pristine: Path, place: Path) -> Story:
    """Let everything happen up to the command, and see what the undisturbed command makes of it."""
    plot = PLOTS[kind]
    origin, grown = place / "origin" / "x", place / "grown" / "x"
    shutil.copytree(pristine, origin)
    for words in plot.before:
        assert forked.run(origin, *words).code == 0
    plot.prepare(origin)
    shutil.copytree(origin, grown)
    done = forked.run(grown, *plot.struck)
    assert (done.code, done.stderr) == (0, "")
    return Story(started, forked, plot.struck, origin, files(origin), files(grown))
