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
from support.warm_python import LATE, PYTEST, run_warm

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
ALEMBIC = ("-m", "alembic")
LINT = (("ruff", "check"), ("ruff", "format", "--check"))
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
        env = plain_environment(settings)
        runs = [
            run_warm([python, "-B", *words], project, env, seconds=900)
            for words in ([*PYTEST, *LATE], [*ALEMBIC, "upgrade", "head"], [*ALEMBIC, "check"])
        ]
        runs += [
            subprocess.run(
                [python, "-m", *words, "--no-cache"], cwd=project, env=env, capture_output=True,
                text=True, check=False,
            )
            for words in LINT if lint
        ]  # fmt: skip
    return "".join(_complaint(run) for run in runs if run.returncode)


def _complaint(run: subprocess.CompletedProcess[str]) -> str:
    words = [str(word) for word in run.args]
    return f"{' '.join(words[words.index('-m') + 1 :])}:\n{run.stdout}{run.stderr}"
