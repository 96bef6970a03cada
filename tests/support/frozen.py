"""The projects that earlier versions generated, and what shows that one of them works."""

import json
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ant import __version__
from frozen.edits.editing import Difference
from support.server import plain_environment

FOLDER = Path(__file__).parent.parent / "frozen"
ENDING = ".tar.xz"
EDITS = "edits.json"
FROZEN: tuple[str, ...] = tuple(
    sorted(
        f"{archive.parent.name}/{archive.name.removesuffix(ENDING)}"
        for archive in FOLDER.glob(f"*/*{ENDING}")
    )
)
"""Every frozen project, as ``VERSION/NAME``."""
SQLITE: Mapping[str, str] = {"DB_URL": ""}
"""The variables that lead a project to SQLite; a server of ours gives those for PostgreSQL."""


def edits_of(name: str) -> Difference:
    """Which files people edited, added and deleted before the project was frozen."""
    version, _, project = name.partition("/")
    edits = json.loads((FOLDER / version / EDITS).read_text())[project]
    return Difference(**{kind: frozenset(paths) for kind, paths in edits.items()})


UNTOUCHED = tuple(name for name in FROZEN if edits_of(name) == Difference())
"""Those that stand as they were generated."""
EARLIER = tuple(name for name in FROZEN if name.partition("/")[0] != __version__)
"""Those of earlier versions, to which an upgrade brings something."""
EDITED = tuple(name for name in FROZEN if name not in UNTOUCHED)


def unpack(name: str, folder: Path) -> Path:
    """Put a frozen project into a folder as a clone would, with its ``.env``; return its root."""
    with tarfile.open(FOLDER / f"{name}{ENDING}") as archive:
        [root] = {member.split("/")[0] for member in archive.getnames()}
        # Python 3.11.0 to 3.11.3 have no filters; those of Debian 12 are among them.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _path: member)
        archive.extractall(folder)
    return folder / root


def complaints(project: Path, python: Path, database: Mapping[str, str], *, lint: bool) -> str:
    """What the project's own tests, Alembic and, if asked, ruff have to say against a project.

    ``database`` has the variables of an empty database, or is ``SQLITE``. Where all is well the
    answer is empty.
    """
    with tempfile.TemporaryDirectory() as place:
        settings = {**database, "TMPDIR": place, "SQLITE_FILE": str(Path(place, "own.db"))}
        checks = [
            ("pytest", "-q", "-p", "no:cacheprovider"),
            ("alembic", "upgrade", "head"),
            ("alembic", "check"),
        ]
        if lint:
            checks += [("ruff", "check", "--no-cache"), ("ruff", "format", "--check", "--no-cache")]
        said = [_complaint(project, python, words, settings) for words in checks]
    return "".join(said)


def _complaint(
    project: Path, python: Path, words: tuple[str, ...], settings: Mapping[str, str]
) -> str:
    done = subprocess.run(
        [python, "-B", "-m", *words], cwd=project, env=plain_environment(settings),
        capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    return f"{' '.join(words)}:\n{done.stdout}{done.stderr}" if done.returncode else ""
