"""In an older project a route goes at once, with all that its version made of it."""

import re
from pathlib import Path

import pytest

from conftest import Ant
from frozen.edits.editing import files_of
from support.frozen import EARLIER, SQLITE, complaints, unpack

ROUTES = {"store": "reviews", "clinic": "invoices"}
CASES = [name for name in EARLIER if re.fullmatch(r".*/(store|clinic)", name)]


@pytest.mark.exhaustive_for("0.2.0/store")
@pytest.mark.exhaustive
@pytest.mark.parametrize("name", CASES)
def test_a_route_goes_without_an_upgrade(
    ant: Ant, name: str, tmp_path: Path, project_python: Path
) -> None:
    project = unpack(name, tmp_path)
    before = files_of(project)
    route = ROUTES[name.rpartition("/")[2]]
    done = ant("destroy", "route", route, "--yes", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    after = files_of(project)
    mentions = [path for path, text in after.items() if re.search(rb"\b" + route.encode(), text)]
    described = {"ant.json", "api/openapi/api-document.json"}  # in the project's own words
    assert {*mentions} <= {*described, *_histories(after)}
    added = {
        line
        for path, text in after.items()
        if path in before and path.endswith(".py") and not path.startswith("api/migrations/")
        for line in {*text.splitlines()} - {*before[path].splitlines()}
    }
    assert added == set()
    assert complaints(project, project_python, SQLITE, lint=False) == ""
    undone = ant("undo", cwd=project)
    assert (undone.returncode, undone.stderr) == (0, "")
    assert files_of(project) == before


def _histories(files: dict[str, bytes]) -> set[str]:
    return {path for path in files if path.startswith(("api/migrations/versions/", ".ant/"))}
