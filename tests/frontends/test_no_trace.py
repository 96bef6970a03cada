"""A command that changes nothing leaves the project as it was: bytes, names and times."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import GrownProject
from support.runners import Forked

Trace = dict[str, tuple[int, int, int, bytes]]
Words = tuple[str, ...]

GROWN = (
    ("generate", "route", "users", "name:string:required", "age:integer"),
    ("generate", "route", "orders", "user:reference:to=users"),
    ("generate", "subroute", "users", "photo"),
)
EVERYWHERE: list[tuple[int, Words]] = [
    (1, ("generate", "field", "nope", "x:string")),
    (1, ("generate", "subroute", "nope", "x")),
    (1, ("generate", "route", "default")),
    (1, ("generate", "route", "1st")),
    (1, ("generate", "route", "posts", "title:strin")),
    (1, ("generate", "route", "posts", "user:reference:to=nope")),
    (1, ("generate", "route", "posts", "title:string", "--mock", "1")),
    (1, ("generate", "route", "posts", "--mock", "{")),
    (1, ("generate", "api", "api")),
    (1, ("generate", "api", "../x")),
    (0, ("generate", "api", "inside", "--dry-run")),
    (0, ("generate", "route", "posts", "--dry-run")),
    (0, ("generate", "route", "posts", "title:string", "--dry-run")),
    (0, ("generate", "route", "posts", "--by-hand", "--dry-run")),
    (1, ("destroy", "route", "nope")),
    (1, ("destroy", "route", "nope", "--force", "--yes")),
    (1, ("destroy", "subroute", "nope", "x")),
    (1, ("destroy", "field", "nope", "x")),
    (1, ("rename", "field", "nope", "x", "y")),
    (1, ("rename", "route", "nope", "x")),
    (0, ("apply",)),
    (0, ("apply", "--dry-run")),
    (1, ("apply", "--renamed", "nope=people")),
    (1, ("adopt",)),
    (0, ("routes",)),
    (0, ("graph",)),
    (1, ("graph", "--output", "README.md")),
    (1, ("graph", "--output", "nowhere/x.md")),
    (0, ("schema",)),
    (0, ("--help",)),
    (2, ("generate", "route")),
    (2, ("generate", "route", "posts", "--type", "FETCH")),
    (2, ("generate", "field", "users")),
    (2, ("apply", "--fill", "x")),
    (2, ("run", "--port", "0")),
    (2, ("seed", "--count", "0")),
    (2, ("nonsense",)),
]
IN_A_GROWN_ONE: list[tuple[int, Words]] = [
    (0, ("generate", "subroute", "users", "photo")),
    (1, ("generate", "route", "users")),
    (1, ("generate", "field", "users", "name:string")),
    (1, ("generate", "field", "users", "code:string:required")),
    (1, ("generate", "field", "users", "x:string", "--fill", "users.nope=1")),
    (1, ("destroy", "route", "users")),
    (1, ("destroy", "route", "orders")),
    (1, ("destroy", "field", "users", "nope")),
    (1, ("destroy", "field", "users", "age")),
    (0, ("destroy", "field", "users", "age", "--dry-run", "--yes")),
    (1, ("destroy", "field", "orders", "user", "--yes")),
    (1, ("destroy", "subroute", "users", "nope")),
    (1, ("rename", "field", "users", "name", "age")),
    (0, ("rename", "field", "users", "name", "title", "--dry-run")),
    (1, ("rename", "route", "users", "orders")),
    (0, ("rename", "route", "users", "people", "--dry-run")),
    (0, ("apply", "--yes")),
]


def trace(root: Path) -> Trace:
    """All that stands there, with its times; of folders the time says that no name came or went."""
    found: Trace = {}
    for path in (root, *root.rglob("*")):
        status = path.lstat()
        content = path.read_bytes() if path.is_file() else b""
        place = str(path.relative_to(root))
        found[place] = (status.st_mode, status.st_ino, status.st_mtime_ns, content)
    return found


def check(forked: Forked, project: Path, cases: list[tuple[int, Words]]) -> None:
    """Run the commands one after the other, and find nothing changed after each."""
    before = trace(project.parent)
    for code, words in cases:
        for line in (words, ("--report", *words)):
            done = forked.run(project, *line)
            assert done.code == code, (line, done)
            changed = set(before.items() ^ trace(project.parent).items())
            assert not changed, (line, sorted({place for place, _ in changed}))


@pytest.fixture(scope="module")
def grown(grown_project: GrownProject) -> Path:
    """A project with rows to lose."""
    return grown_project(*GROWN)


def cloned(project: Path) -> None:
    """As after ``git clone``: what commands keep for themselves is not there."""
    for name in (".gitignore", "lock", "undo"):
        (project / ".ant" / name).unlink()


@pytest.mark.slow
def test_in_a_fresh_project(forked_ant: Forked, project: Path) -> None:
    assert not (project / ".ant/lock").exists()
    check(forked_ant, project, [*EVERYWHERE, (1, ("undo",)), (1, ("undo", "--dry-run"))])


@pytest.mark.slow
def test_in_a_grown_project(forked_ant: Forked, grown: Path, tmp_path: Path) -> None:
    project = Path(shutil.copytree(grown, tmp_path / "my-api"))
    check(forked_ant, project, [*EVERYWHERE, *IN_A_GROWN_ONE])


@pytest.mark.slow
def test_in_the_clone_of_a_grown_project(forked_ant: Forked, grown: Path, tmp_path: Path) -> None:
    project = Path(shutil.copytree(grown, tmp_path / "my-api"))
    cloned(project)
    check(forked_ant, project, IN_A_GROWN_ONE)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda text: text + "\n# mine\n", ("destroy", "route", "orders", "--yes")),
        (lambda text: f"{text}\nUNREADABLE(", ("generate", "subroute", "orders", "open")),
        (lambda text: f"{text}\nUNREADABLE(", ("rename", "route", "orders", "sales")),
    ],
    ids=["destroy", "subroute", "rename"],
)
def test_where_an_edited_file_is_in_the_way(
    forked_ant: Forked, grown: Path, tmp_path: Path, edit: Callable[[str], str], words: Words
) -> None:
    project = Path(shutil.copytree(grown, tmp_path / "my-api"))
    cloned(project)
    service = project / "api/services/orders_service.py"
    service.write_text(edit(service.read_text()))
    check(forked_ant, project, [(1, words)])


@pytest.mark.parametrize("manifest", ["{", '{"routes": 1}', None])
def test_where_the_spec_cannot_be_read(
    forked_ant: Forked, grown: Path, tmp_path: Path, manifest: str | None
) -> None:
    project = Path(shutil.copytree(grown, tmp_path / "my-api"))
    cloned(project)
    (project / "ant.json").unlink()
    if manifest is not None:
        (project / "ant.json").write_text(manifest)
    check(forked_ant, project, [
        (1, ("apply",)), (1, ("adopt",)), (1, ("destroy", "route", "orders")), (1, ("undo",)),
        (1, ("generate", "field", "orders", "note:string")),
    ])  # fmt: skip


def test_where_the_code_is_not_in_line_yet(forked_ant: Forked, grown: Path, tmp_path: Path) -> None:
    project = Path(shutil.copytree(grown, tmp_path / "my-api"))
    cloned(project)
    manifest = project / "ant.json"
    manifest.write_text(manifest.read_text().replace('"age"', '"years"'))
    check(forked_ant, project, [
        (1, ("apply",)), (0, ("apply", "--dry-run", "--yes")), (1, ("generate", "route", "posts")),
        (1, ("apply", "--renamed", "users.nope=x")),
    ])  # fmt: skip
