"""A command on a terminal of its own."""

import os
import pty
import subprocess
from collections.abc import Mapping
from pathlib import Path


def seen_on_a_terminal(
    *words: str | Path,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    types: str = "",
    code: int = 0,
) -> str:
    """What a command that ends with this code shows a person, who types something ahead."""
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        words, cwd=cwd, env=env, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    os.write(controller, types.encode())
    shown = b""
    try:
        while part := os.read(controller, 65536):
            shown += part
    except OSError:  # the other end has been closed
        pass
    os.close(controller)
    assert process.wait(60) == code, shown
    return shown.decode()
