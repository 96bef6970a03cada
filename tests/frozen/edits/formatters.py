"""What other formatters make of a project."""

import subprocess
from pathlib import Path

from support.environments import kept_environment

FORMATTERS = ("black>=26.10,<27", "isort>=9.0,<10")


def format_with_black_and_isort(project: Path) -> None:
    """With the settings that both have by themselves, over all code."""
    key = " ".join(FORMATTERS).encode()
    python = kept_environment("formatters", key, *FORMATTERS) / "bin" / "python"
    for command in (["isort", "--quiet", "--profile", "black"], ["black", "--quiet"]):
        subprocess.run([python, "-m", *command, "api", "tests"], cwd=project, check=True)
