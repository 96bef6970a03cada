"""The requirements are what the code imports, the server and the driver: no more, no less."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from ant.checking.requirements import MODULES
from ant.runtime.distributions import installed_in
from support.server import run_in_api

OPTIONAL = {"opentelemetry", "sentry_sdk"}  # test_traces.py runs what imports them
RUNS_IT = {"gunicorn", "psycopg"}  # the server, and the driver that SQLAlchemy finds by its name
NAMES = """
import importlib.metadata, json
print(json.dumps(importlib.metadata.packages_distributions()))
"""


def required(project: Path) -> dict[str, str]:
    """The range of each requirement, by its name."""
    lines = (project / "requirements.txt").read_text().splitlines()
    matches = [
        re.fullmatch(r"([\w.-]+)(?:\[\w+\])?(>=.+)", line) for line in lines if line[0] != "#"
    ]
    assert all(matches)
    return {normalized(match[1]): match[2] for match in matches if match}


def normalized(name: str) -> str:
    """The name of a distribution as others spell it, too (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(project: Path) -> set[str]:
    """The top-level packages that the code imports and that are neither its own nor Python's."""
    own = {path.stem for path in (project / "api").iterdir()}
    names = set()
    for file in (project / "api").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.module and not node.level
                names.add(node.module.partition(".")[0])
    return names - own - set(sys.stdlib_module_names) - OPTIONAL


def test_every_requirement_is_imported_and_every_import_required(
    project: Path, project_python: Path
) -> None:
    packages = json.loads(run_in_api(project, project_python, NAMES).stdout)
    distributions = {normalized(packages[name][0]) for name in imported(project)}
    assert distributions | RUNS_IT == set(required(project))


def test_what_is_installed_is_read_without_running_it(project: Path, project_python: Path) -> None:
    assert installed_in(str(project)) == ()
    (project / ".venv").symlink_to(project_python.parent.parent)
    installed = {distribution.name: distribution for distribution in installed_in(str(project))}
    packages = json.loads(run_in_api(project, project_python, NAMES).stdout)
    for module in imported(project):
        assert module in installed[normalized(packages[module][0])].modules
    there = MODULES.keys() & installed.keys()
    assert len(there) > 12
    assert [name for name in there if MODULES[name] not in installed[name].modules] == []
    assert {"werkzeug", "jinja2"} <= installed["flask"].needs
    assert installed["gunicorn"].is_found_by_name and not installed["orjson"].is_found_by_name


def test_every_range_has_a_floor_and_a_ceiling_at_the_next_breaking_release(project: Path) -> None:
    for name, versions in required(project).items():
        match = re.fullmatch(r">=(\d+)(?:\.(\d+))?[\d.]*,<(\d+)(?:\.(\d+))?", versions)
        assert match, name
        if match[4]:
            assert (match[3], int(match[4])) == (match[1], int(match[2]) + 1), name
        else:
            assert int(match[3]) == int(match[1]) + 1, name


def locked(project: Path) -> dict[str, tuple[str, str]]:
    """The version that each package is locked at, and what stands behind it, by its name."""
    text = (project / "requirements.lock").read_text()
    entries = re.findall(r"^([\w.-]+)==(\S+)((?:.*\\\n)+.*)", text, re.M)
    assert len(entries) == len(re.findall(r"^\w", text, re.M))
    return {canonicalize_name(name): (version, rest) for name, version, rest in entries}


def test_the_lock_has_every_requirement_within_its_range_and_with_hashes(project: Path) -> None:
    lock = locked(project)
    lines = (project / "requirements.txt").read_text().splitlines()
    for requirement in (Requirement(line) for line in lines if line[0] != "#"):
        assert lock[canonicalize_name(requirement.name)][0] in requirement.specifier, requirement
    assert {"cryptography", "psycopg-binary"} <= lock.keys()  # which extras bring
    assert all("--hash=sha256:" in rest for _, rest in lock.values())
    assert "://" not in (project / "requirements.lock").read_text()


@pytest.mark.exhaustive
@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("version", ["3.11", "3.14"])
def test_the_lock_can_be_installed_on_the_glibc_of_the_image(
    pristine: Path, tmp_path: Path, version: str, machine: str
) -> None:
    platforms = [f"--platform={name}_{machine}" for name in ("manylinux_2_28", "manylinux2014")]
    done = subprocess.run(
        [
            sys.executable, "-m", "pip", "install", "--dry-run", "--target", tmp_path,
            "--only-binary=:all:", "--require-hashes", "--python-version", version, *platforms,
            "-r", pristine / "requirements.lock",
        ],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_nothing_that_is_installed_contradicts_another(project_python: Path) -> None:
    done = subprocess.run(
        [project_python, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
