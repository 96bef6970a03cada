"""Count the files that whoever follows a request through ``ant`` has to read.

Each request is carried out in a new project, and every value that a function returns to a function
of another file is noted. A file is on the journey where it returned a result to a file on it,
beginning with ``cli/main.py``. None, False, an empty collection and an argument of the call itself
are no result: a check that finds nothing wrong need not be read, as its name says what it checks.
Counted are the floors that decide what a request changes; values, text and bytes come from those
below. All files in which anything ran are told beside.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

DECIDING = ("cli", "api", "operations", "reconcile", "survey")
"""The floors that are counted."""
START = "cli/main.py"
MOST = 25
"""The files that a journey may have."""

ROUTE = ("generate", "route", "books", "title:text", "price:decimal:min=0")
RENAMED = ("rename", "field", "books", "title", "headline")


class Journey(NamedTuple):
    """One request."""

    words: tuple[str, ...]
    files: list[str]
    """Those to be read."""
    deciding: int
    """The files of the floors that are counted in which something ran."""
    ran: int
    """All files in which something ran."""


def journeys(folder: Path) -> list[Journey]:
    """Carry the requests out in a new project below a folder, and return what was noted."""
    _traced(folder, ("generate", "api", "shop"))
    return [_journey(_traced(folder / "shop", words), words) for words in (ROUTE, RENAMED)]


def _traced(folder: Path, words: tuple[str, ...]) -> dict[str, list[list[str]]]:
    noted = folder / "noted.json"
    script = Path(__file__).parent / "bench" / "traced.py"
    command = [sys.executable, str(script), str(noted), *words]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    said: dict[str, list[list[str]]] = json.loads(noted.read_text())
    noted.unlink()
    return said


def _journey(noted: dict[str, list[list[str]]], words: tuple[str, ...]) -> Journey:
    reached, new = {START}, {START}
    while new:
        new = {giver for giver, taker in noted["given"] if taker in new} - reached
        reached |= new
    ran = [str(path) for path in noted["ran"]]
    return Journey(
        words, sorted(filter(_is_deciding, reached)), sum(map(_is_deciding, ran)), len(ran)
    )


def _is_deciding(path: str) -> bool:
    return path.partition("/")[0] in DECIDING


def main() -> None:
    """Print the journeys; end with 1 where one is longer than it may be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", action="store_true", help="Name the files.")
    names = parser.parse_args().files
    with tempfile.TemporaryDirectory() as folder:
        found = journeys(Path(folder))
    for journey in found:
        missed = "MISSED: " if len(journey.files) > MOST else ""
        sys.stdout.write(
            f"{missed}ant {' '.join(journey.words)}: {len(journey.files)} files (at most {MOST}),"
            f" of {journey.deciding} that ran on these floors and {journey.ran} in all\n"
        )
        for path in journey.files if names else ():
            sys.stdout.write(f"    {path}\n")
    sys.exit(any(len(journey.files) > MOST for journey in found))


if __name__ == "__main__":
    main()
