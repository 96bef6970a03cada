"""Programs from Debian packages that are only unpacked: nothing is installed."""

import subprocess
import tempfile
from pathlib import Path

from support.environments import kept


def unpacked(program: str, packages: tuple[str, ...]) -> tuple[Path, dict[str, str]]:
    """Return the folder with the packages, and the variables that lead to their libraries."""
    folder = kept(program, lambda empty: _unpack(program, packages, empty))
    libraries = sorted({str(path.parent) for path in folder.rglob("*.so*")})
    return folder, {"LD_LIBRARY_PATH": ":".join(libraries)}


def _unpack(program: str, packages: tuple[str, ...], folder: Path) -> None:
    folder.mkdir(parents=True)
    try:
        with tempfile.TemporaryDirectory() as debs:
            _download(packages, debs)
            for package in Path(debs).glob("*.deb"):
                subprocess.run(["dpkg", "-x", package, folder], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        message = f"These tests need {program} and could not fetch it ({error}): install {program}."
        raise RuntimeError(message) from error


def _download(packages: tuple[str, ...], folder: str) -> None:
    """Download packages; where that fails, anew with lists of today, which may name newer ones."""
    for words in (["download", *packages], ["update"], ["download", *packages]):
        done = subprocess.run(["apt-get", *words], cwd=folder, check=False, capture_output=True)
        if words[0] == "download" and done.returncode == 0:
            return
    done.check_returncode()
