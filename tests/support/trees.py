"""What stands on the disk, as a value that two runs can be compared by."""

import os
import re
import stat
from pathlib import Path

Snapshot = dict[str, tuple[int, bytes]]
_SECRET = re.compile(rb"\b[0-9a-f]{32,64}\b")


def snapshot(root: Path) -> Snapshot:
    """Mode and content of all below ``root``; the random secrets in ``.env`` are masked."""
    found: Snapshot = {".": (root.stat().st_mode, b"")}
    for folder, folders, files in os.walk(root):
        for name in folders + files:
            path = Path(folder, name)
            mode = path.lstat().st_mode
            content = path.read_bytes() if stat.S_ISREG(mode) else b""
            if name == ".env":
                content = _SECRET.sub(lambda match: b"#" * len(match[0]), content)
            found[str(path.relative_to(root))] = (mode, content)
    return found
