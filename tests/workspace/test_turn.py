"""A plan is made without a lock, and made again where another run has written meanwhile."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ant.core.errors import AntError, Problem
from ant.core.planning.plan import FileChange, Plan, make_plan
from ant.workspace.project import Project, ReadOnlyProject, opened_project, read_only_project
from ant.workspace.turn import change_project
from support.trees import snapshot

KILLED = """
import os
from ant.core.planning.plan import FileChange, make_plan
from ant.workspace.project import opened_project
with opened_project(".") as project:
    changes = FileChange("a", b"1", b"2"), FileChange("b", b"1", b"2")
    project.apply(make_plan(*changes), "ant grow", lambda done, _: done < 3 or os._exit(9))
"""


def apply(project: Project, plan: Plan) -> None:
    project.apply(plan, "ant grow")


def is_change(plan: Plan) -> bool:
    return bool(plan.effective)


def write(root: Path, name: str, after: bytes | None) -> None:
    """What another run does."""
    with opened_project(str(root)) as project:
        change = FileChange(name, project.read([name]).get(name), after)
        project.apply(make_plan(change), "ant other")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of two files that no run has written in."""
    for name in ("a", "b"):
        (tmp_path / name).write_bytes(b"1")
    return tmp_path


@pytest.mark.parametrize("used_before", [False, True])
def test_a_plan_that_is_refused_or_empty_leaves_no_trace(root: Path, used_before: bool) -> None:
    if used_before:
        write(root, "a", b"2")
    before = snapshot(root)

    def refuse(_project: ReadOnlyProject) -> Plan:
        raise AntError(Problem("No."))

    with pytest.raises(AntError, match="No"):
        change_project(str(root), refuse, is_change, apply)
    change_project(str(root), lambda _: Plan(), is_change, apply)
    assert snapshot(root) == before


def test_a_plan_is_made_once_where_nobody_writes(root: Path) -> None:
    seen: list[object] = []

    def plan(project: ReadOnlyProject) -> Plan:
        seen.append(type(project))
        return make_plan(FileChange("a", b"1", b"2"))

    for after in (b"2", b"3"):
        change_project(str(root), plan, is_change, apply)
        assert seen == [ReadOnlyProject] and (root / "a").read_bytes() == b"2"
        seen.clear()
        (root / "a").write_bytes(b"1" if after == b"2" else b"")


@pytest.mark.parametrize("used_before", [False, True])
@pytest.mark.parametrize("refused", [False, True])
def test_a_plan_is_made_again_where_another_run_has_written_meanwhile(
    root: Path, used_before: bool, refused: bool
) -> None:
    if used_before:
        write(root, "c", b"")
    seen: list[tuple[bytes, bytes]] = []

    def plan(project: ReadOnlyProject) -> Plan:
        first = project.read("a")["a"]
        if not seen:
            write(root, "a", b"2")
            write(root, "b", b"2")
        seen.append((first, project.read("b")["b"]))
        if refused and len(seen) == 1:
            raise AntError(Problem("The files do not go together."))
        return make_plan(FileChange("d", None, b"".join(seen[-1])))

    change_project(str(root), plan, is_change, apply)
    assert seen == [(b"1", b"2"), (b"2", b"2")]
    assert (root / "d").read_bytes() == b"22"


def kill_a_run(root: Path) -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    killed = subprocess.run([sys.executable, "-c", KILLED], cwd=root, env=env, check=False)
    assert killed.returncode == 9 and (root / ".ant/journal").exists()


def test_what_a_writer_had_not_finished_is_no_ground_for_a_plan(root: Path) -> None:
    """It shows as undone to who opened the project meanwhile, also once it is done."""
    kill_a_run(root)
    with read_only_project(str(root)) as early:
        write(root, "b", b"3")
        with read_only_project(str(root)) as late:
            assert early.last_signature() is None is not late.last_signature()


def test_a_run_that_was_killed_is_put_back_before_anything_is_planned(root: Path) -> None:
    kill_a_run(root)
    assert {(root / name).read_bytes() for name in "ab"} == {b"1", b"2"}
    seen: list[object] = []

    def plan(project: ReadOnlyProject) -> Plan:
        seen.append([(root / name).read_bytes() for name in "ab"])
        return Plan()

    change_project(str(root), plan, is_change, apply)
    assert seen == [[b"1", b"1"]]
    assert not (root / ".ant/journal").exists()
