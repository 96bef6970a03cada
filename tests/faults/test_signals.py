"""Ctrl-C and its kin at any moment, and readers that go away."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from support.stories import PLOTS, Story, files
from support.trees import Snapshot, snapshot

CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
OUR_FRAME = re.compile(r'cli/main\.py", line \d+, in main|cli/app\.py')
BETWEEN_CALLS = Path(__file__).parent / "between_calls.py"
Command = list[str | Path]
Clean = Callable[[str], Snapshot]


def shell_code(code: int) -> int:
    """What a shell says of a process that a signal ended before it could say anything itself."""
    return 128 - code if code < 0 else code


def check_place(folder: Path, clean: Clean) -> None:
    if (folder / "x").exists():
        assert snapshot(folder / "x") == clean("x")


def check_said(number: int, code: int, errors: str) -> None:
    if number == signal.SIGINT and ("Traceback" in errors or errors == "KeyboardInterrupt\n"):
        # Until Python has come to our first line, what it does with Ctrl-C is its own affair: in a
        # destructor, or where it looks at the script's path, it says so and goes on.
        assert code in (0, 1, CODES[signal.SIGINT]), errors
        assert not OUR_FRAME.search(errors), errors
    else:
        assert code in (0, CODES[signal.Signals(number)]), errors
        assert errors.strip() in ("", "Error: Interrupted.", "Error: Terminated."), errors


def interrupt(command: Command, folder: Path, number: int, delay: float) -> tuple[int, str]:
    """Start the command, send it a signal after a while; return its exit code and its errors."""
    process = subprocess.Popen(
        command, cwd=folder, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    time.sleep(delay)
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    return shell_code(process.returncode), errors


def duration(command: Command, folder: Path) -> float:
    start = time.monotonic()
    subprocess.run([*command, "generate", "api", "timed"], cwd=folder, check=True)
    return time.monotonic() - start


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [4, pytest.param(20, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize("number", CODES)
def test_a_signal_at_a_random_moment(
    frozen_ant: Command, tmp_path: Path, clean_tree: Clean, number: signal.Signals, rounds: int
) -> None:
    moments = random.Random(number)
    whole = duration(frozen_ant, tmp_path)
    command = [*frozen_ant, "generate", "api", "x"]
    for i in range(rounds):
        folder = tmp_path / str(i)
        folder.mkdir()
        code, errors = interrupt(command, folder, number, moments.uniform(0, whole))
        check_said(number, code, errors)
        check_place(folder, clean_tree)
        assert code or "x" in os.listdir(folder)
        subprocess.run([*frozen_ant, "generate", "api", "y"], cwd=folder, check=True)
        assert set(os.listdir(folder)) <= {"x", "y"}


# All commands share what catches a signal; each of them is struck between its calls below.
@pytest.mark.exhaustive
@pytest.mark.parametrize("story", ["route", "destroy route"], indirect=True)
@pytest.mark.parametrize("number", CODES)
def test_a_signal_at_a_random_moment_of_a_command_that_changes_a_project(
    story: Story, frozen_ant: Command, memory: Path, number: signal.Signals
) -> None:
    moments = random.Random(number)
    start = time.monotonic()
    story.started.run(story.copy(memory), *story.words)
    whole = time.monotonic() - start
    for i in range(10):
        (memory / str(i)).mkdir()
        project = story.copy(memory / str(i))
        code, errors = interrupt(
            [*frozen_ant, *story.words], project, number, moments.uniform(0, whole)
        )
        check_said(number, code, errors)
        assert files(project) in ((story.old, story.new) if code else (story.new,))
        story.forked.run(project, *story.words)
        undone_twice = [story.old] if story.words == ("undo",) else []
        assert files(project) in [story.new, *undone_twice]


@pytest.mark.parametrize(
    "story",
    [
        pytest.param("route", marks=pytest.mark.slow),
        *(pytest.param(name, marks=pytest.mark.exhaustive) for name in [*PLOTS][1:]),
    ],
    indirect=True,
)
def test_a_signal_between_any_two_calls_of_what_writes(
    story: Story, frozen_ant: Command, memory: Path
) -> None:
    times = 50
    copies = [story.copy(memory / str(i)) for i in range(times)]
    story.copy(memory / "count")
    done = subprocess.run(
        [*frozen_ant[:-1], BETWEEN_CALLS, Path(frozen_ant[-1]).parent / "site", memory,
         str(times), *story.words],
        text=True, capture_output=True, check=True,
    )  # fmt: skip
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == times
    for (struck, code, errors), project in zip(lines, copies, strict=True):
        assert (code, errors) in [(143, "Error: Terminated.\n"), (143, ""), (0, "")], struck
        assert files(project) in (story.old, story.new), struck
    assert sum(code == 143 for _, code, _ in lines) > times / 2


PAUSE = """
import sys, time
class Pause:
    def find_spec(self, name, *_):
        if name == {module!r}:
            print("paused", flush=True)
            for _ in range(600):  # a signal that comes just before a sleep waits for its end
                time.sleep(0.1)
sys.meta_path.insert(0, Pause())
sys.argv[1:] = ["generate", "api", "x"]
from ant.cli.main import main
main()
"""


@pytest.mark.parametrize("number", CODES)
@pytest.mark.parametrize(
    "module", ["ant.cli.app", "ant.cli.output", "minijinja", "ant.workspace.new_tree"]
)
def test_a_signal_while_modules_are_imported(
    tmp_path: Path, number: signal.Signals, module: str
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PAUSE.format(module=module)], cwd=tmp_path, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout and process.stdout.readline() == "paused\n"
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == CODES[number]
    assert errors.strip() in ("", "Error: Interrupted.", "Error: Terminated.")
    assert os.listdir(tmp_path) == []


DESTRUCTOR = """
import os, signal
from ant.cli.signals import Unwinding
class Last:
    def __del__(self):
        os.kill(os.getpid(), signal.{name})
        for _ in range(1000): pass
with Unwinding():
    Last()
print("went on")
"""


@pytest.mark.parametrize("number", CODES)
def test_a_signal_where_python_cannot_raise_ends_the_process_all_the_same(
    number: signal.Signals,
) -> None:
    code = DESTRUCTOR.format(name=number.name)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (CODES[number], "", "")


NAMING = """
import os, signal
from ant.cli.signals import Terminated, Unwinding
class Attribute:
    def __set_name__(self, owner, name):
        os.kill(os.getpid(), signal.{name})
        for _ in range(1000): pass
try:
    with Unwinding():
        class Owner:
            attribute = Attribute()
except (KeyboardInterrupt, Terminated) as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize("number", CODES)
def test_a_signal_while_a_class_is_made_is_still_that_signal(number: signal.Signals) -> None:
    code = NAMING.format(name=number.name)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    wanted = "KeyboardInterrupt" if number == signal.SIGINT else "Terminated"
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{wanted}\n", "")


TWICE = """
import os, signal, time
from ant.cli.signals import Unwinding
with Unwinding():
    try:
        os.kill(os.getpid(), signal.{name})
        time.sleep(60)
    finally:
        os.kill(os.getpid(), signal.{name})
        time.sleep(60)
"""


@pytest.mark.parametrize("number", CODES)
def test_a_second_signal_ends_what_clears_up_after_the_first(number: signal.Signals) -> None:
    code = TWICE.format(name=number.name)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=30
    )
    assert (done.returncode, done.stdout, done.stderr) == (CODES[number], "", "")


def test_nohup_is_respected(frozen_ant: Command, tmp_path: Path) -> None:
    command = 'trap "" HUP; "$@" & sleep 0.05; kill -HUP $!; wait $!'
    words = [*frozen_ant, "generate", "api", "x"]
    done = subprocess.run(
        ["sh", "-c", command, "sh", *words], cwd=tmp_path, capture_output=True, check=False
    )
    assert (done.returncode, os.listdir(tmp_path)) == (0, ["x"])


def shell(frozen_ant: Command, folder: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which ``ant`` is the command, and ``code`` shows its exit code."""
    words = " ".join(f"'{word}'" for word in frozen_ant)
    prelude = f'ant() {{ {words} "$@"; echo $? >&3; }}\nexec 3>code\n'
    return subprocess.run(
        ["bash", "-c", prelude + script], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("redirection", "code"),
    [
        ("-v | head -1", 0),
        ("-v | true", 0),
        ("--report | true", 0),
        ("-v >&-", 0),
        ("--report >&-", 0),
        (">&- 2>&- <&-", 0),
        ("-v >/dev/full", 1),
        ("--report >/dev/full", 1),
    ],
)
def test_a_lost_output_leaves_the_target_whole(
    frozen_ant: Command, tmp_path: Path, clean_tree: Clean, redirection: str, code: int
) -> None:
    done = shell(frozen_ant, tmp_path, f"ant generate api x {redirection}")
    assert (tmp_path / "code").read_text() == f"{code}\n"
    reason = "Error: Cannot write to standard output: No space left on device."
    reason += " What the command did stays done.\n"
    assert done.stderr == (reason if code else "")
    assert sorted(os.listdir(tmp_path)) == ["code", "x"]
    assert snapshot(tmp_path / "x") == clean_tree("x")


@pytest.mark.parametrize(
    "redirection", ["2>/dev/full", "2>&-", ">&- 2>&- <&-", "--report >/dev/full", "--report >&-"]
)
def test_an_error_that_nobody_can_be_told_is_still_in_the_exit_code(
    frozen_ant: Command, tmp_path: Path, redirection: str
) -> None:
    done = shell(frozen_ant, tmp_path, f"ant generate api ../x {redirection}")
    assert (tmp_path / "code").read_text() == "1\n"
    assert "Traceback" not in done.stderr + done.stdout
    assert os.listdir(tmp_path) == ["code"]


@pytest.mark.parametrize("words", ["--version", "--help", "generate api --help"])
@pytest.mark.parametrize("redirection", [">/dev/full", ">&-", "| true"])
def test_help_that_cannot_be_shown_gives_no_traceback(
    frozen_ant: Command, tmp_path: Path, words: str, redirection: str
) -> None:
    done = shell(frozen_ant, tmp_path, f"ant {words} {redirection}")
    assert (tmp_path / "code").read_text() in ("0\n", "1\n")
    assert done.stderr == "" or re.fullmatch(r"Error: [^\n]+\n", done.stderr)
