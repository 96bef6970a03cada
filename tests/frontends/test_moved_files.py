"""Files of a route that their owner has moved are found where they are, and the API still runs."""

import json
import re
from pathlib import Path

import pytest

from conftest import Ant
from support.grown import ask, project_files

MODEL = {"api/models/Products_model.py": "api/models/product.py"}
LAYERS = {
    **MODEL,
    "api/routes/products_route.py": "api/routes/shop/products.py",
    "api/services/products_service.py": "api/services/product.py",
    "api/repositories/products_repository.py": "api/repositories/product.py",
    "api/schemas/PostProducts_schema.py": "api/schemas/product_in.py",
    "api/schemas/GetProducts_schema.py": "api/schemas/product_out.py",
}
FACTORY = {"tests/factories/products_factory.py": "tests/factories/product.py"}
ROUTES = {
    "tags": ["label:string"],
    "products": ["name:string:required", "weight:integer", "tags:many:to=tags"],
}


def module(path: str) -> str:
    return path.partition("/")[2].removesuffix(".py").replace("/", ".")


def move(project: Path, places: dict[str, str]) -> None:
    """Move files as people do, and mend every import of them."""
    for old, new in places.items():
        (project / new).parent.mkdir(exist_ok=True)
        (project / old).rename(project / new)
        for file in project.rglob("*.py"):
            text = file.read_text()
            changed = re.sub(rf"\b{re.escape(module(old))}\b", module(new), text)
            if changed != text:
                file.write_text(changed)


@pytest.fixture
def store(ant: Ant, project: Path) -> Path:
    """A project with two resources."""
    for name, fields in ROUTES.items():
        assert ant("generate", "route", name, *fields, cwd=project).returncode == 0
    return project


def fields_of(project: Path, route: str) -> list[str]:
    return [*json.loads((project / "ant.json").read_text())["routes"][route]["fields"]]


OPERATIONS = {
    "rename field products name title": ("/products", {"title": "Pen"}),
    "destroy field products weight --yes": ("/products", {"name": "Pen"}),
    "generate field products price:decimal": ("/products", {"name": "Pen", "price": "1.00"}),
    "generate field tags liked:many:to=products": ("/products", {"name": "Pen"}),
    "rename route products goods": ("/goods", {"name": "Pen"}),
    "generate subroute products news": ("/products", {"name": "Pen"}),
}


@pytest.mark.exhaustive_for("model", "layers")  # "all" moves the files of both
@pytest.mark.slow
@pytest.mark.parametrize("places", [MODEL, LAYERS, {**LAYERS, **FACTORY}],
                         ids=["model", "layers", "all"])  # fmt: skip
@pytest.mark.parametrize("words", OPERATIONS)
def test_they_grow_where_they_are(
    ant: Ant, store: Path, project_python: Path, places: dict[str, str], words: str
) -> None:
    move(store, places)
    done = ant(*words.split(), cwd=store)
    assert (done.returncode, done.stderr) == (0, "")
    assert not any((store / path).exists() for path in places)
    assert all((store / path).exists() for path in places.values())
    url, body = OPERATIONS[words]
    (created, row), (listed, page) = ask(
        project_python, store, ("POST", url, body), ("GET", url, None)
    )
    assert (created, listed) == (201, 200)
    assert {**row, **body} == row
    assert page["items"] == [row]
    assert ant("apply", cwd=store).stdout == "Nothing to do.\n"


@pytest.mark.slow
def test_they_go_with_their_route(ant: Ant, store: Path, project_python: Path) -> None:
    move(store, {**LAYERS, **FACTORY})
    done = ant("destroy", "route", "products", "--yes", cwd=store)
    assert (done.returncode, done.stderr) == (0, "")
    assert not any((store / path).exists() for path in (*LAYERS, *LAYERS.values()))
    assert ant("undo", cwd=store).returncode == 0
    assert all((store / path).exists() for path in LAYERS.values())
    assert ant("destroy", "route", "products", "--yes", cwd=store).returncode == 0
    assert [answer[0] for answer in ask(project_python, store, ("GET", "/tags", None))] == [200]


def test_what_somebody_wrote_into_one_stays_to_the_byte(ant: Ant, store: Path) -> None:
    move(store, MODEL)
    file = store / MODEL["api/models/Products_model.py"]
    mine = '\n\n# models.Products_model was its name\nMINE = "models.Products_model"\n'
    file.write_text(file.read_text() + mine)
    assert ant("generate", "field", "products", "size:integer", cwd=store).returncode == 0
    assert file.read_text().endswith(mine)
    assert "    size: Mapped[int | None]" in file.read_text()


def test_a_refusal_names_the_file_that_is_there(ant: Ant, store: Path) -> None:
    move(store, MODEL)
    file = store / "api/models/product.py"
    file.write_text(file.read_text().replace("(Integer)", "(Integer, index=True)"))
    before = project_files(store)
    done = ant("destroy", "field", "products", "weight", "--yes", cwd=store)
    assert done.returncode == 1
    assert "at api/models/product.py, Products: weight" in done.stderr
    assert "Products_model" not in done.stderr
    assert project_files(store) == before


def share(project: Path) -> None:
    """Put the models of two routes into one file, as people do who like it so."""
    texts = [(project / f"api/models/{name}_model.py") for name in ("Products", "Tags")]
    first, second = (path.read_text() for path in texts)
    (project / "api/models/tables.py").write_text(first + second.partition("Base\n")[2])
    for path in texts:
        path.unlink()
    for file in project.rglob("*.py"):
        text = file.read_text()
        file.write_text(re.sub(r"models\.(Products|Tags)_model", "models.tables", text))


@pytest.mark.slow
@pytest.mark.parametrize("words", ["rename field products name title",
                                   "destroy field products weight --yes",
                                   "generate field tags color:string"])  # fmt: skip
def test_two_models_may_share_a_file(
    ant: Ant, store: Path, project_python: Path, words: str
) -> None:
    share(store)
    done = ant(*words.split(), cwd=store)
    assert (done.returncode, done.stderr) == (0, "")
    found = ask(project_python, store, ("GET", "/products", None), ("GET", "/tags", None))
    assert [status for status, _ in found] == [200, 200]


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_a_file_with_another_model_in_it_does_not_go(
    ant: Ant, store: Path, force: tuple[str, ...]
) -> None:
    share(store)
    before = project_files(store)
    done = ant("destroy", "route", "products", "--yes", *force, cwd=store)
    assert done.returncode == 1
    assert "Take Products out of it by hand." in done.stderr
    assert project_files(store) == before


def test_a_class_that_is_in_two_files_is_not_guessed(ant: Ant, store: Path) -> None:
    model = store / "api/models/Products_model.py"
    for name in ("one", "other"):
        (store / f"api/models/{name}.py").write_text(model.read_text())
    model.unlink()
    before = project_files(store)
    done = ant("destroy", "field", "products", "weight", "--yes", cwd=store)
    assert done.returncode == 1
    assert "would still give Products the column 'weight'" in done.stderr
    assert project_files(store) == before


def test_what_would_import_a_file_that_is_gone_is_refused(ant: Ant, store: Path) -> None:
    (store / "api/models/Products_model.py").unlink()
    before = project_files(store)
    done = ant("generate", "route", "boxes", "holds:many:to=products", cwd=store)
    assert done.returncode == 1
    assert "api/models/Products_model.py is not there, and api/" in done.stderr
    assert project_files(store) == before
