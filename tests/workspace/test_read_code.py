"""Reading all Python files of a project."""

import os
from pathlib import Path

import pytest

from ant.core.errors import ReadFailed
from ant.workspace.read_code import read_code


def test_python_files_come_by_path_and_nothing_else_does(tmp_path: Path) -> None:
    for path in ("api/app.py", "api/deep/x.py", "api/__pycache__/y.py", "api/.hidden/z.py",
                 "api/notes.txt", "other.py"):  # fmt: skip
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    (tmp_path / "api/link.py").symlink_to(tmp_path / "other.py")
    assert read_code(str(tmp_path)) == {
        "api/app.py": b"api/app.py", "api/deep/x.py": b"api/deep/x.py",
    }  # fmt: skip


def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "api").mkdir()
    os.mkfifo(tmp_path / "api/pipe.py")
    assert read_code(str(tmp_path)) == {}


def test_a_folder_that_cannot_be_read_is_named_and_not_taken_for_empty(tmp_path: Path) -> None:
    with pytest.raises(ReadFailed, match=r"Cannot read '.*/api': No such file or directory\."):
        read_code(str(tmp_path))
