"""What git makes of three versions of a text."""

import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

NAMES = ("current", "old", "new")


def git_merge(current: Sequence[str], old: Sequence[str], new: Sequence[str]) -> list[str] | None:
    """The merged lines; None where git finds a conflict."""
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in zip(NAMES, (current, old, new), strict=True):
            content = "".join(f"{line}\n" for line in lines)
            Path(folder, name).write_text(content, newline="")
        command = ["git", "merge-file", "--stdout", "--diff3", *NAMES]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert 0 <= done.returncode < 128, done.stderr
    return None if done.returncode else done.stdout.split("\n")[:-1]
