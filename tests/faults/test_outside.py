"""Nothing is ever written outside the target."""

import os
import re
import shutil
import string
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ant.core.errors import InvalidName
from ant.core.names.identifiers import parse_project_name
from support.strace import Call, trace
from support.trees import snapshot

Command = list[str | Path]
READS = re.compile(r"^(access|faccessat2?|stat|lstat|newfstatat|statx?|readlink(at)?|getcwd|execve"
                   r"|chdir|fchdir|statfs)$")  # fmt: skip
HOSTILE = [
    "../x", "/etc/x", "a/../../b", "./x", "x/", "..", ".", "", "a\\b", "C:\\x", "C:x", "~", "~root",
    ".git", ".github", ".ant-new-0123456789abcdef", "x.", "x..", "a" * 101, "a" * 5000, "a\tb",
    "a\nb", "a\rb", "a\x1b[31mb", "\x1b]0;title\x07", "a\x7f", "a\x9bb", "a b", " a", "café",
    "\ufb01eld", "\u017felf", "\u202eevil", "a\u200bb", "日本", "a%s", "$HOME", "`id`", "a;b",
    "{{ x }}", "con", "AUX.txt", "a:b", "*", "?", "-x", "--", "--help", "\udce9t\udce9",
]  # fmt: skip


def writes(calls: list[Call]) -> list[Call]:
    """The calls that change something on the disk."""
    return [
        call
        for call in calls
        if not READS.match(call.name)
        and (
            call.name not in ("open", "openat")
            or re.search(r"O_CREAT|O_WRONLY|O_RDWR|O_TRUNC", call.text)
        )
    ]


def test_every_call_that_changes_something_stays_in_the_private_folder(
    frozen_ant: Command, tmp_path: Path
) -> None:
    traced = trace([*frozen_ant, "generate", "api", "x"], tmp_path, ["%file", "fchmod", "fchown"])
    changes = writes(traced.calls)
    first, last, (rename,) = changes[0], changes[-1], [
        call for call in changes if call.name == "renameat2"
    ]  # fmt: skip
    staging = re.escape('".ant-new-') + "[0-9a-f]{16}" + '"'
    made = re.match(rf"mkdirat\(([0-9]), {staging}, 0700", f"{first.name}({first.text}")
    assert made
    outer, inner, tree = (int(made[1]) + more for more in range(3))  # others may have some open
    assert re.match(rf"{outer}, {staging}, AT_REMOVEDIR", last.text) and last.name == "unlinkat"
    assert rename.text.startswith(f'{inner}, "tree", {outer}, "x", RENAME_NOREPLACE')
    inside = [call for call in changes if call not in (first, rename, last)]
    assert len(inside) == len(snapshot(tmp_path / "x"))
    for call in inside:
        below = rf'({inner}|{tree}), "[^/."][^"]*"|{tree}, "\.[^./"][^"]*"'
        assert re.match(below, call.text), call
        assert call.name in ("mkdirat", "openat") and ".." not in call.text, call
        assert call.name == "mkdirat" or "O_EXCL|O_NOFOLLOW" in call.text, call


def check_refused(command: Command, folder: Path, name: str) -> None:
    done = subprocess.run(
        [*command, "generate", "api", "--", name], cwd=folder, capture_output=True, check=False
    )
    first, *more = done.stderr.decode(errors="strict").splitlines()
    assert (done.returncode, done.stdout) == (1, b""), done
    assert re.fullmatch(r"Error: Invalid project name (['\"]).*\1: .+\.", first), first
    assert len(more) == 1 and first.isprintable() and len(first) < 300, done.stderr
    assert os.listdir(folder) == []


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_is_refused_in_one_sentence(
    frozen_ant: Command, tmp_path: Path, name: str
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    check_refused(frozen_ant, place, name)
    assert os.listdir(tmp_path) == ["place"]


def test_a_refusal_touches_nothing(frozen_ant: Command, tmp_path: Path) -> None:
    for name in ("../x", "/x", "a b"):
        command = [*frozen_ant, "generate", "api", name]
        traced = trace(command, tmp_path, ["%file", "fchmod", "fchown"])
        assert (traced.code, writes(traced.calls)) == (1, [])


any_name = st.one_of(
    st.text(max_size=120),
    st.text(string.ascii_letters + string.digits + "._-/\\~: ", max_size=120),
    st.lists(st.sampled_from(["..", ".", "/", "\\", "a", "~", "\0", ".git", "C:", "x", "-"])).map(
        "".join
    ),
)


@pytest.mark.slow
@settings(max_examples=2000, deadline=None)
@given(any_name)
def test_a_name_is_one_plain_component_or_refused(name: str) -> None:
    try:
        parse_project_name(name)
    except InvalidName as error:
        assert len(error.problems) == 1
        assert all(char.isprintable() for char in str(error.problems[0].message))
        return
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}", name)
    assert os.path.basename(os.path.normpath(f"/place/{name}")) == name
    assert not name.endswith(".")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory in which only the target may appear."""
    (tmp_path / "place").mkdir()
    return tmp_path / "place"


@pytest.mark.slow
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(any_name.filter(lambda name: "\0" not in name))
def test_the_command_agrees_and_writes_nowhere_else(
    frozen_ant: Command, place: Path, name: str
) -> None:
    try:
        parse_project_name(name)
    except InvalidName:
        check_refused(frozen_ant, place, name)
    else:
        words = [*frozen_ant, "generate", "api", "--", name]
        subprocess.run(words, cwd=place, capture_output=True, check=True)
        assert os.listdir(place) == [name]
        shutil.rmtree(place / name)
    assert os.listdir(place.parent) == ["place"]
