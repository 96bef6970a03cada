"""A new tree on a real disk: whole, or not at all."""

import os
import resource
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ant.core.errors import TargetExists, WriteFailed
from ant.core.planning.plan import FileChange, Plan, make_plan
from ant.workspace.new_tree import create_tree


@pytest.fixture
def umask() -> Iterator[Callable[[int], int]]:
    """Set the process's umask for one test."""
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


@pytest.fixture
def few_open_files() -> Iterator[int]:
    """Let this process open only a few files more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    limit = max(map(int, os.listdir("/proc/self/fd"))) + 140
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, hard))
    yield limit
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_all_files_and_folders_appear(tmp_path: Path, plan: Plan) -> None:
    create_tree(str(tmp_path / "x"), plan)
    found = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*")}
    folders = {"x", "x/a", "x/a/b"}
    assert found == folders | {"x/a/b/c.txt", "x/a/empty", "x/secret", "x/top.txt"}
    contents = {change.path: (tmp_path / "x" / change.path).read_bytes() for change in plan.changes}
    assert contents == {change.path: change.after for change in plan.changes}


def test_a_change_that_changes_nothing_is_not_written(tmp_path: Path) -> None:
    nothing, removed = FileChange("same", b"x", b"x"), FileChange("gone", b"x", None)
    create_tree(str(tmp_path / "x"), make_plan(nothing, removed, FileChange("new", None, b"")))
    assert os.listdir(tmp_path / "x") == ["new"]


def test_an_empty_plan_gives_an_empty_directory(tmp_path: Path) -> None:
    create_tree(str(tmp_path / "x"), Plan())
    assert os.listdir(tmp_path / "x") == []


@pytest.mark.parametrize(
    ("mask", "modes"),
    [(0o022, (0o755, 0o644)), (0o077, (0o700, 0o600)), (0, (0o777, 0o666))],
)
def test_modes_follow_the_umask_and_a_private_file_is_private(
    tmp_path: Path, plan: Plan, umask: Callable[[int], int], mask: int, modes: tuple[int, int]
) -> None:
    folder, file = modes
    umask(mask)
    create_tree(str(tmp_path / "x"), plan)
    assert {mode(tmp_path / path) for path in ("x", "x/a", "x/a/b")} == {folder}
    assert mode(tmp_path / "x/top.txt") == file
    assert mode(tmp_path / "x/secret") == 0o600
    assert umask(mask) == mask


def test_a_shared_folder_passes_its_group_on(tmp_path: Path, plan: Plan) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o2775)
    create_tree(str(shared / "x"), plan)
    assert mode(shared / "x") & stat.S_ISGID
    assert mode(shared / "x/a/b") & stat.S_ISGID


def _file(target: Path) -> None:
    target.write_text("mine")


def _directory(target: Path) -> None:
    target.mkdir()
    (target / "mine").touch()


def _dangling_link(target: Path) -> None:
    target.symlink_to("nowhere")


def _link_to_directory(target: Path) -> None:
    (target.parent / "elsewhere").mkdir()
    target.symlink_to("elsewhere")


@pytest.mark.parametrize(
    "occupy", [_file, _directory, Path.mkdir, _dangling_link, _link_to_directory, os.mkfifo]
)
def test_what_has_the_name_already_stays_as_it_is(
    tmp_path: Path, plan: Plan, occupy: Callable[[Path], None]
) -> None:
    target = tmp_path / "x"
    occupy(target)
    files = sorted(tmp_path.rglob("*"))
    before = target.lstat()  # after the files were listed, which a directory remembers
    with pytest.raises(TargetExists, match=r"^Directory 'x' already exists\.$"):
        create_tree(str(target), plan)
    assert target.lstat() == before
    assert sorted(tmp_path.rglob("*")) == files


def test_a_place_that_is_not_there_is_named(tmp_path: Path, plan: Plan) -> None:
    with pytest.raises(WriteFailed) as caught:
        create_tree(str(tmp_path / "missing/x"), plan)
    reason = f"Cannot write in '{tmp_path}/missing': No such file or directory."
    assert str(caught.value) == f"{reason}\n  Nothing was created."


def test_a_plan_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    impossible = make_plan(FileChange("a", None, b""), FileChange("a/b", None, b""))
    with pytest.raises(WriteFailed, match=r"File exists|Not a directory"):
        create_tree(str(tmp_path / "x"), impossible)
    too_long = make_plan(FileChange("a", None, b""), FileChange("b" * 300, None, b""))
    with pytest.raises(WriteFailed, match="File name too long"):
        create_tree(str(tmp_path / "x"), too_long)
    assert os.listdir(tmp_path) == []


@pytest.mark.usefixtures("few_open_files")
def test_many_files_need_few_descriptors(tmp_path: Path) -> None:
    files = [FileChange(f"f{i}/{i}", None, b"%d" % i) for i in range(350)]
    create_tree(str(tmp_path / "x"), make_plan(*files))
    written = {path.name: path.read_bytes() for path in (tmp_path / "x").glob("*/*")}
    assert written == {str(i): b"%d" % i for i in range(350)}


def test_a_parent_behind_a_link_is_written_to(tmp_path: Path, plan: Plan) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    create_tree(str(tmp_path / "link/x"), plan)
    assert os.listdir(tmp_path / "real") == ["x"]
