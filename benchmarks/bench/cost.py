"""What one run of a command costs."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

MEASURE = Path(__file__).with_name("measure.py")
Command = tuple[str, ...]


class Cost(NamedTuple):
    """Seconds, seconds and KiB."""

    wall: float
    cpu: float
    peak: int


class CommandFailed(Exception):
    """A measured command did not do its work."""


class Bench(NamedTuple):
    """Where commands run: folders of their own, an empty home, nothing of the caller's settings."""

    folder: Path

    @property
    def output(self) -> Path:
        """What the last command printed."""
        return self.folder / "output"

    @property
    def environment(self) -> dict[str, str]:
        """All variables that a command gets; ``DO_NOT_TRACK`` ends the telemetry of backant-cli."""
        return {
            "DO_NOT_TRACK": "1",
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder),
            "PATH": os.environ.get("PATH", os.defpath),
            "LC_ALL": "C.UTF-8",
        }

    def prepare(self) -> None:
        """Make the home."""
        (self.folder / "home").mkdir()

    def fresh_folder(self) -> Path:
        """A new directory to run in, with nothing left to write for those who ran before.

        What they made stays until the end: ext4 does not take a file's place again within seconds
        of its removal, and searching past thousands of such places takes it longer than creating.
        """
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=self.folder))
        os.sync()
        return folder

    def run(self, commands: Sequence[Command], folder: Path) -> Cost:
        """Run the commands one after the other; return the sum of times and the highest peak."""
        costs = [self._run_one(command, folder) for command in commands]
        return Cost(
            sum(cost.wall for cost in costs),
            sum(cost.cpu for cost in costs),
            max(cost.peak for cost in costs),
        )

    def _run_one(self, command: Command, folder: Path) -> Cost:
        result = subprocess.run(
            [sys.executable, "-I", "-S", str(MEASURE), str(self.output), *command],
            cwd=folder, env=self.environment, check=True, capture_output=True, text=True,
        )  # fmt: skip
        wall, cpu, peak, code = result.stdout.split()
        if code != "0":
            said = self.output.read_text(errors="replace").strip()
            raise CommandFailed(f"exit code {code} from {' '.join(command)}:\n{said}")
        return Cost(float(wall), float(cpu), int(peak))
