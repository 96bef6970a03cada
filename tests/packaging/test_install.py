"""What a real ``pip install .`` leaves behind, on every Python that this machine has."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ant.record.layout import is_of_record
from ant.rendering.migrations.migration import VERSIONS
from golden.regenerate import golden_tree
from support.generated import REPOSITORY

SETTINGS = (REPOSITORY / "pyproject.toml").read_text()
SUPPORTED = re.findall(r'"Programming Language :: Python :: (3\.[0-9]+)"', SETTINGS)


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
@pytest.mark.parametrize("version", SUPPORTED)
def test_an_installed_ant_generates_the_golden_tree(
    wheel: Path, tmp_path: Path, version: str
) -> None:
    python = find_python(version)
    if python is None:  # no package brings one; test_other_pythons.py installs Debian's
        pytest.skip(f"this machine has no Python {version}")
    subprocess.run([python, "-m", "venv", tmp_path / "v"], check=True)
    bin = tmp_path / "v/bin"
    subprocess.run([bin / "pip", "install", "-q", "--only-binary=:all:", wheel], check=True)
    installed = subprocess.run(
        [bin / "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
    )
    packages = {line.split("==")[0].lower() for line in installed.stdout.split()}
    assert packages - {"pip", "setuptools"} == {"ant-cli", "argcomplete", "minijinja", "pyyaml"}
    subprocess.run([bin / "ant", "generate", "api", "my-api"], cwd=tmp_path, check=True)
    files = {
        str(path.relative_to(tmp_path / "my-api")): path.read_bytes()
        for path in (tmp_path / "my-api").rglob("*")
        if path.is_file()
    }
    assert is_of_record("api/app.py") is False and any(map(is_of_record, files))
    generated = {path: content for path, content in files.items() if not is_of_record(path)}
    golden = golden_tree("my-api")
    assert generated.keys() == golden.keys()
    assert {name for name in golden if golden[name] != generated[name]} == {".env"}
