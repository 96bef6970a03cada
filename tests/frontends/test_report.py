"""``--report`` tells a machine all that a person is told."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ant.cli.app import make_parser
from conftest import Ant, GrownProject
from support.grammar import commands
from support.reports import check_report
from support.runners import Done, Forked

Words = tuple[str, ...]

GROWN = (
    ("generate", "route", "users", "name:string:required", "age:integer", "role:enum:values=a,b"),
    ("generate", "route", "orders", "user:reference:to=users", "note:string"),
    ("generate", "route", "pages"),
    ("generate", "subroute", "users", "photo"),
)
FOR_PEOPLE = ("Kept a copy of what you had changed: ", "With its migration: ", "Warning: ",
              "By hand: ", "Error: ", "Successfully undid: ")  # fmt: skip


@pytest.fixture(scope="module")
def grown(grown_project: GrownProject) -> Path:
    """A project with a bit of everything."""
    return grown_project(*GROWN)


@pytest.fixture
def project(grown: Path, tmp_path: Path) -> Path:
    """The same project, to be changed."""
    return Path(shutil.copytree(grown, tmp_path / "my-api"))


def edit(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Exchange a text in a file."""

    def change(project: Path) -> None:
        text = (project / path).read_text()
        assert old in text
        (project / path).write_text(text.replace(old, new))

    return change


def untouched(_project: Path) -> None:
    """Leave the project as it is."""


def without_spec(project: Path) -> None:
    """As ``backant-cli`` left its projects, with a route that no spec can hold."""
    (project / "ant.json").unlink()
    shutil.rmtree(project / ".ant")
    odd = project / "api/routes/odd_Name_route.py"
    odd.write_text("from flask import Blueprint\n\nodd_bp = Blueprint('odd', __name__)\n")


def using_users(project: Path) -> None:
    """A file of somebody's own that uses a route."""
    text = "from services.users_service import myUsersService\n\nmyUsersService.get_photo()\n"
    (project / "api/own.py").write_text(text)


def values_of(value: Any) -> Iterator[str]:
    """Every text and number in a report, as text."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from values_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from values_of(inner)
    else:
        yield str(value)


def pieces(text: str) -> Iterator[str]:
    """What is told line by line, without the words that lead people to it."""
    for line in text.splitlines():
        for prefix in FOR_PEOPLE:
            line = line.removeprefix(prefix)
        yield line.strip().removesuffix(".")


def both(
    forked: Forked, project: Path, prepare: Callable[[Path], None], words: Words
) -> tuple[Done, dict[str, Any]]:
    """What a command says to a person, and its report, from the same start."""
    prepare(project)
    copy = project.parent / "copy"
    shutil.copytree(project, copy / "my-api")
    text = forked.run(project, *words)
    shutil.rmtree(project)
    (copy / "my-api").rename(project)  # both run in one place, so that paths are the same
    reported = forked.run(project, "--report", *words)
    check_report(("--report", *words), reported.stdout)
    assert (reported.code, reported.stderr) == (text.code, "")
    return text, json.loads(reported.stdout)


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (untouched, ("destroy", "route", "orders", "--yes")),
        (untouched, ("destroy", "route", "orders", "--yes", "--dry-run")),
        (untouched, ("destroy", "route", "orders")),
        (untouched, ("destroy", "route", "users", "--yes")),
        (untouched, ("destroy", "field", "users", "age", "--yes")),
        (untouched, ("destroy", "subroute", "users", "photo")),
        (untouched, ("destroy", "subroute", "users", "phot")),
        (untouched, ("generate", "subroute", "users", "photo")),
        (untouched, ("generate", "subroute", "users", "photos", "--dry-run")),
        (untouched, ("generate", "field", "users", "code:string:required", "--yes")),
        (untouched, ("generate", "field", "users", "code:string:required", "--yes", "--dry-run")),
        (untouched, ("generate", "field", "users", "code:string:required")),
        (untouched, ("generate", "field", "pages", "code:string")),
        (untouched, ("generate", "route", "tags", "label:strin", "n:integer:max=x")),
        (untouched, ("generate", "route", "tags", "--type", "FETCH")),
        (untouched, ("rename", "field", "users", "age", "years")),
        (untouched, ("rename", "route", "users", "people", "--dry-run")),
        (untouched, ("apply",)),
        (untouched, ("undo",)),
        (untouched, ("undo", "--dry-run")),
        (untouched, ("adopt",)),
        (untouched, ("graph", "--output", "README.md")),
        (untouched, ("routes",)),
        (untouched, ("graph",)),
        (untouched, ("schema",)),
        (untouched, ("--version",)),
        (untouched, ("generate", "--help")),
        (untouched, ("nonsense",)),
        (without_spec, ("adopt",)),
        (without_spec, ("adopt", "--dry-run")),
        (using_users, ("destroy", "subroute", "users", "photo")),
        (using_users, ("destroy", "subroute", "users", "photo", "--force")),
        (using_users, ("rename", "route", "users", "people")),
        (using_users, ("rename", "route", "users", "people", "--by-hand")),
        (edit("ant.json", '"age"', '"years"'), ("apply",)),
        (edit("ant.json", '"age"', '"years"'), ("apply", "--yes")),
        (edit("ant.json", '"age"', '"years"'), ("apply", "--yes", "--dry-run")),
        (edit("ant.json", '"age"', '"years"'), ("apply", "--renamed", "users.age=years")),
        (edit("ant.json", "=a,b", "=a,c"), ("apply", "--yes")),
        (edit("ant.json", '"integer"', '"boolean"'), ("apply", "--yes")),
        (edit("api/app.py", "app.register_blueprint", "app.extensions['x'].register_blueprint"),
         ("generate", "route", "tags", "--by-hand")),
        (edit("api/services/pages_service.py", "working", "mine"),
         ("destroy", "route", "pages", "--force")),
    ],
)  # fmt: skip
def test_the_report_has_all_that_the_text_says(
    forked_ant: Forked,
    project: Path,
    prepare: Callable[[Path], None],
    words: Words,
) -> None:
    text, report = both(forked_ant, project, prepare, words)
    assert report["status"] == ("error" if text.code else "success")
    told = "\n".join(values_of(report))
    said = [piece for piece in (*pieces(text.stdout), *pieces(text.stderr)) if piece]
    if words == ("routes",):
        said = [cell for line in said[1:] for cell in line.split()[:4] if ":" not in cell]
    missing = [piece for piece in said if piece not in told]
    assert [m for m in missing if not m.startswith("Successfully")] in ([], ["Nothing to do"])
    assert not missing or not text.code


@pytest.mark.parametrize(
    ("prepare", "words", "place"),
    [
        (untouched, ("generate", "api", "x", "--json", "bad.yaml"), ("bad.yaml", 2, 3)),
        (edit("ant.json", '"integer"', '"integr"'), ("apply",), ("ant.json", 11, 9)),
        (edit("ant.json", '"name": "my-api"', '"name": "my api"'), ("generate", "route", "x"),
         ("ant.json", 5, 5)),
        (edit("ant.json", '"routes"', "<<<<<<< ours\n=======\n>>>>>>> theirs\n"), ("apply",),
         ("ant.json", 9, None)),
        (using_users, ("destroy", "subroute", "users", "photo"), ("api/own.py", 3, None)),
        (untouched, ("destroy", "route", "user"), (None, None, None)),
    ],
)  # fmt: skip
def test_a_place_in_a_file_is_told_in_its_parts(
    ant: Ant, project: Path, prepare: Callable[[Path], None], words: Words,
    place: tuple[str | None, int | None, int | None],
) -> None:  # fmt: skip
    (project / "bad.yaml").write_text("routes:\n  a-b: {}\n")
    prepare(project)
    report = json.loads(ant(*words, "--report", cwd=project).stdout)
    told = [tuple(problem[key] for key in ("file", "line", "column"))
            for problem in report["problems"]]  # fmt: skip
    assert place in told, report["problems"]


LONELY = {"ant generate api", "ant schema", "ant report-schema", "ant completion", "ant mcp"}
"""Commands that need no project; a server reports nothing."""


MORE = {
    "ant generate field": ("users", "age:integer"),
    "ant generate rules": ("users", "--index=name,age"),
}
"""What a command is given where a name is not enough."""


@pytest.mark.parametrize("command", sorted({*commands(make_parser())} - LONELY))
def test_every_command_reports_and_says_where_no_project_is(
    ant: Ant, tmp_path: Path, command: str
) -> None:
    parser = commands(make_parser())[command]
    words = command.split()[1:]
    needed = ["x1" for action in parser._actions if action.required and not action.choices]
    done = ant(*words, *MORE.get(command, needed), "--report", cwd=tmp_path)
    report = json.loads(done.stdout)
    assert (done.returncode, report["command"]) == (1, " ".join(words))
    assert [problem["code"] for problem in report["problems"]] == ["not_a_project"]
    assert not [*tmp_path.iterdir()]


def test_losses_are_warnings(forked_ant: Forked, project: Path) -> None:
    done = forked_ant.run(project, "--report", "destroy", "route", "orders", "--yes")
    warning = "With its migration: The table 'orders' goes, with all its rows."
    assert json.loads(done.stdout)["warnings"] == [warning]


def test_a_new_project_is_told_alike(ant: Ant, tmp_path: Path) -> None:
    said = ant("generate", "api", "x", "--dry-run").stdout.splitlines()
    report = json.loads(ant("--report", "generate", "api", "x", "--dry-run").stdout)
    shown = [line.removeprefix("  create ") for line in said[1:]]
    assert [str(tmp_path / path) for path in shown] == report["planned_files"]
