"""Every writing system call of ``ant generate api`` fails once, and is the last one once."""

import errno
import os
import shutil
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import pytest

from support.every_call import Run, calls_of, changing, most_of, run_all, some_of, strike
from support.runners import Forked, Started
from support.strace import Call, Fault, Traced
from support.trees import Snapshot, snapshot

ERRORS = {
    "mkdirat": ("ENOSPC", "EDQUOT", "EACCES", "EROFS", "EIO"),
    "openat": ("ENOSPC", "EACCES", "EROFS", "EMFILE"),
    "write": ("ENOSPC", "EDQUOT", "EIO"),
    "fsync": ("ENOSPC", "EDQUOT", "EIO"),
    "flock": ("ENOLCK", "EIO"),
    "renameat2": ("ENOSPC", "EDQUOT", "EACCES", "EROFS", "EIO"),
    "unlinkat": ("EACCES", "EROFS", "EIO"),
}
CODES = {"SIGKILL": -9, "SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}
everyday_and_all = pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.exhaustive)], ids=["some", "every"]
)


class Bench(NamedTuple):
    """What a faulty run needs and is measured by."""

    started: Started
    forked: Forked
    clean: Callable[[str], Snapshot]
    folder: Path

    def generate(self, *, forked: bool) -> Run:
        """What is struck: a process of its own or, where there are many, a fork."""
        return Run(self.forked if forked else self.started, ["generate", "api", "x"])


@pytest.fixture
def bench(
    frozen_ant: list[str | Path],
    forked_ant: Forked,
    clean_tree: Callable[[str], Snapshot],
    memory: Path,
) -> Bench:
    for name in ("x", "y"):
        clean_tree(name)
    return Bench(Started(frozen_ant), forked_ant, clean_tree, memory)


def check_outcome(bench: Bench, folder: Path, traced: Traced, call: Call, effect: str) -> None:
    """The target is absent or whole, and the command says what happened."""
    whole = (folder / "x").exists()
    if whole:
        assert snapshot(folder / "x") == bench.clean("x")
    assert "Traceback" not in traced.stderr and "Exception" not in traced.stderr, traced.stderr
    kind, what = effect.split("=")
    said = traced.stderr.strip().splitlines()
    if kind == "signal":
        assert traced.code == CODES[what], traced
        assert not said or said[0] in ("Error: Interrupted.", "Error: Terminated."), said
    elif traced.code == 0:
        assert whole and traced.stdout.startswith("Successfully") and not said, traced
    else:
        assert traced.code == 1 and said[0].startswith("Error: Cannot write"), traced
        assert os.strerror(getattr(errno, what)) in said[0], said
        assert whole == (call.name == "write" and call.text.startswith("1,")), traced


def check_next_run(bench: Bench, folder: Path) -> None:
    """The next command in the same place works, and leaves nothing but the targets behind."""
    assert bench.forked.run(folder, "generate", "api", "y").code == 0
    assert snapshot(folder / "y") == bench.clean("y")
    assert set(os.listdir(folder)) <= {"x", "y"}


def removes_staging(calls: Sequence[Call]) -> set[Call]:
    """The calls after the target has its name for good: they only clear up."""
    renamed = next(i for i, call in enumerate(calls) if call.name == "renameat2")
    assert calls[renamed + 1].name == "fsync"
    return set(calls[renamed + 2 :])


@pytest.mark.slow
@everyday_and_all
def test_a_kill_at_any_writing_call_leaves_the_target_absent_or_whole(
    bench: Bench, every: bool
) -> None:
    run = bench.generate(forked=every)
    calls = calls_of(run, bench.folder, ERRORS)
    shutil.rmtree(bench.folder / "x")

    def attempt(folder: Path, call: Call, effect: str) -> None:
        traced = strike(run, folder, call, effect)
        check_outcome(bench, folder, traced, call, effect)
        check_next_run(bench, folder)

    chosen = changing(calls) if every else some_of(calls)
    run_all(attempt, bench.folder, [(call, "signal=SIGKILL") for call in chosen])


@pytest.mark.parametrize(
    ("name", "every"),
    [
        ("SIGINT", False),
        pytest.param("SIGTERM", True, marks=pytest.mark.exhaustive),
        pytest.param("SIGHUP", False, marks=pytest.mark.slow),
    ],
)
def test_a_signal_at_any_writing_call_is_cleared_up_after_at_once(
    bench: Bench, name: str, every: bool
) -> None:
    run = bench.generate(forked=every)
    calls = calls_of(run, bench.folder, ERRORS)
    shutil.rmtree(bench.folder / "x")
    only_clearing_up = removes_staging(calls)

    def attempt(folder: Path, call: Call, effect: str) -> None:
        traced = strike(run, folder, call, effect)
        check_outcome(bench, folder, traced, call, effect)
        assert os.listdir(folder) == (["x"] if call in only_clearing_up else [])
        check_next_run(bench, folder)

    chosen = calls if every else some_of(calls)
    run_all(attempt, bench.folder, [(call, f"signal={name}") for call in chosen])


@pytest.mark.slow
@everyday_and_all
def test_an_error_of_any_writing_call_is_told_and_leaves_nothing(bench: Bench, every: bool) -> None:
    run = bench.generate(forked=every)
    calls = calls_of(run, bench.folder, ERRORS)
    shutil.rmtree(bench.folder / "x")
    only_clearing_up = removes_staging(calls)

    def attempt(folder: Path, call: Call, effect: str) -> None:
        traced = strike(run, folder, call, effect)
        check_outcome(bench, folder, traced, call, effect)
        if call not in only_clearing_up:
            assert set(os.listdir(folder)) <= {"x"}
        check_next_run(bench, folder)

    chosen = most_of(calls, 150) if every else some_of(calls)
    cases = [(call, f"error={error}") for call in chosen for error in ERRORS[call.name]]
    run_all(attempt, bench.folder, cases if every else cases[::3])


@pytest.mark.slow
@everyday_and_all
def test_the_first_error_is_the_one_told_where_clearing_up_fails_too(
    bench: Bench, every: bool
) -> None:
    run = bench.generate(forked=every)
    calls = calls_of(run, bench.folder, ERRORS)
    shutil.rmtree(bench.folder / "x")
    calls = calls[: calls.index(next(call for call in calls if call.name == "renameat2"))]

    def attempt(folder: Path, call: Call, effect: str) -> None:
        faults = [Fault(call.name, call.number, effect), Fault("unlinkat", "1+", "error=EIO")]
        traced = run.runner.trace(folder, run.words, [call.name, "unlinkat"], faults)
        assert "ENOSPC" in traced.log
        check_outcome(bench, folder, traced, call, effect)
        check_next_run(bench, folder)

    chosen = [call for call in calls if call.name in ("mkdirat", "write", "fsync")]
    run_all(
        attempt, bench.folder, [(call, "error=ENOSPC") for call in chosen[:: 3 if every else 15]]
    )


@everyday_and_all
def test_clearing_up_after_a_killed_run_may_itself_be_killed_or_fail(
    bench: Bench, every: bool
) -> None:
    run = bench.generate(forked=every)
    left = bench.folder / "left"
    left.mkdir()
    rename = next(call for call in calls_of(run, bench.folder, ERRORS) if call.name == "renameat2")
    strike(run, left, rename, "signal=SIGKILL")
    (leftover,) = os.listdir(left)
    place = bench.folder / "place"
    shutil.copytree(left, place)
    calls = calls_of(run, place, ERRORS, "unlinkat")
    removals = [call for call in calls if call.name == "unlinkat"]
    removals = removals[:-1]  # the last one removes the run's own folder
    assert len(removals) > 40 and leftover in removals[-1].text

    def attempt(folder: Path, call: Call, effect: str) -> None:
        shutil.copytree(left, folder, dirs_exist_ok=True)
        traced = strike(run, folder, call, effect)
        check_outcome(bench, folder, traced, call, effect)
        check_next_run(bench, folder)

    effects = ("signal=SIGKILL", "signal=SIGINT", "error=EACCES", "error=EIO")
    cases = [(call, effect) for call in some_of(removals) for effect in effects]
    run_all(attempt, bench.folder, [*zip(removals, cycle(effects))] if every else cases)
