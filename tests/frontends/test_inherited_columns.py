"""A column that a class gets from elsewhere is not gone, and no migration says so."""

from pathlib import Path

import pytest

from conftest import Ant
from support.grown import ask, project_files

MODEL = "api/models/Products_model.py"
NAME = "    name: Mapped[str] = mapped_column(String(255))\n"
CLASS = "@dataclass(eq=False, init=False)\nclass Products(Base):"
NAMED = f"class Named:\n{NAME}\n\n"
WITH = CLASS.replace("(Base)", "(Named, Base)")
BY_DECORATOR = "@named\n" + CLASS
MADE = "mapped_column(String(255))\n"
IMPORTS = (
    "from sqlalchemy import String\nfrom sqlalchemy.orm import Mapped, mapped_column\n\n"
)  # fmt: skip


def edit(project: Path, *changes: tuple[str, str], end: str = "") -> None:
    """Change texts of the model, and write at its end."""
    text = (project / MODEL).read_text()
    for old, new in ((NAME, ""), *changes):
        assert old in text, old
        text = text.replace(old, new, 1)
    (project / MODEL).write_text(text + end)


def in_the_file(project: Path) -> None:
    edit(project, (CLASS, NAMED + WITH))


def in_another_module(project: Path) -> None:
    (project / "api/helper/named.py").write_text(f"{IMPORTS}\n{NAMED}")
    line = "from helper.columns"
    edit(project, (CLASS, WITH), (line, f"from helper.named import Named\n{line}"))


def in_a_base(project: Path) -> None:
    edit(project, (CLASS, f"class Thing(Base):\n    __abstract__ = True\n{NAME}\n\n"
                   + CLASS.replace("(Base)", "(Thing)")))  # fmt: skip


def declared(project: Path) -> None:
    method = "    @declared_attr\n    def name(cls) -> Mapped[str]:\n        return " + MADE
    edit(project, (CLASS, f"class Named:\n{method}\n\n{WITH}"),
         ("import Mapped,", "import Mapped, declared_attr,"))  # fmt: skip


def behind_the_class(project: Path) -> None:
    edit(project, end=f"\n\nProducts.name = {MADE}")


def under_another_attribute(project: Path) -> None:
    edit(project, ('    __tablename__ = "products"\n', '    __tablename__ = "products"\n'
                   '    label: Mapped[str] = mapped_column("name", String(255))\n'))  # fmt: skip


def table_in_a_variable(project: Path) -> None:
    edit(project, (CLASS, f'TABLE = "products"\n\n\n{NAMED}{WITH}'),
         ('= "products"\n    __table', "= TABLE\n    __table"))  # fmt: skip


SEEN = [in_the_file, in_another_module, in_a_base, declared, behind_the_class,
        under_another_attribute, table_in_a_variable]  # fmt: skip


def by_setattr(project: Path) -> None:
    edit(project, end=f'\n\nfor key in ("na" + "me",):\n    setattr(Products, key, {MADE[:-1]})\n')


def by_locals(project: Path) -> None:
    start = '    __tablename__ = "products"\n'
    edit(project, (start, f'{start}    locals()["na" + "me"] = {MADE}'))


def by_a_decorator(project: Path) -> None:
    function = f'def named(cls):\n    cls.__dict__\n    setattr(cls, "na" + "me", {MADE[:-1]})\n'
    edit(project, (CLASS, f"{function}    return cls\n\n\n{BY_DECORATOR}"))


UNSEEN = [by_setattr, by_locals, by_a_decorator]
DESTROY = ("destroy", "field", "products", "name", "--yes")
RENAME = ("rename", "field", "products", "name", "title")


@pytest.fixture
def products(ant: Ant, project: Path) -> Path:
    """A project with one resource."""
    fields = ("name:string:required:min=0", "weight:integer")
    assert ant("generate", "route", "products", *fields, cwd=project).returncode == 0
    return project


@pytest.mark.parametrize("change", SEEN)
@pytest.mark.parametrize("words", [DESTROY, (*DESTROY, "--force"), RENAME], ids=" ".join)
def test_it_is_refused_and_nothing_changes(
    ant: Ant, products: Path, change: object, words: tuple[str, ...]
) -> None:
    change(products)  # type: ignore[operator]
    before = project_files(products)
    done = ant(*words, cwd=products)
    assert (done.returncode, done.stdout) == (1, "")
    assert project_files(products) == before
    if words != RENAME:
        assert "would still give Products the column 'name'" in done.stderr
        assert "--force" not in done.stderr


@pytest.mark.parametrize("change", UNSEEN)
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_what_cannot_be_seen_is_refused(
    ant: Ant, products: Path, change: object, force: tuple[str, ...]
) -> None:
    change(products)  # type: ignore[operator]
    before = project_files(products)
    done = ant(*DESTROY, *force, cwd=products)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Whether Products would still have the column 'name' cannot be seen" in done.stderr
    assert project_files(products) == before


@pytest.mark.slow
@pytest.mark.parametrize("change", [in_the_file, in_another_module, in_a_base])
def test_the_line_that_is_shown_is_enough(
    ant: Ant, products: Path, project_python: Path, change: object
) -> None:
    change(products)  # type: ignore[operator]
    shown = ant(*DESTROY, cwd=products).stderr.splitlines()
    path, _, number = shown[0].removeprefix("Error: ").partition(" ")[0].partition(":")
    file = products / path
    lines = file.read_text().splitlines(keepends=True)
    assert lines[int(number) - 1].strip() == shown[2].strip()
    lines[int(number) - 1] = "    pass\n"
    file.write_text("".join(lines))
    done = ant(*DESTROY, cwd=products)
    assert (done.returncode, done.stderr) == (0, "")
    found = ask(project_python, products, ("POST", "/products", {"weight": 1}))
    assert found[0][0] == 201


@pytest.mark.slow
@pytest.mark.parametrize("change", SEEN)
def test_what_comes_beside_it_is_in_nobodys_way(
    ant: Ant, products: Path, project_python: Path, change: object
) -> None:
    change(products)  # type: ignore[operator]
    assert ant("generate", "field", "products", "size:integer", cwd=products).returncode == 0
    assert ant("destroy", "field", "products", "weight", "--yes", cwd=products).returncode == 0
    body = {"name": "Pen", "size": 1}
    key = "label" if change is under_another_attribute else "name"
    if key == "name":
        found = ask(project_python, products, ("POST", "/products", body))
        assert (found[0][0], found[0][1]["size"]) == (201, 1)


def test_a_mixin_of_a_package_gives_no_doubt_where_the_class_had_the_line(
    ant: Ant, products: Path
) -> None:
    file = products / MODEL
    text = file.read_text().replace(CLASS, WITH)
    file.write_text(text.replace("import datetime as dt", "from some.package import Named"))
    assert ant(*DESTROY, cwd=products).returncode == 0


def test_by_hand_it_is_told(ant: Ant, products: Path) -> None:
    in_the_file(products)
    done = ant(*RENAME, "--by-hand", cwd=products)
    assert (done.returncode, done.stderr) == (0, "")
    assert "would still give Products the column 'name' from Named" in done.stdout
