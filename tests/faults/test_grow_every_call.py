"""Every writing call of the commands that grow a project fails once, and is the last one once."""

import os
import re
from itertools import cycle
from pathlib import Path

import pytest

from support.every_call import Run, calls_of, changing, most_of, run_all, some_of, strike
from support.stories import Story, files
from support.strace import Call, Traced
from support.trees import Snapshot

ERRORS = {
    "mkdirat": ("ENOSPC", "EACCES"),
    "openat": ("ENOSPC", "EACCES", "EMFILE"),
    "write": ("ENOSPC", "EDQUOT", "EIO"),
    "pwrite64": ("ENOSPC", "EIO"),
    "ftruncate": ("EIO",),
    "fsync": ("ENOSPC", "EIO"),
    "flock": ("ENOLCK",),
    "linkat": ("EPERM", "ENOSPC"),
    "fchmod": ("EPERM", "EIO"),
    "renameat": ("ENOSPC", "EROFS", "EIO"),
    "renameat2": ("ENOSPC", "EROFS", "EIO"),
    "unlinkat": ("EACCES", "EIO"),
}
SIGNALS = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}
everyday_and_all = pytest.mark.parametrize(
    "every", [False, pytest.param(True, marks=pytest.mark.exhaustive)], ids=["some", "every"]
)


def calls(story: Story, run: Run, place: Path) -> list[Call]:
    """The writing calls of an undisturbed run, from the first one in our own folder."""
    (place / "traced").mkdir()
    return calls_of(run, story.copy(place / "traced"), ERRORS)


def check_next_command(story: Story, project: Path, call: Call) -> None:
    """Another command, or the same one again, finds a whole project and does its own work."""
    if call.number % 2 or story.words in (("apply",), ("upgrade",)):
        again = story.forked.run(project, *story.words)
        known = (story.old, story.new) if story.words == ("undo",) else (story.new,)
        assert files(project) in known, again
        assert again.stderr == "" or re.match(r"Error: .* (already|does not|has)", again.stderr)
    else:
        assert story.forked.run(project, "generate", "route", "next")[::2] == (0, "")
        assert story.forked.run(project, "undo")[::2] == (0, "")
        assert files(project) in (story.old, story.new)
    assert not {"staging", "journal"} & set(os.listdir(project / ".ant"))


def check_said(story: Story, traced: Traced, after: Snapshot) -> None:
    """What the command said is true."""
    assert "Traceback" not in traced.stderr and "Internal" not in traced.stderr, traced.stderr
    if traced.code == 0:
        assert (after, traced.stderr) == (story.new, "")
    else:
        assert traced.code == 1 and traced.stderr.startswith("Error: "), traced
        lost_output = "Cannot write to standard output" in traced.stderr
        assert after == (story.new if lost_output else story.old)


@pytest.mark.slow
@everyday_and_all
@pytest.mark.exhaustive_for("subroute", "destroy subroute")
def test_a_kill_at_any_writing_call_leaves_the_old_project_or_the_new(
    story: Story, memory: Path, every: bool
) -> None:
    run = story.run(forked=every)

    def attempt(folder: Path, call: Call, effect: str) -> None:
        project = story.copy(folder)
        assert strike(run, project, call, effect).code == -9
        check_next_command(story, project, call)

    ours = changing(calls(story, run, memory))
    run_all(
        attempt,
        memory,
        [(call, "signal=SIGKILL") for call in (most_of(ours) if every else some_of(ours))],
    )


# Python's own calls between these, of all commands, are struck in ``test_signals``.
@pytest.mark.exhaustive
@pytest.mark.parametrize("story", ["route", "destroy route", "apply"], indirect=True)
def test_a_signal_at_any_writing_call_is_cleared_up_after_at_once(
    story: Story, memory: Path
) -> None:
    run = story.run(forked=True)

    def attempt(folder: Path, call: Call, effect: str) -> None:
        project = story.copy(folder)
        traced = strike(run, project, call, effect)
        assert traced.code == SIGNALS[effect.removeprefix("signal=")], traced
        assert traced.stderr in ("", "Error: Interrupted.\n", "Error: Terminated.\n")
        assert files(project) in (story.old, story.new)
        check_next_command(story, project, call)

    ours = changing(calls(story, run, memory))
    run_all(attempt, memory, [(c, f"signal={s}") for c, s in zip(ours, cycle(SIGNALS))])


@pytest.mark.slow
@everyday_and_all
@pytest.mark.exhaustive_for("subroute", "destroy subroute")
def test_an_error_of_any_writing_call_leaves_the_project_as_it_was_or_does_no_harm(
    story: Story, memory: Path, every: bool
) -> None:
    run = story.run(forked=every)

    def attempt(folder: Path, call: Call, effect: str) -> None:
        project = story.copy(folder)
        traced = strike(run, project, call, effect)
        check_said(story, traced, files(project))
        if call.number % 5 == 1:  # after a kill, every call has its next command
            check_next_command(story, project, call)

    ours = calls(story, run, memory)
    # The writer under the commands meets every error at every call in test_growing_every_call;
    # here each call of each command meets one, and each kind of call meets all that it can.
    cases = [
        (call, f"error={ERRORS[call.name][call.number % len(ERRORS[call.name])]}")
        for call in (most_of(ours) if every else some_of(ours))
    ]
    run_all(attempt, memory, cases)


def test_the_commands_that_are_struck_change_something(story: Story) -> None:
    assert story.old != story.new
