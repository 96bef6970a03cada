"""Every writing system call of a change to a project fails once, and is the last one once."""

import errno
import os
import shutil
from pathlib import Path

import pytest

from support.every_call import Run, changing, run_all, some_of, strike
from support.growing import Bench, tree
from support.strace import Call, Fault, Traced

ERRORS = {
    "mkdirat": ("ENOSPC", "EDQUOT", "EACCES", "EROFS", "EIO"),
    "openat": ("ENOSPC", "EACCES", "EROFS", "EMFILE"),
    "write": ("ENOSPC", "EDQUOT", "EIO"),
    "pwrite64": ("ENOSPC", "EIO"),
    "ftruncate": ("EIO",),
    "fsync": ("ENOSPC", "EDQUOT", "EIO"),
    "flock": ("ENOLCK", "EIO"),
    "linkat": ("EPERM", "EMLINK", "ENOSPC", "EOPNOTSUPP"),
    "fchmod": ("EPERM", "EROFS", "EIO"),
    "renameat": ("ENOSPC", "EDQUOT", "EACCES", "EROFS", "EIO"),
    "renameat2": ("ENOSPC", "EDQUOT", "EACCES", "EROFS", "EIO"),
    "unlinkat": ("EACCES", "EROFS", "EIO"),
}
CODES = {"SIGKILL": -9, "SIGINT": 130, "SIGTERM": 143}
LATER = ("Not all of it could be put back yet", "The changes stand all the same")

everyday_and_all = pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.exhaustive)], ids=["some", "every"]
)


def check_outcome(bench: Bench, folder: Path, traced: Traced, effect: str) -> None:
    """What the command said is true."""
    assert "Traceback" not in traced.stderr and "Exception" not in traced.stderr, traced.stderr
    kind, what = effect.split("=")
    if kind == "signal":
        assert traced.code == CODES[what], traced
        if what != "SIGKILL":
            assert tree(folder) in (bench.old, bench.new)
    elif traced.code == 0:
        assert tree(folder) == bench.new and not traced.stderr
    else:
        assert traced.code == 1
        assert traced.stderr.startswith(("Error: Cannot write in", "Error: Cannot read")), traced
        assert os.strerror(getattr(errno, what)) in traced.stderr.splitlines()[0]
        assert tree(folder) == bench.old


def test_the_change_is_the_one_that_was_wanted(bench: Bench) -> None:
    assert set(bench.old) - set(bench.new) == {
        "old", "old/gone", "old/gone/dead.py", "old/gone/dead_too.py",
    }  # fmt: skip
    assert set(bench.new) - set(bench.old) == {
        "api/fresh", "api/fresh/deep", "api/fresh/deep/new.py", "api/fresh/secret",
    }  # fmt: skip
    assert bench.new["api/app.py"] == (0o100640, b"app = 2\r\n" * 2000)
    assert bench.new["api/fresh/secret"][0] == 0o100600


@pytest.mark.slow
@everyday_and_all
@pytest.mark.parametrize("name", CODES)
def test_a_signal_at_any_writing_call_leaves_the_old_tree_or_the_new(
    bench: Bench, name: str, every: bool
) -> None:
    grow = bench.run("grow", forked=every)
    calls = bench.calls(grow, ERRORS)

    def attempt(folder: Path, call: Call, effect: str) -> None:
        bench.copy(folder)
        traced = strike(grow, folder, call, effect)
        check_outcome(bench, folder, traced, effect)
        bench.check_next_runs(folder, (bench.old, bench.new))

    chosen = (changing(calls) if name == "SIGKILL" else calls) if every else some_of(calls)
    run_all(attempt, bench.place, [(call, f"signal={name}") for call in chosen])


@pytest.mark.slow
@everyday_and_all
def test_an_error_of_any_writing_call_leaves_the_tree_as_it_was(bench: Bench, every: bool) -> None:
    grow = bench.run("grow", forked=every)
    calls = bench.calls(grow, ERRORS)

    def attempt(folder: Path, call: Call, effect: str) -> None:
        bench.copy(folder)
        traced = strike(grow, folder, call, effect)
        check_outcome(bench, folder, traced, effect)
        bench.check_next_runs(folder, (tree(folder),))

    chosen = calls if every else some_of(calls)
    cases = [(call, f"error={error}") for call in chosen for error in ERRORS[call.name]]
    run_all(attempt, bench.place, cases if every else cases[::3])


@pytest.mark.slow
@everyday_and_all
def test_an_error_that_stays_is_told_and_put_right_by_the_next_run(
    bench: Bench, every: bool
) -> None:
    grow = bench.run("grow", forked=every)
    calls = bench.calls(grow, ERRORS)

    def attempt(folder: Path, call: Call, effect: str) -> None:
        bench.copy(folder)
        fault = Fault(call.name, f"{call.number}+", effect)
        traced = grow.runner.trace(folder, grow.words, [call.name], [fault])
        assert "(INJECTED)" in traced.log
        if any(words in traced.stderr for words in LATER):
            assert traced.code == 1
        else:
            check_outcome(bench, folder, traced, effect)
        bench.check_next_runs(folder, (bench.old, bench.new))

    chosen = calls if every else some_of(calls)
    # Where no write works any more, the message is lost too.
    cases = [(call, f"error={ERRORS[call.name][-1]}") for call in chosen if call.name != "write"]
    run_all(attempt, bench.place, cases)


def half_done(bench: Bench, grow: Run, stop: Call) -> Path:
    """The project as a run leaves it that is killed at a call."""
    folder = bench.place / f"half-{stop.name}-{stop.number}"
    bench.copy(folder)
    strike(grow, folder, stop, "signal=SIGKILL")
    return folder


def stops(calls: list[Call], every: bool) -> list[Call]:
    """Where the killed run had got to between its journal and the end."""
    start, end = (
        next(i for i, call in enumerate(calls) if call.name == "renameat" and name in call.text)
        for name in ('"journal", ', '"undo"')
    )
    names = ("mkdirat", "renameat", "renameat2", "unlinkat")
    found = [call for call in calls[start + 1 : end + 1] if call.name in names]
    assert len(found) == 11
    return found[::2] if every else found[-1:]


@pytest.mark.slow
@everyday_and_all
@pytest.mark.parametrize("effect", ["signal=SIGKILL", "error=EIO"])
def test_putting_back_may_itself_be_killed_or_fail_at_any_writing_call(
    bench: Bench, effect: str, every: bool
) -> None:
    grow, look = (bench.run(word, forked=every) for word in ("grow", "look"))
    for stop in stops(bench.calls(grow, ERRORS), every):
        start = half_done(bench, grow, stop)
        calls = bench.calls(look, ERRORS, start)
        if effect == "signal=SIGKILL":
            calls = changing(calls)

        def attempt(folder: Path, call: Call, effect: str, start: Path = start) -> None:
            shutil.copytree(start, folder, dirs_exist_ok=True)
            strike(look, folder, call, effect)
            bench.check_next_runs(folder, (bench.old, bench.new))

        run_all(attempt, bench.place, [(call, effect) for call in calls[:: 1 if every else 3]])
