"""A spec may be anything: it is refused in words or it works; nothing executes, hangs or bursts."""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.grown import project_files
from support.hostile import REFUSED, WORKS

MEMORY = 512 * 1024**2
SECONDS = 10


def run(ant_path: Path, folder: Path, spec: str) -> subprocess.CompletedProcess[bytes]:
    return run_limited(ant_path, folder, ["generate", "api", "x", "--json", spec])


def run_limited(
    ant_path: Path, folder: Path, words: list[str]
) -> subprocess.CompletedProcess[bytes]:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    return subprocess.run(
        [ant_path, *words], cwd=folder, timeout=SECONDS, capture_output=True, preexec_fn=limit,
        check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def check_refused(done: subprocess.CompletedProcess[bytes], message: str, place: str) -> None:
    said = done.stderr.decode()
    assert done.returncode == 1, said
    assert said.startswith("Error: ")
    assert message in said
    assert place in said
    assert "Traceback" not in said
    assert len(said) < 2000


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_spec_is_refused_with_its_place(
    ant_path: Path, tmp_path: Path, name: str
) -> None:
    suffix, content, message, place = REFUSED[name]
    (tmp_path / f"s.{suffix}").write_bytes(content)
    check_refused(run(ant_path, tmp_path, f"s.{suffix}"), message, f"s.{suffix}{place}")
    assert os.listdir(tmp_path) == [f"s.{suffix}"]


@pytest.mark.slow
@pytest.mark.parametrize("name", WORKS)
def test_an_odd_spec_works(ant_path: Path, tmp_path: Path, name: str) -> None:
    suffix, content = WORKS[name]
    (tmp_path / f"s.{suffix}").write_bytes(content)
    done = run(ant_path, tmp_path, f"s.{suffix}")
    assert (done.returncode, done.stderr) == (0, b"")
    mocks = list((tmp_path / "x/api").glob("mocks/*.json"))
    if b"mock" in content:
        manifest = json.loads((tmp_path / "x/ant.json").read_bytes())
        assert [json.loads(path.read_bytes()) for path in mocks] == [
            route["mock"] for route in manifest["routes"].values()
        ]


OF_SPECS_ALONE = {
    "surrogate text", "surrogate name", "empty yaml", "comment alone", "long key", "long yaml key",
}  # fmt: skip


@pytest.mark.exhaustive
def test_a_hostile_mock_is_refused_with_its_place(ant_path: Path, project: Path) -> None:
    before = project_files(project)
    for name in sorted({*REFUSED} - OF_SPECS_ALONE):
        suffix, content, message, place = REFUSED[name]
        (project.parent / f"s.{suffix}").write_bytes(content)
        words = ["generate", "route", "users", "--mock", f"../s.{suffix}"]
        check_refused(run_limited(ant_path, project, words), message, f"s.{suffix}{place}")
        assert project_files(project) == before, name


@pytest.mark.slow
def test_a_hostile_manifest_is_refused_with_its_place(ant_path: Path, project: Path) -> None:
    before = project_files(project)
    for name in REFUSED:
        suffix, content, message, place = REFUSED[name]
        if suffix != "json" or name == "too large":  # only what a command is given has a limit
            continue
        (project / "ant.json").write_bytes(content)
        for words in (["apply"], ["generate", "route", "users"]):
            done = run_limited(ant_path, project, words)
            check_refused(done, message, f"ant.json{place}")
        after = project_files(project)
        assert after.pop("ant.json")[1] == content
        assert after == {path: seen for path, seen in before.items() if path != "ant.json"}, name


@pytest.fixture
def endless(tmp_path: Path) -> Iterator[Path]:
    """A pipe into which somebody writes without end."""
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    code = f"f = open({str(pipe)!r}, 'wb')\nwhile True: f.write(b' ' * 65536)"
    writer = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    yield pipe
    writer.kill()
    writer.wait()


def test_an_endless_pipe_is_read_up_to_the_limit(
    ant_path: Path, tmp_path: Path, endless: Path
) -> None:
    done = run(ant_path, tmp_path, str(endless))
    assert done.returncode == 1
    assert done.stderr.decode().splitlines() == [
        "Error: This is larger than 10 MB.",
        f"  at {endless}",
    ]


@pytest.mark.slow
def test_waiting_for_a_silent_pipe_ends_with_ctrl_c(ant_path: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    waiting = subprocess.Popen(
        [ant_path, "generate", "api", "x", "--json", "pipe.json"], cwd=tmp_path,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        time.sleep(1)
        assert waiting.poll() is None
        waiting.send_signal(signal.SIGINT)
        output, said = waiting.communicate(timeout=SECONDS)
    finally:
        with contextlib.suppress(ProcessLookupError):
            waiting.kill()
        waiting.wait()
    assert (waiting.returncode, output, said) == (130, b"", b"Error: Interrupted.\n")
    assert os.listdir(tmp_path) == ["pipe.json"]


def test_a_standard_input_that_is_closed_is_named(ant_path: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" generate api x --json - <&-', str(ant_path)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "Error: There is no standard input to read.\n")


@pytest.mark.parametrize("text", ["é", "\ud83d", "\udcff", "a" * 100_000])
def test_an_odd_text_on_the_command_line_is_refused(
    ant_path: Path, tmp_path: Path, text: str
) -> None:
    argument = text.encode("utf-8", "surrogatepass" if text == "\ud83d" else "surrogateescape")
    done = subprocess.run(
        [os.fsencode(ant_path), b"generate", b"api", b"x", b"--json", argument],
        cwd=tmp_path, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith(b"Error: This is not ")
