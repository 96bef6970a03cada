"""What of a change reaches the disk in which order, and what else the calls promise."""

import os
import re
import subprocess
from pathlib import Path

from support.growing import Bench, tree
from support.strace import Call, Fault, trace

CALLS = [
    "fcntl",
    "mkdirat",
    "openat",
    "fsync",
    "linkat",
    "renameat",
    "renameat2",
    "unlinkat",
    "write",
]


def traced_calls(bench: Bench, folder: Path) -> list[Call]:
    bench.copy(folder)
    calls = trace(bench.grow, folder, CALLS).calls
    start = next(i for i, call in enumerate(calls) if '".ant", 0700' in call.text)
    return calls[start:]


def flushed(calls: list[Call], start: int, end: int) -> set[str]:
    """The names under which files and folders were opened that were flushed in a stretch."""
    holds, names = dict[str, str](), set()
    for number, call in enumerate(calls[:end]):
        if call.name == "openat" and " = -1" not in call.text:
            holds[call.text.rsplit("= ", 1)[1]] = call.text.split('"')[1]
        elif "F_DUPFD" in call.text:
            old, new = call.text.split(",")[0], call.text.rsplit("= ", 1)[1]
            holds[new] = holds.get(old, ".")
        elif call.name == "fsync" and number >= start:
            names.add(holds.get(call.text.split(")")[0], "."))
    return names


def index(calls: list[Call], pattern: str) -> int:
    (found,) = [i for i, c in enumerate(calls) if re.match(pattern, f"{c.name}({c.text}")]
    return found


def test_each_step_is_on_the_disk_before_the_next(bench: Bench, tmp_path: Path) -> None:
    calls = traced_calls(bench, tmp_path / "x")
    journal = index(calls, r'renameat\(\d+, "journal", \d+, "journal"')
    stand = index(calls, r'renameat\(\d+, "journal", \d+, "undo"')
    names = r'"(app\.py|new\.py|secret|dead\.py|dead_too\.py|run\.sh|gone|old|fresh|deep)"'
    kinds = ("renameat", "renameat2", "unlinkat", "mkdirat")
    changes = [i for i, c in enumerate(calls) if c.name in kinds and re.search(names, c.text)]
    assert len(changes) == 10
    assert journal < min(changes) and max(changes) < stand
    new = {f"new-{number}" for number in (0, 1, 2, 5)}
    assert new | {"journal", "staging"} <= flushed(calls, 0, journal)
    assert calls[journal + 1].name == "fsync"
    assert flushed(calls, max(changes), stand) >= {".", "api", "fresh", "deep"}
    assert calls[stand + 1].name == "fsync"


def test_every_call_names_one_step_of_a_folder_that_is_open(bench: Bench, tmp_path: Path) -> None:
    for call in traced_calls(bench, tmp_path / "x"):
        if call.name in ("fsync", "write", "fcntl"):
            continue
        names = re.findall(r'"([^"]*)"', call.text)
        assert names and all("/" not in name and name != ".." for name in names), call
        assert "AT_FDCWD" not in call.text, call
        if call.name == "openat" and not call.text.split('"')[1].startswith("staging"):
            assert "O_NOFOLLOW" in call.text, call


def test_a_change_that_the_disk_cannot_promise_is_taken_back_and_the_last_record_stays(
    bench: Bench, tmp_path: Path
) -> None:
    clean, folder = tmp_path / "clean", tmp_path / "x"
    for place in (clean, folder):
        bench.copy(place)
        subprocess.run(bench.grow, cwd=place, check=True)
        for name in ("api", "run.sh"):
            subprocess.run(["rm", "-r", str(place / name)], check=True)
        bench.copy(place)
    record = (folder / ".ant/undo").read_bytes().replace(b"ant grow", b"ant glow")
    (folder / ".ant/undo").write_bytes(record)
    flushes = trace(bench.grow, clean, ["fsync"]).calls
    fault = Fault("fsync", len(flushes), "error=EIO")
    done = trace(bench.grow, folder, ["fsync", "renameat"], [fault])
    assert done.code == 1 and "(INJECTED)" in done.log
    said = "Error: Cannot write in '.': Input/output error.\n  Nothing was changed.\n"
    assert done.stderr == said
    assert tree(folder) == bench.old
    assert (folder / ".ant/undo").read_bytes() == record
    assert set(os.listdir(folder / ".ant")) == {".gitignore", "lock", "undo"}
