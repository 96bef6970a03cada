"""Fill the database of a development machine with plausible rows: ``ant seed``."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "api"))

from factories.planting import Planting
from startup.Alchemy import init_db
from startup.Environment import myEnvironment


def main() -> None:
    """Read the command line, make the rows, and say how many there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50, help="How many rows each route gets.")
    parser.add_argument("--route", help="The one route that gets rows, with what these need.")
    parser.add_argument("--seed", type=int, default=0, help="Another number, other values.")
    parser.add_argument("--yes", action="store_true", help="Do it outside development as well.")
    options = parser.parse_args()
    if myEnvironment.FLASK_ENV != "development" and not options.yes:
        sys.exit(
            f"FLASK_ENV is {myEnvironment.FLASK_ENV!r}, not 'development'. Say --yes to go on."
        )
    init_db()
    try:
        for line in Planting(options.seed).plant(options.count, options.route):
            sys.stdout.write(f"{line}\n")
    except LookupError as error:
        sys.exit(str(error.args[0]))


if __name__ == "__main__":
    main()
