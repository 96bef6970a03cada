"""JSON files that somebody has laid out anew: they grow in that layout."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.runners import Forked

MANIFEST = "ant.json"
GROWTH = (
    ("generate", "field", "users", "age:integer:min=0", "role:enum:values=a,b"),
    ("rename", "field", "users", "age", "years"),
    ("destroy", "field", "users", "role", "--yes"),
    ("generate", "route", "orders", "user:reference:to=users"),
)
Layout = Callable[[Any], str]
LAYOUTS: dict[str, Layout] = {
    "CRLF": lambda value: json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\r\n"),
    "4 spaces": lambda value: json.dumps(value, indent=4, ensure_ascii=False) + "\n",
    "tabs": lambda value: json.dumps(value, indent="\t") + "\n\n",
    "one line": lambda value: json.dumps(value, separators=(",", ":")),
    "BOM": lambda value: "\ufeff" + json.dumps(value, indent=2, ensure_ascii=False) + "\n",
}


@pytest.fixture(scope="module")
def users(forked_ant: Forked, pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a route."""
    project = Path(shutil.copytree(pristine, tmp_path_factory.mktemp("users") / "my-api"))
    words = ("generate", "route", "users", "name:string:required")
    assert forked_ant.run(project, *words).code == 0
    return project


@pytest.mark.slow
@pytest.mark.parametrize("name", LAYOUTS)
def test_every_command_keeps_a_layout(
    forked_ant: Forked, users: Path, tmp_path: Path, name: str
) -> None:
    usual, project = (
        Path(shutil.copytree(users, tmp_path / place / "my-api")) for place in ("usual", "own")
    )
    value = json.loads((project / MANIFEST).read_bytes())
    (project / MANIFEST).write_bytes(LAYOUTS[name](value).encode())
    for words in GROWTH:
        for place in (usual, project):
            assert forked_ant.run(place, *words)[::2] == (0, "")
        expected = json.loads((usual / MANIFEST).read_bytes())
        assert (project / MANIFEST).read_bytes().decode() == LAYOUTS[name](expected)
    before = (project / MANIFEST).read_bytes()
    assert forked_ant.run(project, "generate", "field", "users", "note:text").code == 0
    assert forked_ant.run(project, "undo").code == 0
    assert (project / MANIFEST).read_bytes() == before
    assert forked_ant.run(project, "apply").stdout == "Nothing to do.\n"


@pytest.mark.slow
def test_lines_that_nobody_asked_to_change_stay(
    forked_ant: Forked, users: Path, tmp_path: Path
) -> None:
    project = Path(shutil.copytree(users, tmp_path / "my-api"))
    for number in range(5):
        words = ("generate", "route", f"things_{number}", "name:string", "size:integer:min=0")
        assert forked_ant.run(project, *words).code == 0
    manifest = project / MANIFEST
    text = manifest.read_text()
    odd = text.replace('    "', '  "', 12).replace(" [\n", " [\r\n").replace('": {', '" :  {')
    assert odd != text and json.loads(odd) == json.loads(text)
    manifest.write_bytes(odd.encode())
    assert forked_ant.run(project, "generate", "field", "users", "age:integer").code == 0
    lines = manifest.read_bytes().splitlines(keepends=True)
    removed = [line for line in odd.encode().splitlines(keepends=True) if line not in lines]
    assert len(removed) <= 1  # a last item gets a comma
    assert '"age"' in manifest.read_text()
