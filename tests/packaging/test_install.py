"""What a real ``pip install .`` leaves behind, on every Python that is supported."""

import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from ant.record.layout import is_of_record
from ant.rendering.migrations.migration import VERSIONS
from golden.regenerate import golden_tree
from support.generated import REPOSITORY
from support.roots import debian

SETTINGS = (REPOSITORY / "pyproject.toml").read_text()
SUPPORTED = re.findall(r'"Programming Language :: Python :: (3\.[0-9]+)"', SETTINGS)
DEBIAN = {"3.11": "bookworm", "3.13": "trixie", "3.14": "sid"}
"""The suites of Debian by the versions of their Python; no suite has another one."""
INSTALLED = "root/installed"
"""Where it is installed in such a system."""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a clean copy of what git tracks, and would track."""
    clone = tmp_path_factory.mktemp("clone")
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in filter(None, listing.stdout.split("\0")):
        if (REPOSITORY / name).exists():
            (clone / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, clone / name)
    target = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", target, clone], check=True
    )
    return next(target.glob("*.whl"))


def find_python(version: str) -> str | None:
    """A Python of this version that really starts; pyenv leaves shims for those that do not."""
    if version == "{}.{}".format(*sys.version_info):
        return sys.executable
    found = shutil.which(f"python{version}")
    candidates = [*Path.home().glob(f".pyenv/versions/{version}.*/bin/python")]
    for candidate in [Path(found), *candidates] if found else candidates:
        started = subprocess.run([candidate, "-c", "pass"], capture_output=True, check=False)
        if started.returncode == 0:
            return str(candidate)
    return None


def a_python(version: str, folder: Path) -> tuple[str, Path, Callable[..., str]]:
    """A Python of a version, a folder, and what runs a command there and returns what it printed.

    It is one of this machine, or else that of a small Debian system, and so is the folder.
    """
    python = find_python(version)
    if python is None:
        if version not in DEBIAN:  # nothing that the test command could install has it
            pytest.skip(f"neither this machine nor a suite of Debian has Python {version}")
        root = debian(DEBIAN[version])
        place = root.folder / INSTALLED
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        return "python3", place, partial(root.run, cwd=f"/{INSTALLED}")

    def run(*command: str) -> str:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
        return done.stdout

    return python, folder, run


@pytest.mark.slow
def test_the_wheel_holds_the_whole_template_and_nothing_else_of_the_repository(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    prefix = "ant/templates/project/"
    rendered = {
        name.removeprefix(prefix).removesuffix(".jinja")
        for name in names
        if name.startswith(prefix)
    }
    made = {name for name in golden_tree("my-api") if name.startswith(VERSIONS)}
    assert rendered == set(golden_tree("my-api")) - made
    assert {name.split("/")[0].split("-")[0] for name in names} == {"ant", "ant_cli"}
    assert "ant/py.typed" in names


def test_the_documents_name_the_versions_that_are_supported() -> None:
    assert f'requires-python = ">={SUPPORTED[0]}"' in SETTINGS
    for document in ("README.md", "CONTRIBUTING.md"):
        text = (REPOSITORY / document).read_text()
        assert f"Python {SUPPORTED[0]} to {SUPPORTED[-1]}" in text, document


@pytest.mark.exhaustive
@pytest.mark.timeout(2400)
@pytest.mark.parametrize("version", SUPPORTED)
def test_an_installed_ant_generates_the_golden_tree(
    wheel: Path, tmp_path: Path, version: str
) -> None:
    python, folder, run = a_python(version, tmp_path)
    shutil.copy(wheel, folder)
    run(python, "-m", "venv", "v")
    run("v/bin/pip", "install", "-q", "--only-binary=:all:", f"./{wheel.name}")
    installed = run("v/bin/pip", "list", "--format=freeze", "--disable-pip-version-check")
    packages = {line.split("==")[0].lower() for line in installed.split()}
    assert packages - {"pip", "setuptools"} == {"ant-cli", "argcomplete", "minijinja", "pyyaml"}
    run("v/bin/ant", "generate", "api", "my-api")
    files = {
        str(path.relative_to(folder / "my-api")): path.read_bytes()
        for path in (folder / "my-api").rglob("*")
        if path.is_file()
    }
    assert is_of_record("api/app.py") is False and any(map(is_of_record, files))
    generated = {path: content for path, content in files.items() if not is_of_record(path)}
    golden = golden_tree("my-api")
    assert generated.keys() == golden.keys()
    assert {name for name in golden if golden[name] != generated[name]} == {".env"}
