"""Reading all Python files of a project."""

import os
import tempfile
from pathlib import Path

import pytest

from ant.core.errors import ReadFailed
from ant.workspace.read_code import read_all_code, read_code


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


def test_all_code_is_that_of_the_project_wherever_it_is(tmp_path: Path) -> None:
    wanted = {
        "manage.py", "scripts/report.py", "scripts/deep/er/x.py", "api/app.py", "tests/test_x.py",
        "api/build/x.py", "scripts/dist/x.py",
    }  # fmt: skip
    others = {
        ".hidden/x.py", "env/lib/x.py", "env/pyvenv.cfg", "scripts/env/pyvenv.cfg",
        "scripts/env/bin/x.py", "node_modules/a/x.py", "web/node_modules/x.py", "build/lib/x.py",
        "dist/x.py", "scripts/__pycache__/x.py", "old/site-packages/x.py", "other/ant.json",
        "other/api/app.py", "ant.json", "notes.txt",
    }  # fmt: skip
    for path in wanted | others:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path)
    (tmp_path / "elsewhere").symlink_to(tmp_path / "scripts")
    (tmp_path / "link.py").symlink_to(tmp_path / "manage.py")
    assert read_all_code(str(tmp_path)) == {path: path.encode() for path in wanted}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take another user's place")
def test_a_folder_of_a_database_is_in_nobodys_way() -> None:
    with tempfile.TemporaryDirectory() as root:
        os.chmod(root, 0o755)
        (Path(root) / "data").mkdir(mode=0o700)
        (Path(root) / "manage.py").write_text("x")
        os.seteuid(65534)
        try:
            assert read_all_code(root) == {"manage.py": b"x"}
        finally:
            os.seteuid(0)
