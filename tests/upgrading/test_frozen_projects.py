"""What earlier versions generated, upgraded by the running one."""

import ast
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ant import __version__
from ant.reconcile.untouched import is_untouched
from ant.rendering.migrations.migration import TEMPLATES
from conftest import Ant
from frozen.edits.editing import files_of
from support.environments import kept
from support.frozen import EARLIER, EDITED, SQLITE, UNTOUCHED, complaints, edits_of, unpack
from support.grown import apply_difference, readable_files
from support.record import bundles_of, recorded_texts
from support.trees import snapshot

Upgraded = Callable[[str], tuple[Path, str]]
OURS = {"lock", "undo", ".gitignore"}
"""What a command keeps for itself in ``.ant``."""


def whole(project: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder, without what commands keep for themselves."""
    ours = {f".ant/{name}" for name in OURS}
    return {path: seen for path, seen in snapshot(project).items() if path not in ours}


@pytest.fixture
def upgraded(ant: Ant, of_the_run: Path, tmp_path: Path) -> Upgraded:
    """Returns a copy of a project after its upgrade, and what that said.

    It is upgraded once in a whole run. What both sides changed is left to its owner.
    """

    def upgrade(folder: Path, name: str) -> None:
        folder.mkdir()
        project = unpack(name, folder)
        before = whole(project)
        done = ant("upgrade", cwd=project)
        if done.returncode:
            assert whole(project) == before
            assert "by hand" in done.stderr
            done = ant("upgrade", "--by-hand", cwd=project)
        assert done.returncode == 0, done.stderr
        (folder / "said").write_text(done.stdout)

    def copy(name: str) -> tuple[Path, str]:
        kind = name.replace("/", "-")
        folder = kept(kind, lambda place: upgrade(place, name), of_the_run)
        [project] = [path for path in folder.iterdir() if path.is_dir()]
        target = tmp_path / "upgraded" / project.name
        return shutil.copytree(project, target, symlinks=True), (folder / "said").read_text()

    return copy


def left_by_hand(told: str) -> str:
    """What an upgrade says last: all that it leaves to the owner."""
    return "".join(re.findall(r"^By hand: .*", told, re.M | re.S))


def own_lines(name: str, project: Path, recorded: dict[str, bytes]) -> list[tuple[str, str]]:
    """The lines that people wrote: those of a file that are not in what was generated.

    A file that somebody has only laid out in another way has none.
    """
    edits = edits_of(name)
    return [
        (path, line.strip())
        for path, text in files_of(project).items()
        if path in edits.changed | edits.added
        if path not in recorded or not is_untouched(path, text, recorded[path])
        for generated in [{line.strip() for line in recorded.get(path, b"").decode().split("\n")}]
        for line in text.decode().split("\n")
        if line.strip() and line.strip() not in generated
    ]


def still_imports(project: Path, path: str, line: str) -> bool:
    """Whether a line imports names, and all of them are imported still: others may have come."""
    if not re.fullmatch(r"from \S+ import [\w, ]+", line):
        return False
    tree = ast.parse((project / path).read_text())
    return imported(ast.parse(line)) <= imported(tree)


def imported(tree: ast.Module) -> set[tuple[str | None, str]]:
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {(node.module, alias.name) for node in nodes for alias in node.names}


@pytest.mark.exhaustive_for(
    "0.2.0/store", "0.2.0/store-formatted", "0.2.0/clinic-grown", "0.2.0/clinic-rewritten"
)
@pytest.mark.slow
@pytest.mark.parametrize("name", EARLIER)
def test_an_upgrade_is_done_once_keeps_what_people_wrote_and_is_undone(
    ant: Ant, name: str, tmp_path: Path, upgraded: Upgraded
) -> None:
    frozen = unpack(name, tmp_path)
    before, own = whole(frozen), own_lines(name, frozen, recorded_texts(frozen))
    assert bool(own) == (name in EDITED)
    project, said = upgraded(name)
    count = re.search(rf"upgraded to {re.escape(__version__)}: (\d+) files? changed", said)
    after = whole(project)
    assert count and int(count[1]) > 0
    found = {path: {line.strip() for line in text.decode().split("\n")}
             for path, text in files_of(project).items() if b"\0" not in text}  # fmt: skip
    lost = [(path, line) for path, line in own if line not in found.get(path, ())]
    assert [line for line in lost if not still_imports(project, *line)] == []
    assert not [path for path in edits_of(name).deleted if (project / path).exists()]
    assert {bundle.version for bundle in bundles_of(project)} == {__version__}
    again = ant("upgrade", cwd=project)
    told = f"Nothing to do.\n{left_by_hand(said)}"
    assert (again.returncode, again.stdout, again.stderr) == (0, told, "")
    assert whole(project) == after
    undone = ant("undo", cwd=project)
    assert (undone.returncode, undone.stderr) == (0, "")
    assert whole(project) == before


@pytest.mark.slow
@pytest.mark.exhaustive_for(
    "0.2.0/store", "0.2.0/store-formatted", "0.2.0/store-by-hand", "0.2.0/clinic-grown",
    "0.2.0/clinic-rewritten",
)  # fmt: skip
@pytest.mark.parametrize("name", EARLIER)
def test_a_dry_run_writes_nothing_and_shows_the_very_changes(
    ant: Ant, name: str, tmp_path: Path, upgraded: Upgraded
) -> None:
    project = unpack(name, tmp_path)
    before = snapshot(project)
    done = ant("upgrade", "--dry-run", "--by-hand", "--report", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert snapshot(project) == before
    apply_difference(project, json.loads(done.stdout)["diff"])
    by_git = readable_files(project)
    by_git[".env"] = (before[".env"][0], by_git[".env"][1])  # whose mode no patch can say
    assert by_git == readable_files(upgraded(name)[0])


@pytest.mark.parametrize("name", [name for name in EARLIER if name in UNTOUCHED])
def test_an_untouched_project_becomes_what_this_version_generates(
    ant: Ant, name: str, tmp_path: Path, upgraded: Upgraded
) -> None:
    project, _ = upgraded(name)
    spec = (project / "ant.json").read_text()
    assert f'"ant": "{__version__}"' in spec
    done = ant("generate", "api", project.name, "--json", spec, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert generated(project) == generated(tmp_path / project.name)


def generated(project: Path) -> dict[str, bytes]:
    never = (
        ".env",
        "api/migrations/versions/",
        ".ant/lock",
        ".ant/undo",
        ".ant/.gitignore",
        *TEMPLATES,
    )  # which its migrations have brought along
    files = files_of(project)
    return {
        path: text
        for path, text in files.items()
        if path == ".env.example" or not path.startswith(never)
    }


# An untouched one is what this version generates, as is shown above: its tests pass as those do.
@pytest.mark.exhaustive_for(*(name for name in EARLIER if name != "0.2.0/store-by-hand"))
@pytest.mark.long
@pytest.mark.slow
@pytest.mark.parametrize("name", EARLIER)
def test_an_upgraded_project_works(name: str, upgraded: Upgraded, project_python: Path) -> None:
    project, _ = upgraded(name)
    assert complaints(project, project_python, SQLITE, lint=name in UNTOUCHED) == ""


@pytest.mark.long
@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["0.2.0/store-by-hand", "0.2.0/clinic-grown"])
def test_an_upgraded_project_works_on_postgresql(
    name: str, upgraded: Upgraded, project_python: Path, postgres_database: dict[str, str]
) -> None:
    project, _ = upgraded(name)
    assert complaints(project, project_python, postgres_database, lint=False) == ""
