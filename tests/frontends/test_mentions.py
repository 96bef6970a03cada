"""People's lines that mention a route in a text, wherever they are, are named before it goes."""

from pathlib import Path

import pytest

from conftest import Ant
from support.grown import project_files

REPORT = """import requests

id = 1
requests.get(f"http://localhost:5000/orders/{id}")
print("No orders today: update orders.")
"""
CLEAN = """from sqlalchemy import text

from helper.functions import orders_of_the_day

PURGE = text(
    \"\"\"
    delete from orders
    where total = 0
    \"\"\"
)
"""
BROKEN = "x = 1\n\n\n<<<<<<< HEAD\nURL = '/orders'\n"
USES = [
    "api/helper/clean.py:7 uses the table 'orders', which {} gone.",
    "manage.py:1 uses '/orders', which {} gone.",
    "scripts/report.py:4 uses '/orders', which {} gone.",
    "tests/test_app.py:{line} uses '/orders', which {} gone.",
    "'api/helper/mine.py' is not Python (line 4), so what it uses cannot be seen.",
]
RENAME = ("rename", "route", "orders", "purchases")
DESTROY = ("destroy", "route", "orders", "--yes")


def write(project: Path, path: str, text: str) -> None:
    (project / path).parent.mkdir(exist_ok=True)
    (project / path).write_text(text)


@pytest.fixture(params=[(), ("total:integer", "user:reference:to=users")], ids=["bare", "fields"])
def orders(ant: Ant, project: Path, request: pytest.FixtureRequest) -> Path:
    """A project with a route that has fields or has none, and one beside it."""
    assert ant("generate", "route", "users", "name:string", cwd=project).returncode == 0
    assert ant("generate", "route", "orders", *request.param, cwd=project).returncode == 0
    return project


@pytest.fixture
def mentioned(orders: Path) -> tuple[Path, list[str]]:
    """The project with lines of a person's, and what is said of them."""
    write(orders, "scripts/report.py", REPORT)
    write(orders, "manage.py", 'TARGET = "/orders?sort=-id"\n')
    write(orders, "api/helper/clean.py", CLEAN)
    write(orders, "api/helper/mine.py", BROKEN)
    write(orders, "api/helper/whole.py", "<<<<<<< HEAD\n")
    write(orders, "venv/pyvenv.cfg", "")
    write(orders, "venv/x.py", REPORT)
    test = (orders / "tests/test_app.py").read_text()
    mine = '\n\ndef test_mine(client):\n    client.post("/orders", json={})\n'
    write(orders, "tests/test_app.py", test + mine)
    line = len((test + mine).splitlines())
    return orders, [use.format("{}", line=line) for use in USES]


@pytest.mark.parametrize("words", [RENAME, DESTROY], ids=["rename", "destroy"])
def test_they_are_refused_and_nothing_changes(
    ant: Ant, mentioned: tuple[Path, list[str]], words: tuple[str, ...]
) -> None:
    project, uses = mentioned
    before = project_files(project)
    done = ant(*words, cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    told = [line for line in lines if line.startswith("Error: ")]
    assert told == [f"Error: {use.format('would be')}" for use in uses]
    assert lines[-2] == "  Mend it first."
    assert project_files(project) == before


@pytest.mark.parametrize(
    ("words", "head", "renamed"),
    [((*RENAME, "--by-hand"), "By hand", True), ((*DESTROY, "--force"), "Warning", False)],
)
def test_they_are_told_where_somebody_wants_it_done_all_the_same(
    ant: Ant, mentioned: tuple[Path, list[str]], words: tuple[str, ...], head: str, renamed: bool
) -> None:
    project, uses = mentioned
    done = ant(*words, cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    told = [line for line in done.stdout.splitlines() if line.startswith(f"{head}: ")]
    assert told == [f"{head}: {use.format('is')}" for use in uses]
    assert (project / "scripts/report.py").read_text() == REPORT
    assert not (project / "api/routes/orders_route.py").exists()
    assert (project / "api/routes/purchases_route.py").exists() is renamed


@pytest.mark.parametrize("words", [RENAME, DESTROY], ids=["rename", "destroy"])
def test_the_word_alone_is_in_nobodys_way(ant: Ant, orders: Path, words: tuple[str, ...]) -> None:
    text = 'a = ["orders", "Mail from orders", "/srv/orders/x", "/orders_old", "update orders"]\n'
    write(orders, "scripts/report.py", text)
    write(orders, "api/helper/mine.py", '"""See /orders."""\n\norders = 1\n')
    write(orders, "scripts/broken.py", "def f(:\n    return users\n")
    assert ant(*words, cwd=orders).returncode == 0


def test_a_line_is_told_once(ant: Ant, orders: Path) -> None:
    path = "api/routes/orders_route.py"
    text = (orders / path).read_text()
    write(orders, path, f'{text}\n\nHERE = "/orders"\n')
    done = ant(*RENAME, cwd=orders)
    assert done.returncode == 1
    assert done.stderr.count("Error: ") == 1


@pytest.mark.parametrize("words", [("rename", "field", "users", "name", "title"),
                                   ("destroy", "field", "users", "name", "--yes")])  # fmt: skip
def test_a_field_is_looked_for_in_scripts_and_broken_files_as_well(
    ant: Ant, project: Path, words: tuple[str, ...]
) -> None:
    fields = ("name:string", "age:integer")
    assert ant("generate", "route", "users", *fields, cwd=project).returncode == 0
    write(project, "scripts/report.py", "from models.Users_model import Users\n\nUsers.name\n")
    write(project, "scripts/broken.py", "from models.Users_model import Users\n\nUsers.name(\n")
    write(project, "scripts/other.py", "from models.Users_model import Users(\n")
    before = project_files(project)
    done = ant(*words, cwd=project)
    assert done.returncode == 1
    told = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert told == [
        "Error: scripts/report.py:3 uses Users.name, which would be gone.",
        "Error: 'scripts/broken.py' is not Python (line 3), so what it uses cannot be seen.",
    ]
    assert project_files(project) == before


OWN_QUERIES = """import sqlalchemy as sa
from models.Users_model import Users
from sqlalchemy.orm import aliased

PEOPLE = aliased(Users, name="people")
SPAN = sa.Index("ix_users_span", "id", name="span")
RENAME = sa.update(Users).values(name="x")
FOUND = sa.select(Users).filter_by(name="x")
MADE = Users(name="x")
"""


def test_an_argument_of_a_library_is_no_field(ant: Ant, project: Path) -> None:
    assert ant("generate", "route", "users", "name:string", cwd=project).returncode == 0
    model = project / "api/models/Users_model.py"
    own = (
        '    __table_args__ = (\n        CheckConstraint("id > 0", name="id_positive"),\n        {'
    )
    text = model.read_text()
    assert '    __table_args__ = ({"' in text
    model.write_text(text.replace("    __table_args__ = ({", own, 1))
    write(project, "scripts/people.py", OWN_QUERIES)
    done = ant("rename", "field", "users", "name", "label", cwd=project)
    told = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    uses = [
        f"Error: scripts/people.py:{line} uses name=, which would be gone." for line in (7, 8, 9)
    ]
    assert (done.returncode, told) == (1, uses)
    (project / "scripts/people.py").unlink()
    assert ant("rename", "field", "users", "name", "label", cwd=project).returncode == 0
    assert 'CheckConstraint("id > 0", name="id_positive")' in model.read_text()
