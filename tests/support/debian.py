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
            subprocess.run(
                ["apt-get", "download", *packages], cwd=debs, check=True, capture_output=True
            )
            for package in Path(debs).glob("*.deb"):
                subprocess.run(["dpkg", "-x", package, folder], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        message = f"These tests need {program} and could not fetch it ({error}): install {program}."
        raise RuntimeError(message) from error
