"""What only migrations and models use goes with an upgrade where nothing does, and else stays."""

from pathlib import Path

import pytest

from ant.artifacts.paths import DECIMALS
from ant.rendering.templates import read_template
from conftest import Ant
from support.frozen import unpack
from support.record import recorded_texts

COLUMNS = "api/helper/columns.py"
NEWEST = read_template(f"resources/{COLUMNS}")

LINES = (
    "from helper.columns import MOMENT",
    "from helper import columns",
    "import helper.columns",
    "from helper.columns import exact\nPRICE = exact(9, 2)",
)


@pytest.mark.exhaustive_for(LINES[0], LINES[2])
@pytest.mark.slow
@pytest.mark.parametrize("line", LINES)
def test_a_module_that_code_imports_is_upgraded_and_the_next_route_finds_it(
    ant: Ant, tmp_path: Path, line: str
) -> None:
    project = unpack("0.2.0/bare", tmp_path)
    assert (project / COLUMNS).read_bytes() != NEWEST
    (project / "api/models/Own_model.py").write_text(f"{line}\n")
    done = ant("upgrade", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "is yours now" not in done.stdout
    assert (project / COLUMNS).read_bytes() == NEWEST == recorded_texts(project)[COLUMNS]
    assert not (project / "api/migrations/operations.py").exists()
    assert all((project / path).exists() is ("exact(" in line) for path in DECIMALS)
    done = ant("generate", "route", "tags", "label:string", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.slow
def test_a_module_that_its_owner_has_edited_stays_and_the_next_route_finds_it(
    ant: Ant, tmp_path: Path
) -> None:
    project = unpack("0.2.0/bare", tmp_path)
    with (project / COLUMNS).open("a") as file:
        file.write("\nOWN = KEY\n")
    assert ant("upgrade", cwd=project).returncode == 0
    done = ant("generate", "route", "tags", "price:decimal", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "OWN = KEY" in (project / COLUMNS).read_text()


@pytest.mark.slow
def test_the_last_field_leaves_what_migrations_use_to_the_next_one(ant: Ant, project: Path) -> None:
    made = "generate", "route", "tags", "label:string"
    assert not (project / COLUMNS).exists()
    assert ant(*made, cwd=project).returncode == 0
    (project / COLUMNS).write_bytes(NEWEST + b"\nOWN = KEY\n")
    assert not (project / DECIMALS[0]).exists()
    assert ant("generate", "field", "tags", "price:decimal", cwd=project).returncode == 0
    assert ant("destroy", "route", "tags", "--yes", cwd=project).returncode == 0
    assert all((project / path).exists() for path in DECIMALS)
    done = ant("generate", "route", "labels", "text:string", "price:decimal", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    assert (project / COLUMNS).read_bytes() == NEWEST + b"\nOWN = KEY\n"


@pytest.mark.slow
def test_tests_of_what_a_migration_brought_along_stay_removed(ant: Ant, project: Path) -> None:
    tests = project / "tests/test_operations.py"
    for words in (("generate", "route", "tags", "label:string"), ("rename", "route", "tags", "a")):
        assert not tests.exists()
        assert ant(*words, cwd=project).returncode == 0
    tests.unlink()
    assert ant("rename", "route", "a", "b", cwd=project).returncode == 0
    assert not tests.exists()
