"""A small command over the writer: ``grow.py SITE look|grow`` in a project's root."""

import sys

sys.path.insert(0, sys.argv[1])

from ant.cli.signals import Terminated, Unwinding, end_at_once, exit_code
from ant.core.errors import AntError
from ant.core.planning.plan import FileChange, make_plan
from ant.workspace.project import opened_project

WANTED: dict[str, bytes | None] = {
    "api/app.py": b"app = 2\r\n" * 2000,
    "api/fresh/deep/new.py": b"new = 1\n",
    "api/fresh/secret": b"key",
    "old/gone/dead.py": None,
    "old/gone/dead_too.py": None,
    "run.sh": b"#!/bin/sh\nexit 2\n",
}


def work(word: str) -> None:
    with opened_project(".") as project:
        if word == "grow":
            here = project.read(WANTED)
            changes = [
                FileChange(path, here.get(path), after, private=path.endswith("secret"))
                for path, after in WANTED.items()
            ]
            project.apply(make_plan(*changes), "ant grow")


def main() -> int:
    end_at_once()
    try:
        with Unwinding():
            work(sys.argv[2])
    except AntError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    except Terminated as end:
        return exit_code(end.number)
    return 0


if __name__ == "__main__":
    sys.exit(main())
