"""Commands that have to succeed, and words of a spec that are said in ``ant.json``."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Command = Callable[..., subprocess.CompletedProcess[str]]


def done(ant: Command, project: Path, *words: str) -> str:
    """Run a command that succeeds and warns of nothing; return what it prints."""
    run = ant(*words, cwd=project)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def say(root: Path, word: str, **said: object) -> None:
    """Give routes, or the ``project``, a word of the spec; None takes it out."""
    path = root / "ant.json"
    spec = json.loads(path.read_text())
    for name, value in said.items():
        owner = spec["project"] if name == "project" else spec["routes"][name]
        owner.pop(word, None)
        owner |= {} if value is None else {word: value}
    path.write_text(json.dumps(spec, indent=2))
