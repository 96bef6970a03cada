"""An upgrade from versions with more schemas, in which models decided what is shown."""

from pathlib import Path

import pytest

from conftest import Ant
from support.frozen import unpack

PATCH = "api/schemas/PatchProducts_schema.py"
VIEWS = "api/routes/products_route.py"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An untouched project of an earlier version, with a PATCH schema for every resource."""
    return unpack("0.2.0/store", tmp_path)


def edit(project: Path, path: str, old: str, new: str) -> None:
    text = (project / path).read_text()
    assert text.count(old) == 1
    (project / path).write_text(text.replace(old, new))


def test_what_nobody_edited_goes(ant: Ant, project: Path) -> None:
    assert (project / PATCH).exists()
    assert ant("upgrade", cwd=project).returncode == 0
    assert not [*project.glob("api/schemas/Patch*")]
    assert "load_body(PostProductsSchema, partial=True)" in (project / VIEWS).read_text()


def test_what_somebody_edited_stays_in_use(ant: Ant, project: Path) -> None:
    edit(project, PATCH, "super().__init__(partial=True)", 'super().__init__(partial=("name",))')
    done = ant("upgrade", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"'{PATCH}' is not generated any more; you have edited it" in done.stdout
    assert [path.name for path in project.glob("api/schemas/Patch*")] == [Path(PATCH).name]
    views = (project / VIEWS).read_text()
    assert "from schemas.PatchProducts_schema import PatchProductsSchema\n" in views
    assert "load_body(PatchProductsSchema)" in views
    assert "page_answer(page, GetProductsSchema)" in views
    assert ant("upgrade", cwd=project).stdout == "Nothing to do.\n"
    assert ant("generate", "field", "products", "origin:string", cwd=project).returncode == 0
    assert "load_body(PatchProductsSchema)" in (project / VIEWS).read_text()


def test_what_other_code_imports_stays(ant: Ant, project: Path) -> None:
    own = project / "api/own.py"
    own.write_text("from schemas.PatchProducts_schema import PatchProductsSchema as Patch\n")
    done = ant("upgrade", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"'{PATCH}' is not generated any more; 'api/own.py' imports it" in done.stdout
    assert [path.name for path in project.glob("api/schemas/Patch*")] == [Path(PATCH).name]


def test_a_column_that_answers_would_no_longer_show_is_told(ant: Ant, project: Path) -> None:
    model, schema = "api/models/Products_model.py", "api/schemas/GetProducts_schema.py"
    columns = (
        "    barcode: Mapped[str | None] = mapped_column(String(13))\n"
        "    cost: Mapped[str | None] = mapped_column(String(13), deferred=True)\n"
    )
    edit(project, model, "    created_at:", f"{columns}    created_at:")
    before = (project / VIEWS).read_bytes()
    done = ant("upgrade", cwd=project)
    assert done.returncode == 1
    assert "'barcode' is not listed in GetProductsSchema" in done.stderr
    assert f"Add it to {schema}, or give it deferred=True" in done.stderr
    assert "cost" not in done.stderr
    assert (project / VIEWS).read_bytes() == before
    edit(project, schema, "    created_at", "    barcode = String()\n    created_at")
    done = ant("upgrade", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "barcode = String()" in (project / schema).read_text()
