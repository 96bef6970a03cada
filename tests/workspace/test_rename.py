"""A rename that replaces nothing, with and without the system's help."""

import ctypes
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ant.workspace.rename import Entry, rename_to_new


@pytest.fixture(params=["renameat2", "rename"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[int]:
    """An open directory with a tree in it; the C library may lack the newer call."""
    (tmp_path / "tree").mkdir()
    (tmp_path / "tree/file").touch()
    descriptor = os.open(tmp_path, os.O_RDONLY)
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "rename":
            patch.setattr(ctypes, "CDLL", lambda *_, **__: object())
        yield descriptor
    os.close(descriptor)


def test_the_tree_gets_its_new_name(folder: int, tmp_path: Path) -> None:
    rename_to_new(Entry(folder, "tree"), Entry(folder, "x"))
    assert os.listdir(tmp_path) == ["x"]
    assert os.listdir(tmp_path / "x") == ["file"]


@pytest.mark.parametrize(
    "occupy", [Path.mkdir, Path.touch, os.mkfifo, lambda path: path.symlink_to("nowhere")]
)
def test_nothing_is_replaced(folder: int, tmp_path: Path, occupy: Callable[[Path], None]) -> None:
    occupy(tmp_path / "x")
    before = (tmp_path / "x").lstat()
    with pytest.raises(FileExistsError):
        rename_to_new(Entry(folder, "tree"), Entry(folder, "x"))
    assert (tmp_path / "x").lstat() == before
    assert os.listdir(tmp_path / "tree") == ["file"]


def test_another_error_keeps_its_reason(folder: int) -> None:
    with pytest.raises(FileNotFoundError):
        rename_to_new(Entry(folder, "missing"), Entry(folder, "x"))
