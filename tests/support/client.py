"""A property-based client, in an environment of its own, which is kept between runs."""

import os
import subprocess
from pathlib import Path

from support.generated import REPOSITORY, environment

HOOKS = Path(__file__).parent / "client_hooks.py"
REQUIREMENTS = REPOSITORY / "tests/generated/client-requirements.txt"

# Answers to a right request, and to a wrong one, beside those that it expects by itself. A row may
# be unchanged, gone, taken or newer, and a URL longer than gunicorn reads.
# A text with NUL, which no database here stores, cannot be told from others where any JSON may be.
SETTINGS = """
[generation]
allow-x00 = false

[checks]
positive_data_acceptance.expected-statuses = ["2xx", "304", "404", "409", "412", "414"]
negative_data_rejection.expected-statuses = ["400", "404", "409", "412", "414", "415"]
"""


def findings(url: str, folder: Path, examples: int) -> str:
    """Call everything that a document describes in every way; return what it found wrong.

    ``examples`` are the random calls of one operation: a number, not a time, so that every run
    makes the same. All checks are on, the seed is fixed, and one thread keeps the order of calls.
    """
    config = folder / "schemathesis.toml"
    config.write_text(SETTINGS)
    client = environment("client", [REQUIREMENTS]).parent / "st"
    done = subprocess.run(
        [
            client, "--config-file", config, "--no-color", "run", url, "--checks", "all",
            "--phases", "examples,coverage,fuzzing,stateful", "--seed", "1",
            "--workers", "1", "--max-examples", str(examples),
            "--continue-on-failure", "--warnings", "off", "--generation-database", "none",
            # Texts that a pattern wants are rarely met by chance.
            "--suppress-health-check", "filter_too_much",
        ],
        cwd=folder, env={**os.environ, "SCHEMATHESIS_HOOKS": str(HOOKS)},
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr
