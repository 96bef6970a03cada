"""What earlier versions generated, upgraded by the running one."""

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest

from ant import __version__
from ant.reconcile.untouched import is_untouched
from ant.rendering.migrations.migration import TEMPLATES
from conftest import Ant
from frozen.edits.editing import files_of
from support.frozen import EARLIER, EDITED, SQLITE, UNTOUCHED, complaints, edits_of, unpack
from support.grown import apply_difference, readable_files
from support.record import bundles_of, recorded_texts
from support.trees import snapshot

OURS = {"lock", "undo", ".gitignore"}
"""What a command keeps for itself in ``.ant``."""


def whole(project: Path) -> dict[str, tuple[int, bytes]]:
    """Every file and folder, without what commands keep for themselves."""
    ours = {f".ant/{name}" for name in OURS}
    return {path: seen for path, seen in snapshot(project).items() if path not in ours}


def upgraded(ant: Ant, project: Path) -> subprocess.CompletedProcess[str]:
    """Upgrade, with what both sides changed left to the owner where there is such a thing."""
    before = whole(project)
    done = ant("upgrade", cwd=project)
    if done.returncode:
        assert whole(project) == before
        assert "by hand" in done.stderr
        done = ant("upgrade", "--by-hand", cwd=project)
    assert done.returncode == 0, done.stderr
    return done


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


@pytest.mark.exhaustive_for("0.2.0/store", "0.2.0/store-formatted", "0.2.0/clinic-grown")
@pytest.mark.slow
@pytest.mark.parametrize("name", EARLIER)
def test_an_upgrade_is_done_once_keeps_what_people_wrote_and_is_undone(
    ant: Ant, name: str, tmp_path: Path
) -> None:
    project = unpack(name, tmp_path)
    before, own = whole(project), own_lines(name, project, recorded_texts(project))
    assert bool(own) == (name in EDITED)
    done = upgraded(ant, project)
    count = re.search(rf"upgraded to {re.escape(__version__)}: (\d+) files? changed", done.stdout)
    after = whole(project)
    assert count and int(count[1]) > 0
    kept = {path: {line.strip() for line in text.decode().split("\n")}
            for path, text in files_of(project).items() if b"\0" not in text}  # fmt: skip
    lost = [(path, line) for path, line in own if line not in kept.get(path, ())]
    assert [line for line in lost if not still_imports(project, *line)] == []
    assert not [path for path in edits_of(name).deleted if (project / path).exists()]
    assert {bundle.version for bundle in bundles_of(project)} == {__version__}
    again = ant("upgrade", cwd=project)
    told = f"Nothing to do.\n{left_by_hand(done.stdout)}"
    assert (again.returncode, again.stdout, again.stderr) == (0, told, "")
    assert whole(project) == after
    undone = ant("undo", cwd=project)
    assert (undone.returncode, undone.stderr) == (0, "")
    assert whole(project) == before


@pytest.mark.slow
@pytest.mark.exhaustive_for(
    "0.2.0/store", "0.2.0/store-formatted", "0.2.0/clinic", "0.2.0/clinic-grown",
    "0.2.0/clinic-rewritten",
)  # fmt: skip
@pytest.mark.parametrize("name", EARLIER)
def test_a_dry_run_writes_nothing_and_shows_the_very_changes(
    ant: Ant, name: str, tmp_path: Path
) -> None:
    project = unpack(name, tmp_path)
    before = snapshot(project)
    done = ant("upgrade", "--dry-run", "--by-hand", "--report", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert snapshot(project) == before
    apply_difference(project, json.loads(done.stdout)["diff"])
    by_git = readable_files(project)
    by_git[".env"] = (before[".env"][0], by_git[".env"][1])  # whose mode no patch can say
    (tmp_path / "other").mkdir()
    other = unpack(name, tmp_path / "other")
    upgraded(ant, other)
    assert by_git == readable_files(other)


@pytest.mark.parametrize("name", [name for name in EARLIER if name in UNTOUCHED])
def test_an_untouched_project_becomes_what_this_version_generates(
    ant: Ant, name: str, tmp_path: Path
) -> None:
    project = unpack(name, tmp_path)
    upgraded(ant, project)
    spec = (project / "ant.json").read_text()
    assert f'"ant": "{__version__}"' in spec
    (tmp_path / "fresh").mkdir()
    done = ant("generate", "api", project.name, "--json", spec, cwd=tmp_path / "fresh")
    assert done.returncode == 0, done.stderr
    assert generated(project) == generated(tmp_path / "fresh" / project.name)


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


@pytest.mark.exhaustive_for(
    "0.2.0/store", "0.2.0/store-formatted", "0.2.0/clinic", "0.2.0/clinic-grown",
    "0.2.0/clinic-rewritten",
)  # fmt: skip
@pytest.mark.slow
@pytest.mark.parametrize("name", EARLIER)
def test_an_upgraded_project_works(
    ant: Ant, name: str, tmp_path: Path, project_python: Path
) -> None:
    project = unpack(name, tmp_path)
    upgraded(ant, project)
    assert complaints(project, project_python, SQLITE, lint=name in UNTOUCHED) == ""


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["0.2.0/store-by-hand", "0.2.0/clinic-grown"])
def test_an_upgraded_project_works_on_postgresql(
    ant: Ant, name: str, tmp_path: Path, project_python: Path, postgres_database: dict[str, str]
) -> None:
    project = unpack(name, tmp_path)
    upgraded(ant, project)
    assert complaints(project, project_python, postgres_database, lint=False) == ""
