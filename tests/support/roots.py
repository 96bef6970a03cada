"""Small Debian systems below the cache, each with another Python, and commands run in them.

Processes and mounts of a command live in namespaces of their own: none of them outlives it, also
where it is killed, or we are.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.environments import kept
from support.generated import REPOSITORY

PACKAGES = "python3,python3-venv,git,ca-certificates"
PLACE = "root/ant"
"""Where our own code stands in such a system."""

CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
_PASSED_ON = ("PIP_", "SSL_CERT_", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
_APART = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"]
_ENTER = """
mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" || exit 125
exec chroot "$0" sh -c 'cd "$0" && exec "$@"' "$@"
"""


class Root:
    """A system in a folder."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, and bring up to date what this machine's network needs."""
        self.folder = folder
        _copy_settings(folder)

    def run(self, *command: str, cwd: str = "/") -> str:
        """Run a command in it and return what it printed; fail where the command does."""
        done = subprocess.run(
            [*_APART, "sh", "-c", _ENTER, str(self.folder), cwd, *command],
            env=_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-5000:]}"
        return done.stdout

    def copy_repository(self) -> str:
        """Put our code as it stands into the system, as a clone would; return where it is there."""
        place = self.folder / PLACE
        listing = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=REPOSITORY, capture_output=True, text=True, check=True,
        )  # fmt: skip
        _clear(place, keep={".venv", ".cache"})  # what was installed serves again
        for name in filter(None, listing.stdout.split("\0")):
            if (REPOSITORY / name).exists():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(REPOSITORY / name, place / name)
        self.run("git", "init", "--quiet", cwd=f"/{PLACE}")
        self.run("git", "add", "--all", cwd=f"/{PLACE}")
        return f"/{PLACE}"


def debian(suite: str) -> Root:
    """The system of a suite of Debian; skip the test where none can be made."""
    # What is missing here is a right, or another kind of system: nothing that can be installed.
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root can make a system to run other Pythons in, and only on Linux")
    for program in ("apt-get", "unshare", "setpriv"):
        if not shutil.which(program):
            pytest.skip(f"there is no {program} here to make a system with other Pythons")
    apart = subprocess.run([*_APART, "true"], capture_output=True, text=True, check=False)
    if apart.returncode:
        pytest.skip(f"no namespaces can be made here: {apart.stderr.strip()}")
    return Root(kept(f"debian-{suite}", lambda folder: _make(suite, folder)))


def _make(suite: str, folder: Path) -> None:
    mirror = _mirror()
    if mirror is None:
        pytest.skip("the package lists of this machine name no mirror of Debian")
    if not shutil.which("debootstrap"):
        for words in (["update"], ["install", "--yes", "--no-install-recommends", "debootstrap"]):
            subprocess.run(["apt-get", "--quiet", *words], check=True, capture_output=True)
    made = subprocess.run(
        [*_APART, "debootstrap", "--variant=minbase", f"--include={PACKAGES}", suite, folder,
         mirror],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stdout[-3000:]


def _mirror() -> str | None:
    """The mirror that this machine itself installs Debian's packages from."""
    listing = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)|$(ORIGIN)|$(LABEL)|$(COMPONENT)",
         "Created-By: Packages"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = [line.split("|") for line in listing.stdout.splitlines()]
    named = [uri for uri, *rest in found if rest == ["Debian", "Debian", "main"]]
    if named:
        return named[0]
    # Before the first update nothing is known but addresses.
    return next((uri for uri, *_ in found if uri.rstrip("/").endswith("/debian")), None)


def _environment() -> dict[str, str]:
    kept_names = (
        name for name in os.environ if name.startswith(_PASSED_ON) or name.lower() in _PROXIES
    )
    plain = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C.UTF-8"}
    return plain | {name: os.environ[name] for name in kept_names}


def _copy_settings(folder: Path) -> None:
    """Copy what leads to the network and to packages here: names, certificates, pip's settings."""
    files = [Path("/etc/resolv.conf"), Path("/etc/hosts"), Path(CERTIFICATES)]
    files += [Path(value) for name, value in _environment().items() if name not in ("PATH", "HOME")]
    for file in (*files, *_settings_of_pip()):
        if file.is_absolute() and file.is_file():
            there = folder / file.relative_to("/")
            there.parent.mkdir(parents=True, exist_ok=True)
            there.unlink(missing_ok=True)
            shutil.copy(file, there)


def _settings_of_pip() -> Iterator[Path]:
    """The files that pip reads here, and what stands beside them in folders of pip's own."""
    pip = [sys.executable, "-m", "pip", "config", "debug"]
    said = subprocess.run(pip, capture_output=True, text=True, check=True).stdout
    for line in said.splitlines():
        path, _, exists = line.strip().rpartition(", exists: ")
        if exists == "True":
            yield Path(path)
            if Path(path).parent.name == "pip":
                yield from Path(path).parent.iterdir()


def _clear(folder: Path, keep: set[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for entry in folder.iterdir():
        if entry.name not in keep:
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
