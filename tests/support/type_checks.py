"""The type checker of generated projects, which need not read the packages anew each time."""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from support.environments import kept
from support.keeper import marked

TEMPLATES = Path(__file__).parent.parent.parent / "src/ant/templates"
IMPORT = re.compile(r"^\s*(?:from|import) (\w+(?:\.\w+)*)(?: import .*)?$", re.MULTILINE)
FOUND = """
import sys
from importlib.util import find_spec
for name in sys.argv[1:]:
    if find_spec(name.partition(".")[0]):
        print(f"import {name}")
"""


def checked(project: Path, python: Path) -> subprocess.CompletedProcess[str]:
    """Check a project as its own ``mypy`` does, with nothing known of it before.

    What is known is said by the types of the packages alone, which take most of the time.
    """
    with tempfile.TemporaryDirectory(prefix=marked("types")) as place:
        cache = shutil.copytree(_types_of_packages(project, python), Path(place, "cache"))
        return _mypy(project, python, cache)


def _types_of_packages(project: Path, python: Path) -> Path:
    """The cache of a check of a module that imports what the templates import, kept for good."""

    def make(folder: Path) -> None:
        for place in ("api", "tests"):
            (folder / place).mkdir(parents=True)
        # The options of a project, on which it depends whether a cache may be used.
        shutil.copy(project / "pyproject.toml", folder)
        found = subprocess.run(
            [python, "-c", FOUND, *sorted(_modules())], cwd=folder, text=True, check=True,
            capture_output=True,
        )  # fmt: skip
        for place in ("api/packages.py", "tests/packages_of_tests.py"):
            (folder / place).write_text(found.stdout)
        done = _mypy(folder, python, folder / "cache")
        # A package without types is a complaint, which does not keep the others from the cache.
        assert done.returncode in (0, 1), done.stderr

    return kept(f"types-{python.parent.parent.resolve().name}", make) / "cache"


def _modules() -> set[str]:
    """All that any template imports, modules of ours among them."""
    files = [path for path in TEMPLATES.rglob("*") if path.suffix in (".py", ".jinja")]
    return {name for path in files for name in IMPORT.findall(path.read_text())}


def _mypy(project: Path, python: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [python, "-m", "mypy", "--cache-dir", cache], cwd=project, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
