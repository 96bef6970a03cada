"""A project that exists, on a real disk: what is read, and what a plan does to it."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ant.core.errors import (
    AntError,
    BrokenRecord,
    HalfDone,
    InvalidName,
    ReadFailed,
    StaleProject,
    UnsafePath,
    WriteFailed,
)
from ant.core.planning.plan import FileChange, Plan, make_plan
from ant.workspace.project import opened_project, read_only_project
from support.trees import Snapshot, snapshot

EDIT = FileChange("api/app.py", b"app = 1\r\n", b"app = 2\r\n")
CREATION = FileChange("api/fresh/deep/new.py", None, b"new\n")
DELETION = FileChange("old/gone/dead.py", b"dead\n", None)
GROW = make_plan(EDIT, CREATION, DELETION)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project, with a neighbour that is none of our business."""
    root = tmp_path / "project"
    for folder in ("api", "old/gone"):
        (root / folder).mkdir(parents=True)
    (root / "api/app.py").write_bytes(b"app = 1\r\n")
    (root / "api/mine.py").write_bytes(b"mine\n")
    (root / "old/gone/dead.py").write_bytes(b"dead\n")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/app.py").write_bytes(b"app = 1\r\n")
    return root


def apply(root: Path, plan: Plan = GROW, command: str = "ant grow") -> None:
    with opened_project(str(root)) as project:
        project.apply(plan, command)


def tree(root: Path) -> Snapshot:
    return {path: seen for path, seen in snapshot(root).items() if path.split("/")[0] != ".ant"}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def refused(root: Path, plan: Plan, kind: type[AntError]) -> str:
    """Apply a plan that must be refused and leave the tree as it is; return what is said."""
    before = tree(root)
    with pytest.raises(kind) as caught:
        apply(root, plan)
    assert tree(root) == before
    assert set(os.listdir(root / ".ant")) == {".gitignore", "lock"}
    return str(caught.value)


def test_an_edit_a_creation_and_a_deletion(root: Path) -> None:
    apply(root)
    files = {str(path.relative_to(root)) for path in root.rglob("*") if ".ant" not in path.parts}
    fresh = {"api/fresh", "api/fresh/deep", "api/fresh/deep/new.py"}
    assert files == {"api", "api/app.py", "api/mine.py"} | fresh
    assert (root / "api/app.py").read_bytes() == b"app = 2\r\n"
    assert (root / "api/fresh/deep/new.py").read_bytes() == b"new\n"


def test_what_we_keep_for_ourselves_is_private_and_unknown_to_git(root: Path) -> None:
    apply(root)
    assert mode(root / ".ant") == 0o700
    assert set(os.listdir(root / ".ant")) == {".gitignore", "lock", "undo"}
    (root / ".ant/applied.json").write_text("{}")
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    status = subprocess.run(
        ["git", "status", "--porcelain", "-uall", ".ant"],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert status.stdout == "?? .ant/applied.json\n"
    assert mode(root / ".ant/undo") == 0o600


def test_a_folder_goes_with_its_last_file_and_stays_with_anything_else_in_it(root: Path) -> None:
    (root / "old/notes").touch()
    apply(root)
    assert os.listdir(root / "old") == ["notes"]


def test_a_folder_that_was_empty_before_stays(root: Path) -> None:
    (root / "empty").mkdir()
    apply(root)
    assert (root / "empty").is_dir()


@pytest.mark.parametrize("permissions", [0o640, 0o755, 0o600, 0o4755, 0o222 | 0o444])
def test_an_edited_file_keeps_its_mode(root: Path, permissions: int) -> None:
    (root / "api/app.py").chmod(permissions)
    apply(root)
    assert mode(root / "api/app.py") == permissions


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to someone else")
def test_an_edited_file_keeps_its_owner(root: Path) -> None:
    os.chown(root / "api/app.py", 65534, 65533)
    (root / "api/app.py").chmod(0o4775)
    apply(root)
    status = (root / "api/app.py").stat()
    assert (status.st_uid, status.st_gid) == (65534, 65533)
    assert mode(root / "api/app.py") == 0o4775


def test_new_files_and_folders_follow_the_umask_and_a_private_one_is_private(root: Path) -> None:
    before = os.umask(0o027)
    try:
        apply(root, make_plan(CREATION, FileChange("key", None, b"", private=True)))
    finally:
        os.umask(before)
    assert mode(root / "api/fresh/deep/new.py") == 0o640
    assert mode(root / "api/fresh") == 0o750
    assert mode(root / "key") == 0o600


def test_a_file_that_needs_no_change_is_not_touched(root: Path) -> None:
    before = (root / "api/mine.py").stat()
    apply(root, make_plan(EDIT, FileChange("api/mine.py", b"mine\n", b"mine\n")))
    after = (root / "api/mine.py").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_plan_that_changes_nothing_keeps_the_last_record(root: Path) -> None:
    apply(root)
    apply(root, make_plan(FileChange("api/mine.py", b"mine\n", b"mine\n")), "ant nothing")
    with read_only_project(str(root)) as project:
        assert (project.undo_record() or ("",))[0] == "ant grow"


@pytest.mark.parametrize("change", [
    FileChange("api/app.py", b"app = 0\r\n", b""), FileChange("api/app.py", None, b""),
    FileChange("api/app.py", b"", None), FileChange("api/gone.py", b"", b"x"),
    FileChange("nowhere/gone.py", b"", b"x"), FileChange("api/mine.py", b"m", b"m"),
])  # fmt: skip
def test_a_file_that_is_not_as_the_plan_found_it_is_named(root: Path, change: FileChange) -> None:
    said = refused(root, make_plan(change, CREATION), StaleProject)
    assert said == f"'{change.path}' has changed meanwhile.\n  Run the command again."


def test_all_files_that_are_not_as_the_plan_found_them_are_named(root: Path) -> None:
    changes = [FileChange(path, b"?", b"") for path in ("api/app.py", "api/mine.py")]
    said = refused(root, make_plan(*changes), StaleProject)
    assert "'api/app.py'" in said and "'api/mine.py'" in said


@pytest.mark.parametrize("change", [EDIT, DELETION])
def test_a_read_only_file_is_refused_in_one_clear_line(root: Path, change: FileChange) -> None:
    (root / change.path).chmod(0o444)
    said = refused(root, GROW, WriteFailed).splitlines()
    assert said[0] == f"'{change.path}' is read-only."
    assert len(said) == 2 and f"chmod u+w '{change.path}'" in said[1]


def link_file(root: Path) -> None:
    (root / "api/app.py").unlink()
    (root / "api/app.py").symlink_to("../../outside/app.py")


def link_folder(root: Path) -> None:
    shutil.rmtree(root / "api")
    (root / "api").symlink_to("../outside")


def dangling(root: Path) -> None:
    (root / "api/fresh").symlink_to("../../outside/new")


@pytest.mark.parametrize(("swap", "named"), [
    (link_file, "api/app.py"), (link_folder, "api"), (dangling, "api/fresh"),
])  # fmt: skip
def test_a_link_is_refused_and_not_followed(
    root: Path, swap: Callable[[Path], None], named: str
) -> None:
    swap(root)
    outside = snapshot(root.parent / "outside")
    assert refused(root, GROW, UnsafePath).startswith(f"'{named}' is a symbolic link.")
    assert snapshot(root.parent / "outside") == outside
    if swap is not dangling:
        with read_only_project(str(root)) as project, pytest.raises(UnsafePath):
            project.read(["api/app.py"])


def test_our_own_folder_may_be_no_link_either(root: Path) -> None:
    (root / ".ant").symlink_to("../outside")
    with pytest.raises(UnsafePath, match=r"'\.ant' is a symbolic link"):
        apply(root)
    assert os.listdir(root.parent / "outside") == ["app.py"]


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_what_is_no_regular_file_is_refused(root: Path, make: Callable[[Path], None]) -> None:
    (root / "api/app.py").unlink()
    make(root / "api/app.py")
    assert refused(root, GROW, UnsafePath) == "'api/app.py' is no regular file."


def test_a_file_where_a_folder_should_be_is_refused(root: Path) -> None:
    (root / "api/fresh").touch()
    assert refused(root, GROW, UnsafePath) == "'api/fresh' is no directory."


@pytest.mark.parametrize("path", ["../outside/app.py", "/etc/passwd", "api/../../x", "", "a//b"])
def test_a_path_out_of_the_project_is_refused(root: Path, path: str) -> None:
    plan = Plan((FileChange(path, None, b"x"),))
    refused(root, plan, InvalidName)
    with read_only_project(str(root)) as project, pytest.raises(InvalidName):
        project.read([path])


def test_reading_gives_those_files_that_exist(root: Path) -> None:
    paths = ["api/app.py", "api/gone.py", "nowhere/x.py", "api/mine.py"]
    with opened_project(str(root)) as project:
        assert project.root == str(root)
        assert project.read(paths) == {"api/app.py": b"app = 1\r\n", "api/mine.py": b"mine\n"}
        assert [path for path in paths if project.exists(path)] == ["api/app.py", "api/mine.py"]
        assert project.list_files("api") == ["api/app.py", "api/mine.py"]
        assert project.list_files("") == [] == project.list_files("nowhere")


def test_looking_writes_nothing(root: Path) -> None:
    before = snapshot(root)
    with read_only_project(str(root)) as project:
        assert project.read(["api/mine.py"]) == {"api/mine.py": b"mine\n"}
        assert project.undo_record() is None
    assert snapshot(root) == before


def test_looking_at_a_place_that_is_gone_is_an_error(root: Path) -> None:
    with pytest.raises(ReadFailed), read_only_project(str(root / "gone")):
        pass
    with pytest.raises(WriteFailed), opened_project(str(root / "gone")):
        pass


def test_the_record_leads_back_byte_for_byte_and_forth_again(root: Path) -> None:
    old = tree(root)
    apply(root)
    new = tree(root)
    for command, expected in (("ant undo", old), ("ant redo", new)):
        with opened_project(str(root)) as project:
            record = project.undo_record()
            assert record
            project.apply(record[1], command)
        assert tree(root) == expected


def test_the_record_says_what_the_command_was(root: Path) -> None:
    apply(root, command="ant generate route café\n\udce9")
    with read_only_project(str(root)) as project:
        record = project.undo_record()
    assert record
    assert record[0] == "ant generate route café\n\udce9"
    backwards = [FileChange(c.path, c.after, c.before) for c in GROW.changes]
    assert record[1] == Plan(tuple(backwards))


def test_what_only_its_owner_could_read_comes_back_so(root: Path) -> None:
    (root / "old/gone/dead.py").chmod(0o600)
    apply(root)
    with opened_project(str(root)) as project:
        record = project.undo_record()
        assert record
        project.apply(record[1], "ant undo")
    assert mode(root / "old/gone/dead.py") == 0o600


@pytest.mark.parametrize("content", [b"", b"12\nant record 1", b"nonsense", b"-\n" * 9, b"\xff\n"])
def test_a_record_that_somebody_has_changed_is_named(root: Path, content: bytes) -> None:
    apply(root)
    whole = (root / ".ant/undo").read_bytes()
    for damaged in (content, whole[:-1], whole[1:], whole.replace(b"app = 1", b"app = 11")):
        (root / ".ant/undo").write_bytes(damaged)
        with read_only_project(str(root)) as project, pytest.raises(BrokenRecord, match="undo"):
            project.undo_record()


KILLED = """
import os, signal, sys
from ant.core.planning.plan import FileChange, make_plan
from ant.workspace.project import opened_project
def watch(event, arguments):
    if event == "os.rename" and arguments[:2] == ("journal", "undo"):  # the changes would stand
        os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
with opened_project(".") as project:
    project.apply(make_plan(
        FileChange("api/app.py", b"app = 1\\r\\n", b"app = 2\\r\\n"),
        FileChange("api/fresh/deep/new.py", None, b"new\\n"),
        FileChange("old/gone/dead.py", b"dead\\n", None),
    ), "ant grow")
"""


@pytest.fixture
def killed(root: Path) -> Iterator[Snapshot]:
    """The project as a run left it that was killed; what it was before."""
    old = tree(root)
    done = subprocess.run([sys.executable, "-c", KILLED], cwd=root, check=False)
    assert done.returncode == -9
    assert (root / "api/app.py").read_bytes() == b"app = 2\r\n"
    yield old


def test_the_next_run_puts_back_what_a_killed_one_did(root: Path, killed: Snapshot) -> None:
    with opened_project(str(root)) as project:
        assert project.read(["api/app.py"]) == {"api/app.py": b"app = 1\r\n"}
    assert tree(root) == killed
    assert set(os.listdir(root / ".ant")) == {".gitignore", "lock"}


def test_to_those_who_only_look_a_killed_run_never_was(root: Path, killed: Snapshot) -> None:
    before = snapshot(root)
    paths = [path for path, (kind, _) in killed.items() if stat.S_ISREG(kind)]
    with read_only_project(str(root)) as project:
        seen = project.read([*paths, "api/fresh/deep/new.py"])
        assert seen == {path: killed[path][1] for path in paths}
        assert project.list_files("old/gone") == ["old/gone/dead.py"]
        assert project.list_files("api/fresh/deep") == []
        assert not project.exists("api/fresh/deep/new.py")
        assert project.exists("old/gone/dead.py")
    assert snapshot(root) == before


@pytest.mark.usefixtures("killed")
def test_a_file_that_was_changed_after_the_kill_is_left_and_told_once(root: Path) -> None:
    (root / "api/app.py").write_bytes(b"app = 2\r\n# mine\r\n")
    with pytest.raises(HalfDone) as caught:
        apply(root)
    said = str(caught.value)
    assert "(ant grow) was killed half way and is undone" in said
    assert "'api/app.py' was changed since and is left as it is." in said
    assert (root / "api/app.py").read_bytes() == b"app = 2\r\n# mine\r\n"
    assert (root / "old/gone/dead.py").read_bytes() == b"dead\n"
    assert not (root / "api/fresh").exists()
    (kept,) = (root / ".ant").glob("kept-*")
    assert kept.read_bytes() == b"app = 1\r\n"
    assert f".ant/{kept.name}" in said
    with opened_project(str(root)):
        pass


@pytest.mark.usefixtures("killed")
def test_what_somebody_put_into_a_folder_of_ours_stays_there(root: Path) -> None:
    (root / "api/fresh/mine").touch()
    with opened_project(str(root)):
        pass
    assert os.listdir(root / "api/fresh") == ["mine"]


def test_without_the_kept_files_the_journal_alone_puts_back(root: Path, killed: Snapshot) -> None:
    shutil.rmtree(root / ".ant/staging")
    with opened_project(str(root)):
        pass
    assert tree(root) == killed


@pytest.mark.usefixtures("killed")
def test_a_project_whose_folders_were_removed_after_the_kill_is_usable(root: Path) -> None:
    shutil.rmtree(root / "api")
    (root / "old").touch()
    with pytest.raises(HalfDone), opened_project(str(root)):
        pass
    with opened_project(str(root)) as project:
        assert project.read(["api/app.py"]) == {}
