"""What a later version has made, every command of the running one refuses in one sentence."""

import json
from pathlib import Path

import pytest

from ant import __version__
from conftest import Ant
from support.trees import snapshot
from upgrading.conftest import NEXT, Version

COMMANDS: tuple[str, ...] = (
    "routes", "openapi", "graph", "migrate", "run", "test", "seed", "apply", "undo", "adopt",
    "upgrade", "upgrade --check", "upgrade --dry-run", "upgrade --by-hand", "apply --dry-run",
    "apply --from-record", "generate route more", "generate route more name:string",
    "generate subroute users photo", "generate field users name:string", "destroy route users",
    "destroy route users --force", "destroy subroute users photo", "destroy field users name",
    "rename field users name called", "rename route users people", "generate auth --yes",
    "user list", "check", "doctor",
)  # fmt: skip
SENTENCE = (
    f"Error: This project was made by ant {NEXT}, and this is ant {__version__}.\n"
    "  Use that version, or a newer one.\n"
)
ELSEWHERE = ("schema", "report-schema", "generate api other", "mcp")
"""What has nothing to do with the project around it; tools of the server refuse by themselves."""


@pytest.fixture
def of_later(only_newer: Version, project: Path) -> Path:
    """A project that a later version has upgraded."""
    assert only_newer(project, "upgrade")[::2] == (0, "")
    return project


@pytest.mark.parametrize("command", COMMANDS)
def test_it_is_refused_and_left_alone(ant: Ant, of_later: Path, command: str) -> None:
    before = snapshot(of_later)
    done = ant(*command.split(), cwd=of_later)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", SENTENCE)
    assert snapshot(of_later) == before


@pytest.mark.parametrize("command", ELSEWHERE)
def test_what_needs_no_project_goes_on(ant: Ant, of_later: Path, command: str) -> None:
    assert ant(*command.split(), cwd=of_later).returncode == 0


def test_the_commands_are_all(ant: Ant) -> None:
    """A new command is refused as well, or listed as one that needs no project."""
    lines = ant("--help").stdout.partition("commands:")[2].splitlines()
    names = {line.split()[0] for line in lines if line[4:5].strip() and line.startswith("    ")}
    known = {command.split()[0] for command in (*COMMANDS, *ELSEWHERE)}
    assert len(names) > 10
    assert names - known == {"completion"}


@pytest.mark.parametrize("version", ["", "x", "1", "1.2", "v999.0.0", 999, None, ["999.0.0"], {}])
def test_a_version_that_is_none_crashes_nothing(ant: Ant, project: Path, version: object) -> None:
    manifest = project / "ant.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "ant": version}, indent=2))
    for command in ("routes", "upgrade", "apply", "upgrade --check", "generate route more"):
        done = ant(*command.split(), cwd=project)
        assert done.returncode in (0, 1)
        assert "Internal error" not in done.stderr and "Traceback" not in done.stderr, command


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"ant"', b"1"])
def test_a_manifest_that_is_none_is_told(ant: Ant, project: Path, content: bytes) -> None:
    (project / "ant.json").write_bytes(content)
    for command in ("apply", "generate route more", "upgrade", "routes"):
        done = ant(*command.split(), cwd=project)
        assert "Internal error" not in done.stderr and "Traceback" not in done.stderr, command
    assert ant("apply", cwd=project).returncode == 1


def test_an_entry_of_a_mock_is_no_version(ant: Ant, project: Path) -> None:
    mock = json.dumps({"ant": NEXT})
    assert ant("generate", "route", "users", "--mock", mock, cwd=project).returncode == 0
    for command in ("routes", "upgrade", "apply", "generate subroute users photo"):
        done = ant(*command.split(), cwd=project)
        assert (done.returncode, done.stderr) == (0, ""), command


def test_an_upgrade_changes_the_version_and_no_mock(
    ant: Ant, only_newer: Version, project: Path
) -> None:
    mock = json.dumps({"ant": "0.1.0"})
    assert ant("generate", "route", "users", "--mock", mock, cwd=project).returncode == 0
    manifest = json.loads((project / "ant.json").read_text())
    routes = manifest.pop("routes")  # the mock before the version
    (project / "ant.json").write_text(json.dumps({"routes": routes, **manifest}, indent=2))
    assert only_newer(project, "upgrade")[::2] == (0, "")
    upgraded = json.loads((project / "ant.json").read_text())
    assert upgraded == {**manifest, "routes": routes, "ant": NEXT}


def test_without_a_readable_manifest_nothing_is_upgraded(
    only_newer: Version, project: Path
) -> None:
    manifest = project / "ant.json"
    manifest.write_text("{")
    before = snapshot(project)
    done = only_newer(project, "upgrade")
    assert (done.code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: This is not JSON")
    manifest.unlink()
    done = only_newer(project, "upgrade")
    assert (done.code, done.stdout) == (1, "")
    assert "has no ant.json" in done.stderr and "cp .ant/applied.json ant.json" in done.stderr
    assert not manifest.exists()
    manifest.write_text("{")
    assert snapshot(project) == before
