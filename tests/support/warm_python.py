"""Run the Python of a generated project without waiting for its imports.

``run_warm`` is ``subprocess.run`` for tests that run a project's Python again and again and say
nothing of how it starts: each run is a fork of a process that has loaded the packages once.
"""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from support.keeper import mark

PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider")
# Faker brings a plugin, and is loaded before pytest could rewrite its assertions.
LATE = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
Done = subprocess.CompletedProcess[str]


def run_warm(
    command: Sequence[object],
    cwd: Path,
    env: Mapping[str, str] | None = None,
    *,
    given: str = "",
    seconds: int = 120,
) -> Done:
    """Run a command that begins with a Python; ``given`` is its standard input.

    It is ended by a signal when it takes longer than the seconds.
    """
    python, *words = map(str, command)
    wanted = {
        "words": words,
        "folder": str(cwd),
        "environment": dict(os.environ if env is None else env),
        "input": given,
        "seconds": seconds,
    }
    warm = _warm(python)
    assert warm.stdin and warm.stdout
    warm.stdin.write(f"{json.dumps(wanted)}\n")
    answer = json.loads(warm.stdout.readline())
    return Done(words, answer["code"], answer["stdout"], answer["stderr"])


@cache
def _warm(python: str) -> subprocess.Popen[str]:
    """Return the process that forks; it ends with this one, whose end of the pipe it reads."""
    return subprocess.Popen(
        [python, "-P", Path(__file__).with_name("warm_project.py")], text=True, bufsize=1,
        env={**mark(), "PATH": os.environ["PATH"]}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
