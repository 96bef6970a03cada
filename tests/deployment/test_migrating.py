"""A new version of the image on the rows of the old one, in the development stack."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.containers import Stack, call

pytestmark = [pytest.mark.exhaustive, pytest.mark.timeout(420)]

MIGRATES = "DB_MIGRATE_ON_START=True\n"
REFUSAL = "The API does not start: the database is at revision"
Grow = Callable[..., None]


@pytest.fixture
def grow(ant_path: Path, pristine: Path, tmp_path: Path) -> Grow:
    """Generate something in a project of one's own, which migrates on demand alone."""
    project = Path(shutil.copytree(pristine, tmp_path / "my-api"))
    settings = (project / ".env").read_text()
    assert MIGRATES in settings
    (project / ".env").write_text(settings.replace(MIGRATES, MIGRATES.replace("True", "False")))

    def generate(*what: str) -> None:
        command = [str(ant_path), "generate", *what]
        subprocess.run(command, cwd=project, check=True, capture_output=True)

    return generate


@pytest.fixture
def stack(base_image: str, grow: Grow, tmp_path: Path) -> Iterator[Stack]:
    """The first version, up and healthy."""
    grow("route", "things", "name:string:required")
    stack = Stack(tmp_path / "my-api", {"PYTHON_IMAGE": base_image})
    try:
        stack.up("--build")
        yield stack
    finally:
        stack.remove()


def told_in_the_readme(stack: Stack) -> list[str]:
    """The arguments of the command that migrates in containers."""
    readme = (stack.project / "README.md").read_text()
    [command] = re.findall(r"In containers: `docker compose ([^`]+)`", readme)
    return str(command).split()


def test_rows_of_the_old_version_come_to_the_new_one(stack: Stack, grow: Grow) -> None:
    status, row = call(f"{stack.url}/things", {"name": "kept"})
    assert status == 201
    this_row = f"{stack.url}/things/{row['id']}"

    grow("field", "things", "color:string:required:default=red")
    with pytest.raises(RuntimeError, match=f"{REFUSAL}.*alembic upgrade head"):
        stack.compose("run", "--rm", "--build", "backend")
    assert call(this_row) == (200, row)

    stack.compose(*told_in_the_readme(stack))
    stack.up("--build")
    row["color"] = "red"
    assert call(this_row) == (200, row)

    grow("field", "things", "size:integer")
    settings = stack.project / ".env"
    settings.write_text(settings.read_text().replace(MIGRATES.replace("True", "False"), MIGRATES))
    stack.up("--build")
    assert call(this_row) == (200, {**row, "size": None})
    assert "(head)" in stack.compose("exec", "-T", "backend", "alembic", "current")
