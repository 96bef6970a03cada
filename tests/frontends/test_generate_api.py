"""``ant generate api``, line by line as its users know it."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from ant import __version__
from conftest import Ant


def report_of(text: str) -> dict[str, Any]:
    report = json.loads(text)
    assert {"status", "project_path", "files", "errors"} <= set(report)
    assert isinstance(report, dict)
    return report


def files_below(folder: Path) -> list[str]:
    return sorted(str(path) for path in folder.rglob("*") if path.is_file())


def test_a_new_project_is_announced_in_the_words_users_know(ant: Ant, tmp_path: Path) -> None:
    done = ant("generate", "api", "my-api")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "Successfully created new project 'my-api'"
    assert (tmp_path / "my-api/api/app.py").is_file()
    assert os.listdir(tmp_path) == ["my-api"]


def test_verbose_lists_every_file(ant: Ant, tmp_path: Path) -> None:
    done = ant("generate", "api", "x", "-v")
    listed = [line.split()[1] for line in done.stdout.splitlines() if line.startswith("  create")]
    assert sorted(str(tmp_path / path) for path in listed) == files_below(tmp_path / "x")


def test_a_dry_run_shows_the_same_files_and_creates_nothing(ant: Ant, tmp_path: Path) -> None:
    dry = ant("generate", "api", "x", "--dry-run")
    assert (dry.returncode, os.listdir(tmp_path)) == (0, [])
    real = ant("generate", "api", "x", "--verbose")
    creations = [line for line in dry.stdout.splitlines() if line.startswith("  create")]
    assert creations
    assert creations == [line for line in real.stdout.splitlines() if line.startswith("  create")]


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4])
def test_the_report_is_accepted_anywhere_and_is_all_there_is_on_stdout(
    ant: Ant, tmp_path: Path, place: int
) -> None:
    words = ["generate", "api", "x", "--verbose"]
    done = ant(*words[:place], "--report", *words[place:])
    report = report_of(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert report["status"] == "success"
    assert report["project_path"] == str(tmp_path / "x")
    assert sorted(report["files"]) == files_below(tmp_path / "x")
    assert report["errors"] == []


def test_the_report_of_a_dry_run_tells_planned_files_from_files(ant: Ant, tmp_path: Path) -> None:
    report = report_of(ant("--report", "generate", "api", "x", "--dry-run").stdout)
    assert (report["status"], report["dry_run"], report["files"]) == ("success", True, [])
    assert str(tmp_path / "x/api/app.py") in report["planned_files"]
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("kind", ["directory", "file", "dangling link", "link to a directory"])
def test_whatever_stands_at_the_target_is_left_alone(ant: Ant, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "shop"
    if kind == "directory":
        target.mkdir()
    elif kind == "file":
        target.write_text("mine")
    else:
        elsewhere = tmp_path / "elsewhere"
        if kind == "link to a directory":
            elsewhere.mkdir()
        target.symlink_to(elsewhere)
    before = sorted(os.listdir(tmp_path))
    for options in ([], ["--dry-run"]):
        done = ant("generate", "api", "shop", *options)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr == "Error: Directory 'shop' already exists.\n"
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../x", "a/b", "my api", "café", "a" * 101, "x\n", "-x", ".git"]
)
def test_a_bad_name_is_one_clear_sentence_and_nothing_is_written(
    ant: Ant, tmp_path: Path, name: str
) -> None:
    done = ant("generate", "api", "--", name)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: Invalid project name ")
    assert len(done.stderr.splitlines()) == 2
    assert (done.stdout, os.listdir(tmp_path)) == ("", [])


@pytest.mark.parametrize(
    "words",
    [
        ["generate"],
        ["generate", "api"],
        ["generate", "api", "x", "y"],
        ["generate", "api", "x", "--wrong"],
        ["generate", "api", "-x"],
        ["generate", "nothing"],
        ["nothing"],
        ["--wrong"],
    ],
)
def test_a_wrong_command_line_is_exit_2_for_people_and_machines(
    ant: Ant, tmp_path: Path, words: list[str]
) -> None:
    human = ant(*words)
    assert (human.returncode, human.stdout) == (2, "")
    assert human.stderr.startswith("Error: ")
    assert "Try 'ant" in human.stderr
    machine = ant("--report", *words)
    report = report_of(machine.stdout)
    assert (machine.returncode, report["status"], machine.stderr) == (2, "error", "")
    assert report["errors"][0]
    assert os.listdir(tmp_path) == []


def test_a_failure_is_reported_to_machines_as_to_people(ant: Ant, tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    done = ant("generate", "api", "shop", "--report")
    report = report_of(done.stdout)
    assert (done.returncode, done.stderr, report["status"]) == (1, "", "error")
    assert report["errors"] == ["Directory 'shop' already exists."]


def test_a_report_without_a_command_is_still_a_report(ant: Ant) -> None:
    done = ant("--report")
    assert (done.returncode, report_of(done.stdout)["status"]) == (2, "error")


def test_secrets_are_random_private_and_only_in_the_env_file(ant: Ant, tmp_path: Path) -> None:
    for name in ("a", "b"):
        ant("generate", "api", name)
    secrets = set()
    for name in ("a", "b"):
        env = tmp_path / name / ".env"
        assert stat.S_IMODE(env.stat().st_mode) == 0o600
        values = dict(line.split("=", 1) for line in env.read_text().split("\n") if "=" in line)
        assert len(values["JWT_SECRET"]) == 64
        secrets |= {values["JWT_SECRET"], values["POSTGRES_PASSWORD"]}
    assert len(secrets) == 4
    for path in files_below(tmp_path):
        if not path.endswith("/.env"):
            content = Path(path).read_text()
            assert not [secret for secret in secrets if secret in content], path


def test_the_manifest_holds_the_spec_and_the_version(ant: Ant, tmp_path: Path) -> None:
    ant("generate", "api", "x")
    manifest = json.loads((tmp_path / "x/ant.json").read_text())
    head = {"$schema": ".ant/schema.json", "ant": __version__}
    assert manifest == {**head, "project": {"name": "x"}, "routes": {}}
    assert (tmp_path / "x" / manifest["$schema"]).is_file()


@pytest.mark.parametrize("seed", ["0", "1", "777"])
def test_the_same_name_gives_the_same_bytes_wherever_it_runs(
    fresh_ant: Ant, tmp_path: Path, pristine: Path, seed: str
) -> None:
    env = {"PYTHONHASHSEED": seed, "TZ": "Asia/Kathmandu", "LANG": "C", "LC_ALL": "C", "HOME": ""}
    assert fresh_ant("generate", "api", "my-api", env=env).returncode == 0
    for path in files_below(tmp_path / "my-api"):
        relative = Path(path).relative_to(tmp_path / "my-api")
        if relative.name != ".env":
            assert Path(path).read_bytes() == (pristine / relative).read_bytes(), relative


@pytest.mark.parametrize("folder", ["with space", "späße", "new\nline"])
def test_any_directory_will_do(ant: Ant, tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    assert ant("generate", "api", "x", "-v", cwd=tmp_path / folder).returncode == 0
    assert (tmp_path / folder / "x/api/app.py").is_file()
