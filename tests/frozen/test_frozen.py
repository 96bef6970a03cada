"""The frozen projects are what they are said to be: whole, working, edited just where we know."""

import re
from pathlib import Path

import pytest

from conftest import Ant
from frozen.edits.editing import Difference, files_of
from frozen.freeze import SECRETS, pack
from frozen.projects import PROJECTS, Project, make
from support.frozen import EDITED, FOLDER, FROZEN, SQLITE, UNTOUCHED, complaints, edits_of, unpack
from support.generated import REPOSITORY
from support.grown import OF_THE_PROJECT
from support.record import recorded_texts

RELEASE = re.compile(r"^## (\d+\.\d+\.\d+)\b", re.MULTILINE)
FIRST = (0, 2, 0)  # the first version that recorded what it generated
UNRECORDED = ("ant.json", ".env", "api/migrations/versions/", "api/mocks/")


def is_recorded(path: str) -> bool:
    return path == ".env.example" or not path.startswith(UNRECORDED)


def test_every_release_is_frozen() -> None:
    changelog = (REPOSITORY / "CHANGELOG.md").read_text()
    released = {
        version
        for version in RELEASE.findall(changelog)
        if tuple(int(number) for number in version.split(".")) >= FIRST
    }
    assert released
    assert {name.partition("/")[0] for name in FROZEN} >= released


def test_every_archive_is_listed_beside_it() -> None:
    for name in FROZEN:
        assert (name in UNTOUCHED) == (edits_of(name) == Difference())
    assert {"0.2.0/bare", "0.2.0/store", "0.2.0/clinic"} == {
        name for name in UNTOUCHED if name.startswith("0.2.0/")
    }
    assert len([name for name in EDITED if name.startswith("0.2.0/")]) == 4


@pytest.mark.parametrize("name", FROZEN)
def test_the_files_differ_from_the_record_just_where_they_were_edited(
    name: str, tmp_path: Path
) -> None:
    project = unpack(name, tmp_path)
    files = {path: text for path, text in files_of(project).items() if is_recorded(path)}
    recorded = recorded_texts(project)
    found = Difference(
        frozenset(path for path in files.keys() & recorded if files[path] != recorded[path]),
        frozenset(files.keys() - recorded),
        frozenset(recorded.keys() - files),
    )
    edits = edits_of(name)
    assert found == Difference(*(frozenset(filter(is_recorded, paths)) for paths in edits))


@pytest.mark.parametrize("name", FROZEN)
def test_an_archive_holds_what_a_clone_has_and_no_secret(name: str, tmp_path: Path) -> None:
    project = unpack(name, tmp_path)
    assert {path.name for path in (project / ".ant").iterdir()} == OF_THE_PROJECT
    assert (project / ".env").stat().st_mode & 0o777 == 0o600
    settings = dict(
        line.split("=", 1) for line in (project / ".env").read_text().splitlines() if "=" in line
    )
    secret = {key for key in settings if re.search("SECRET|PASSWORD|ACCESS", key)}
    assert SECRETS.keys() < secret
    assert {key: settings[key] for key in secret if settings[key]} == SECRETS
    assert (FOLDER / f"{name}.tar.xz").stat().st_size < 160_000


def test_packing_gives_the_same_bytes_each_time(tmp_path: Path) -> None:
    for number in ("one", "two"):
        (tmp_path / number).mkdir()
        pack(unpack("0.2.0/bare", tmp_path / number), tmp_path / f"{number}.tar.xz")
    assert (tmp_path / "one.tar.xz").read_bytes() == (tmp_path / "two.tar.xz").read_bytes()


@pytest.mark.parametrize("name", FROZEN)
def test_what_a_frozen_project_asks_for_is_done_already(
    ant: Ant, name: str, tmp_path: Path
) -> None:
    project = unpack(name, tmp_path)
    before = files_of(project)
    done = ant("apply", cwd=project)
    assert (done.returncode, done.stdout, done.stderr) == (0, "Nothing to do.\n", "")
    assert files_of(project) == before


# That the others work, the tests of their upgrades show.
@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ["0.2.0/store", "0.2.0/clinic-grown"])
def test_a_frozen_project_works(name: str, tmp_path: Path, project_python: Path) -> None:
    project = unpack(name, tmp_path)
    assert complaints(project, project_python, SQLITE, lint=name in UNTOUCHED) == ""


@pytest.mark.exhaustive
def test_what_is_broken_is_complained_of(tmp_path: Path, project_python: Path) -> None:
    project = unpack("0.2.0/bare", tmp_path)
    model = project / "api/models/Default_model.py"
    column = "    own: Mapped[int] = mapped_column()\n"
    model.write_text(f"{model.read_text()}{column}\n\nimport os\n\n\n\n")
    said = complaints(project, project_python, SQLITE, lint=True)
    assert re.findall("^(?:pytest|alembic|ruff) [a-z-]+", said, re.M) == [
        "pytest -q", "alembic check", "ruff check", "ruff format",
    ]  # fmt: skip


@pytest.mark.exhaustive_for("store-formatted")
@pytest.mark.slow
@pytest.mark.parametrize("project", PROJECTS, ids=[project.name for project in PROJECTS])
def test_the_running_version_can_be_frozen(project: Project, tmp_path: Path) -> None:
    """An edit whose text a template no longer has is told now, not at the next release."""
    difference = make(project, tmp_path)
    assert bool(difference.changed) == any(not isinstance(step, tuple) for step in project.steps)
