"""A licence above every module is kept, and is in the way of nothing that an upgrade brings."""

from pathlib import Path

import pytest

from conftest import Ant
from support.frozen import unpack
from support.said import done

HEADER = "# Copyright 2026 Example Ltd.\n# SPDX-License-Identifier: MIT\n"
GONE = "api/schemas/Patch*_schema.py"


def modules_of(project: Path) -> dict[str, str]:
    """The Python files that are generated again, by path."""
    files = [*project.glob("api/**/*.py"), *project.glob("tests/**/*.py")]
    texts = {str(file.relative_to(project)): file.read_text() for file in files}
    return {path: text for path, text in texts.items() if "/versions/" not in path}


@pytest.mark.parametrize("name", ["0.2.0/clinic", "0.2.0/bare"])
def test_modules_below_a_header_are_those_of_an_untouched_project(
    ant: Ant, tmp_path: Path, name: str
) -> None:
    plain = unpack(name, tmp_path / "plain")
    headed = unpack(name, tmp_path / "headed")
    before = modules_of(headed)
    for path, text in before.items():
        (headed / path).write_text(HEADER + text)
    assert name == "0.2.0/bare" or [*headed.glob(GONE)]
    for project in (plain, headed):
        ant("upgrade", cwd=project)
    wanted = modules_of(plain)
    assert modules_of(headed) == {
        path: HEADER + text if path in before else text for path, text in wanted.items()
    }
    assert not [*headed.glob(GONE)]
    assert done(ant, headed, "upgrade") == "Nothing to do.\n"
