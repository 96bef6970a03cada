"""What tests make once and keep, mostly between runs; of several processes one makes it."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

CACHE = Path(__file__).parent.parent.parent / ".cache"


def kept(name: str, make: Callable[[Path], None], place: Path = CACHE) -> Path:
    """The folder of this name below a place, which ``make`` fills where it is not complete."""
    folder = place / name
    place.mkdir(exist_ok=True)
    with open(place / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            make(folder)
            (folder / "complete").touch()
    return folder


def kept_environment(name: str, key: bytes, *requirements: str) -> Path:
    """The folder of a virtual environment; with another key it is another one."""
    version = "{}.{}".format(*sys.version_info)

    def make(folder: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = str(folder / "bin" / "python")
        uv = [sys.executable, "-m", "uv", "pip", "install", "-q", "--compile-bytecode"]
        words = [*uv, "--python", python, *requirements]
        # It takes half the time of pip, but reads no pip.conf, which may name the only index.
        if subprocess.run(words, capture_output=True, check=False).returncode:
            pip = [python, "-m", "pip", "install", "-q"]
            subprocess.run([*pip, *requirements], check=True)

    return kept(f"{name}-{version}-{hashlib.sha256(key).hexdigest()[:12]}", make)
