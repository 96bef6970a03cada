"""What is struck: the writer under the commands, and every command that changes a project."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from support.growing import Bench, make_bench
from support.runners import Forked
from support.trees import Snapshot, snapshot

GROW = Path(__file__).parent / "grow.py"
CleanTree = Callable[[str], Snapshot]


@pytest.fixture(scope="session", autouse=True)
def signals_as_in_a_terminal() -> Iterator[None]:
    """Where this process ignores a signal, as under nohup, its children shall not."""
    before = {number: signal.getsignal(number) for number in (signal.SIGHUP, signal.SIGINT)}
    for number, handler in before.items():
        if handler is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(scope="session")
def clean_tree(frozen_ant: list[str | Path], tmp_path_factory: pytest.TempPathFactory) -> CleanTree:
    """What an undisturbed run makes, by the project's name."""
    made: dict[str, Snapshot] = {}

    def make(name: str) -> Snapshot:
        if name not in made:
            folder = tmp_path_factory.mktemp("clean")
            subprocess.run([*frozen_ant, "generate", "api", name], cwd=folder, check=True)
            made[name] = snapshot(folder / name)
        return made[name]

    return make


@pytest.fixture(scope="session")
def forked_writer(frozen_ant: list[str | Path]) -> Iterator[Forked]:
    """The small command over the writer, forked likewise."""
    site = Path(frozen_ant[-1]).parent / "site"
    with closing(Forked(site, "grow", GROW.parent, str(site))) as forked:
        yield forked


@pytest.fixture
def bench(frozen_ant: list[str | Path], forked_writer: Forked, memory: Path) -> Bench:
    """A project to change, and a command line that makes the same system calls each time."""
    site = Path(frozen_ant[-1]).parent / "site"
    return make_bench([sys.executable, "-I", "-S", "-B", GROW, site], forked_writer, memory)
