"""A project is one wherever its owner has put the application factory."""

import json
import shutil
from pathlib import Path

import pytest

from conftest import Ant
from support.grown import ask, project_files
from support.runners import Forked

APP, PACKAGE = "api/app.py", "api/app/__init__.py"
ADD_USERS = ("generate", "route", "users", "name:string:required")
ADD_ORDERS = ("generate", "route", "orders", "user:reference:to=users")


@pytest.fixture
def packaged(project: Path) -> Path:
    """A project whose factory is a package, which Python imports under the same name."""
    (project / "api/app").mkdir()
    (project / APP).rename(project / PACKAGE)
    return project


@pytest.fixture
def moved(forked_ant: Forked, project: Path) -> Path:
    """A project with a route whose factory is in a file that nobody but its owner knows."""
    assert forked_ant.run(project, *ADD_USERS).code == 0
    (project / APP).rename(project / "api/main.py")
    return project


@pytest.mark.slow
def test_a_package_is_edited_as_the_module_was(
    forked_ant: Forked, packaged: Path, project_python: Path
) -> None:
    (packaged / PACKAGE).write_text(f"# Ours.\n{(packaged / PACKAGE).read_text()}")
    assert forked_ant.run(packaged, *ADD_USERS)[::2] == (0, "")
    before = project_files(packaged)
    assert forked_ant.run(packaged, *ADD_ORDERS)[::2] == (0, "")
    assert not (packaged / APP).exists()
    text = (packaged / PACKAGE).read_text()
    assert text.startswith("# Ours.\n")
    assert text.count("    app.register_blueprint(orders_bp)\n") == 1
    assert ask(project_python, packaged, ("GET", "/orders", None))[0][0] == 200
    shutil.rmtree(packaged / "api/instance")
    assert forked_ant.run(packaged, "undo").code == 0
    assert {p: s for p, s in project_files(packaged).items() if "__pycache__" not in p} == before


def test_what_was_in_the_package_goes_and_is_renamed(forked_ant: Forked, packaged: Path) -> None:
    for words in (ADD_USERS, ADD_ORDERS):
        assert forked_ant.run(packaged, *words).code == 0
    assert forked_ant.run(packaged, "rename", "route", "users", "people")[::2] == (0, "")
    text = (packaged / PACKAGE).read_text()
    assert "register_blueprint(people_bp)" in text and "users" not in text
    assert forked_ant.run(packaged, "destroy", "route", "orders", "--yes")[::2] == (0, "")
    assert "orders" not in (packaged / PACKAGE).read_text()


def test_a_refusal_names_the_package(forked_ant: Forked, packaged: Path) -> None:
    (packaged / PACKAGE).write_text("from main import create_app\n")
    done = forked_ant.run(packaged, *ADD_USERS)
    assert done.code == 1 and APP not in done.stderr
    assert f"Error: '{PACKAGE}' cannot be changed without risk" in done.stderr
    assert "    app.register_blueprint(users_bp)\n" in done.stderr


def test_what_needs_no_factory_goes_on(forked_ant: Forked, moved: Path) -> None:
    for words in (
        ("generate", "field", "users", "age:integer"),
        ("destroy", "field", "users", "age", "--yes"),
        ("rename", "field", "users", "name", "title"), ("generate", "subroute", "users", "photo"),
        ("undo",), ("apply",), ("routes",), ("graph",),
    ):  # fmt: skip
        assert forked_ant.run(moved, *words)[::2] == (0, ""), words
    assert "/users" in forked_ant.run(moved / "api/routes", "routes").stdout


def test_the_document_needs_the_application(forked_ant: Forked, moved: Path) -> None:
    done = forked_ant.run(moved, "openapi")
    assert (done.code, done.stdout) == (1, "")
    assert f"There is no {APP}" in done.stderr


@pytest.mark.slow
def test_what_needs_it_says_that_it_is_not_there_and_what_to_add(
    forked_ant: Forked, moved: Path, project_python: Path
) -> None:
    before = project_files(moved)
    done = forked_ant.run(moved, *ADD_ORDERS)
    assert done.code == 1 and project_files(moved) == before
    assert f"Error: '{APP}' cannot be changed without risk: the file is not there.\n" in done.stderr
    lines = done.stderr.splitlines()
    added = ["from routes.orders_route import orders_bp", "app.register_blueprint(orders_bp)"]
    assert all(f"    {line}" in lines for line in added)
    assert lines[-1].endswith("--by-hand")

    done = forked_ant.run(moved, *ADD_ORDERS, "--by-hand")
    assert (done.code, done.stderr) == (0, "")
    main = moved / "api/main.py"
    text = main.read_text().replace("    return app", f"    {added[1]}\n    return app")
    main.write_text(text.replace("from routes.users", f"{added[0]}\nfrom routes.users"))
    (moved / APP).write_text("from main import create_app\n")
    assert ask(project_python, moved, ("GET", "/orders", None))[0][0] == 200


@pytest.mark.parametrize(
    "words", [("destroy", "route", "users", "--yes"), ("rename", "route", "users", "people")]
)
def test_a_file_that_would_import_what_goes_is_named(
    forked_ant: Forked, moved: Path, words: tuple[str, ...]
) -> None:
    before = project_files(moved)
    done = forked_ant.run(moved, *words)
    assert done.code == 1 and project_files(moved) == before
    assert "api/main.py:" in done.stderr and "routes.users_route" in done.stderr


def test_serving_says_which_file_is_missing(ant: Ant, moved: Path) -> None:
    done = ant("--report", "run", cwd=moved)
    (error,) = json.loads(done.stdout)["errors"]
    assert done.returncode == 1 and error.startswith(f"There is no {APP} in '{moved}'")
    assert "--app FILE run" in error and not (moved / ".venv").exists()


def test_without_either_there_is_no_project(forked_ant: Forked, tmp_path: Path) -> None:
    done = forked_ant.run(tmp_path, "generate", "route", "users")
    assert done.code == 1 and "holds ant.json or api/app.py" in done.stderr
