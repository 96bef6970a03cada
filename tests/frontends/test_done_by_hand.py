"""Whoever does exactly what a refusal shows, and asks again, is not refused for ever."""

from pathlib import Path

import pytest

from conftest import Ant
from corpus.app_cases import IMPORTED, REGISTERED
from corpus.registered_cases import PREFIXED
from support.grown import ask

MODEL = "api/models/Users_model.py"
POST = "api/schemas/PostUsers_schema.py"
USERS = ("name:string:required:max=10", "age:integer")


@pytest.fixture
def users(ant: Ant, project: Path) -> Path:
    """A project with one resource."""
    assert ant("generate", "route", "users", *USERS, cwd=project).returncode == 0
    return project


def swap(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text, old
    file.write_text(text.replace(old, new, 1))


def shown(ant: Ant, project: Path, *words: str) -> list[str]:
    """The lines of a refusal that are to be written."""
    done = ant(*words, cwd=project)
    assert (done.returncode, done.stdout) == (1, "")
    return [line.strip() for line in done.stderr.splitlines() if line.startswith("    ")]


def test_an_attribute_that_a_spec_changes_as_well(ant: Ant, users: Path) -> None:
    mine = 'metadata={"description": "As on the badge."}'
    swap(users / POST, "Length(max=10)", f"Length(max=10), {mine}")
    swap(users / "ant.json", "max=10", "min=1:max=20")
    swap(users / "ant.json", '"age": "integer"', '"age": "integer:min=0"')
    (line,) = shown(ant, users, "apply")
    assert line == "name = String(required=True, validate=validate.Length(min=1, max=20))"
    edited = f"name = String(required=True, validate=validate.Length(max=10), {mine})"
    swap(users / POST, edited, line)
    done = ant("apply", "--yes", cwd=users)
    assert (done.returncode, done.stderr) == (0, "")
    assert "validate.Range(min=0)" in (users / POST).read_text()
    assert ant("apply", cwd=users).stdout == "Nothing to do.\n"


def test_a_decorator(ant: Ant, users: Path) -> None:
    swap(users / MODEL, "init=False)", "init=False, match_args=False)")
    (line,) = shown(ant, users, "generate", "field", "users", "secret:string:private")
    swap(users / MODEL, "@dataclass(eq=False, init=False, match_args=False)", line)
    done = ant("generate", "field", "users", "secret:string:private", cwd=users)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_field_that_somebody_has_renamed_in_one_file(ant: Ant, users: Path) -> None:
    swap(users / POST, "Length(max=10)", "Length(max=9)")
    (line,) = shown(ant, users, "rename", "field", "users", "name", "title")
    assert line == "title = String(required=True, validate=validate.Length(max=10))"
    swap(users / POST, "name = String(required=True, validate=validate.Length(max=9))", line)
    done = ant("rename", "field", "users", "name", "title", cwd=users)
    assert (done.returncode, done.stderr) == (0, "")
    assert "title: Mapped[str]" in (users / MODEL).read_text()


def test_an_import_that_was_forgotten_comes_with_it(ant: Ant, users: Path) -> None:
    swap(users / MODEL, "mapped_column(Integer)", "mapped_column(Integer, index=True)")
    swap(users / "ant.json", '"age": "integer"', '"age": "bigint"')
    lines = shown(ant, users, "apply")
    assert lines == ["from sqlalchemy import BigInteger",
                     "age: Mapped[int | None] = mapped_column(BigInteger)"]  # fmt: skip
    swap(users / MODEL, "age: Mapped[int | None] = mapped_column(Integer, index=True)", lines[1])
    assert ant("apply", "--yes", cwd=users).returncode == 0
    assert "import BigInteger, " in (users / MODEL).read_text()


def register_elsewhere(project: Path) -> tuple[Path, Path]:
    """Register the blueprints in another file, with a prefix; return ``app.py`` and that file."""
    app, site = project / "api/app.py", project / "api/routes/__init__.py"
    swap(app, IMPORTED, "from routes import register_routes\n")
    swap(app, REGISTERED, "    register_routes(app)\n")
    loop = f"    for bp in (default_bp, users_bp):\n        {PREFIXED}"
    site.write_text(f"{IMPORTED}\n\ndef register_routes(app):\n{loop}")
    return app, site


def test_blueprints_that_another_file_registers_with_a_prefix(
    ant: Ant, users: Path, project_python: Path
) -> None:
    app, site = register_elsewhere(users)
    before = app.read_bytes()
    (line,) = shown(ant, users, "generate", "route", "orders")
    assert line == "from routes.orders_route import orders_bp"
    site.write_text(f"{line}\n{site.read_text()}".replace("users_bp)", "users_bp, orders_bp)"))
    done = ant("generate", "route", "orders", cwd=users)
    assert (done.returncode, done.stderr) == (0, "")
    assert app.read_bytes() == before
    found = ask(project_python, users, ("GET", "/api/v1/orders", None), ("GET", "/orders", None))
    assert [status for status, _ in found] == [200, 404]


def test_by_hand_it_is_left_to_the_other_file(ant: Ant, users: Path) -> None:
    app, _ = register_elsewhere(users)
    before = app.read_bytes()
    done = ant("generate", "route", "orders", "--by-hand", cwd=users)
    assert (done.returncode, done.stderr) == (0, "")
    assert "By hand: Blueprints are registered in api/routes/__init__.py" in done.stdout
    assert app.read_bytes() == before
