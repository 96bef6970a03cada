"""A project that formatters and import sorters have been over is as it was generated."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Ant
from support.grown import code_files

STORE = Path(__file__).parent.parent.parent / "examples" / "store.yaml"
TOOLS = {
    "black": ("black", "--quiet"),
    "black in short lines": ("black", "--quiet", "--line-length=60", "--skip-string-normalization"),
    "ruff in short lines": ("ruff", "format", "--quiet", "--line-length=60"),
    "ruff in long lines": ("ruff", "format", "--quiet", "--line-length=120"),
    "isort": ("isort", "--quiet", "--profile=black"),
    "isort, one name a line": ("isort", "--quiet", "--force-single-line-imports"),
}
STEPS = (
    ("destroy", "route", "reviews", "--yes"),
    ("destroy", "field", "products", "weight_kg", "--yes"),
    ("generate", "field", "products", "extra:integer"),
    ("rename", "field", "products", "name", "title"),
    ("rename", "route", "suppliers", "vendors"),
    ("generate", "route", "things", "name:string"),
    ("destroy", "route", "things", "--yes"),
)


@pytest.fixture(scope="session")
def generated_store(ant_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store as it was generated; copy it before changing anything."""
    parent = tmp_path_factory.mktemp("formatted")
    words = ("generate", "api", "store", "--json", STORE)
    subprocess.run([ant_path, *words], cwd=parent, check=True, capture_output=True)
    return parent / "store"


@pytest.mark.exhaustive_for("black in short lines", "isort, one name a line")
@pytest.mark.slow
@pytest.mark.parametrize("tool", TOOLS)
def test_nothing_is_refused(ant: Ant, generated_store: Path, tmp_path: Path, tool: str) -> None:
    store = Path(shutil.copytree(generated_store, tmp_path / "store"))
    before = code_files(store)
    name, *words = TOOLS[tool]
    subprocess.run(
        [Path(sys.executable).parent / name, *words, "api", "tests"], cwd=store, check=True
    )
    assert code_files(store) != before
    for step in STEPS:
        done = ant(*step, cwd=store)
        assert (done.returncode, done.stderr) == (0, ""), step
    assert not list(store.glob("api/*/*eview*"))
    assert "By hand" not in ant("upgrade", "--check", cwd=store).stdout
