"""Checks of the project: its settings, known faults, and what git tracks of it."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator

from ant.core.planning.messages import Text
from ant.core.planning.requests import Upgrade
from ant.doctor.diagnosis import ERROR, NOTE, WARNING, Context, Diagnosis

PATIENCE = 60
"""Seconds after which the project's code, or git, has not answered."""

_CHECK = "from startup.Environment import myEnvironment; myEnvironment.check()"
_REFUSAL = re.compile(r"^The API does not start: (?P<reason>.*)$", re.MULTILINE)
_SEVERITIES = {"high": ERROR, "medium": WARNING, "low": NOTE}
_UNWANTED = re.compile(
    r"(.*/)?(\.env|\.venv/.*|__pycache__/.*|.*\.(db|sqlite3?|pem|key)(-wal|-shm|-journal)?)"
)
"""What holds secrets or rows, or is made anew on each machine."""


def check_settings(context: Context) -> Iterator[Diagnosis]:
    """See that the project's code takes the settings; in production it refuses unsafe ones."""
    python = os.path.join(context.root, ".venv", "bin", "python")
    if not os.path.exists(python):
        return
    production = {"FLASK_ENV": "production"} if context.deploy else {}
    try:
        done = subprocess.run(
            [python, "-B", "-c", _CHECK], cwd=os.path.join(context.root, "api"),
            env={**os.environ, **production}, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return
    if refusal := _REFUSAL.search(done.stderr):
        remedy = "Set it in the environment or in .env; .env.example explains each variable."
        yield Diagnosis("settings-refused", ERROR, refusal["reason"], remedy)


def check_faults(context: Context) -> Iterator[Diagnosis]:
    """Tell the faults that were found in generated code since it was generated."""
    for finding in context.faults:
        fault = finding.fault
        message = f"{fault.path}:{finding.line}: {fault.consequence}"
        remedy = Text("Carry the mended code into the project: ", Upgrade(), ".")
        yield Diagnosis(fault.id, _SEVERITIES[fault.severity], message, remedy)


def check_git(context: Context) -> Iterator[Diagnosis]:
    """See that git has no secrets, databases or environments of this project."""
    git = shutil.which("git")
    if git is None:
        return
    try:
        done = subprocess.run(
            [git, "ls-files", "-z"], cwd=context.root, capture_output=True, timeout=PATIENCE,
            check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return
    paths = [os.fsdecode(path) for path in done.stdout.split(b"\0")] if not done.returncode else []
    for path in paths:
        if _UNWANTED.fullmatch(path):
            message = f"git has {path}, which holds secrets or rows, or is made on each machine."
            remedy = f"Take it out of git with 'git rm --cached {path}', and change its secrets."
            yield Diagnosis("unwanted-in-git", ERROR, message, remedy)
