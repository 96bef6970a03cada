"""Chromium and the program that drives it, which are installed where they are missing."""

import shutil
import subprocess

PACKAGES = ("chromium", "chromium-driver")
PROGRAMS = ("chromium", "chromedriver")


def browser() -> tuple[str, str]:
    """Return the paths of both programs; raise ``RuntimeError`` where they cannot be installed."""
    if None in map(shutil.which, PROGRAMS):
        _apt_get("update")
        _apt_get("install", "--yes", "--no-install-recommends", *PACKAGES)
    chromium, driver = map(shutil.which, PROGRAMS)
    if not chromium or not driver:
        raise RuntimeError(f"{' and '.join(PACKAGES)} were installed, but are not to be found.")
    return chromium, driver


def _apt_get(*words: str) -> None:
    command = ["apt-get", "--quiet", *words]
    try:
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        told = getattr(error, "stderr", b"").decode(errors="replace")[-500:]
        message = f"This test needs Chromium, which could not be installed ({error}): {told}"
        raise RuntimeError(message) from error
