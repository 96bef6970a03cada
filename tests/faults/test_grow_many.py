"""Many commands at once in one project, and commands that are killed among them."""

import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from support.frozen import unpack
from support.grown import ask, migrations, project_files

Command = list[str | Path]


def start(command: Command, project: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*command, *words], cwd=project, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def check_registered(project: Path, names: set[str]) -> None:
    """All of the routes are in the spec and in the code, and no others."""
    manifest = json.loads((project / "ant.json").read_text())
    assert set(manifest["routes"]) == names
    assert len(migrations(project)) == len(names) + 1
    assert (project / ".ant/applied.json").read_bytes() == (project / "ant.json").read_bytes()
    app, database = ((project / "api" / path).read_text() for path in
                     ("app.py", "startup/Alchemy.py"))  # fmt: skip
    for name in names:
        assert app.count(f"app.register_blueprint({name}_bp)\n") == 1
        assert app.count(f"from routes.{name}_route import {name}_bp\n") == 1
        assert database.count(f'"models.{name.capitalize()}_model"') == 1


@pytest.mark.slow
@pytest.mark.parametrize("runs", [10, pytest.param(50, marks=pytest.mark.exhaustive)])
def test_of_many_routes_at_once_none_is_lost(
    frozen_ant: Command, project: Path, project_python: Path, runs: int
) -> None:
    names = [f"r{number}" for number in range(runs)]
    running = [start(frozen_ant, project, "generate", "route", name) for name in names]
    said = [process.communicate(timeout=300) for process in running]
    assert {(process.returncode, error) for process, (_, error) in zip(running, said, strict=True)
            } == {(0, "")}  # fmt: skip
    check_registered(project, set(names))
    answers = ask(project_python, project, *(("GET", f"/{name}", None) for name in names))
    assert answers == [(200, f"Your {name} route is working!") for name in names]


def test_of_many_runs_for_one_route_exactly_one_makes_it(
    frozen_ant: Command, project: Path
) -> None:
    running = [start(frozen_ant, project, "generate", "route", "users") for _ in range(10)]
    said = [process.communicate(timeout=300)[1] for process in running]
    assert sorted(process.returncode for process in running) == [0] + [1] * 9
    assert sorted(said) == [""] + ["Error: Route 'users' already exists.\n"] * 9
    check_registered(project, {"users"})


@pytest.mark.slow
def test_of_many_upgrades_at_once_exactly_one_is_done(frozen_ant: Command, tmp_path: Path) -> None:
    project = unpack("0.2.0/store", tmp_path)
    (tmp_path / "alone").mkdir()
    alone = unpack("0.2.0/store", tmp_path / "alone")
    subprocess.run([*frozen_ant, "upgrade"], cwd=alone, check=True, stdout=subprocess.PIPE)
    running = [start(frozen_ant, project, "upgrade") for _ in range(6)]
    said = [process.communicate(timeout=300) for process in running]
    assert [(process.returncode, error) for process, (_, error) in zip(running, said, strict=True)
            ] == [(0, "")] * 6  # fmt: skip
    done = sorted(output for output, _ in said)
    assert done[:5] == ["Nothing to do.\n"] * 5
    assert done[5].startswith("Successfully upgraded to ")
    assert project_files(project) == project_files(alone)


@pytest.mark.slow
def test_an_upgrade_that_is_killed_at_any_time_is_whole_or_not_there(
    frozen_ant: Command, tmp_path: Path
) -> None:
    project = unpack("0.2.0/store", tmp_path)
    old = project_files(project)
    for delay in (0.2, 0.4, 0.5, 0.6, 0.8):
        dying = start(frozen_ant, project, "upgrade")
        time.sleep(delay)
        dying.kill()
        dying.communicate()
    subprocess.run([*frozen_ant, "upgrade"], cwd=project, check=True, stdout=subprocess.PIPE)
    new = project_files(project)
    (tmp_path / "alone").mkdir()
    alone = unpack("0.2.0/store", tmp_path / "alone")
    subprocess.run([*frozen_ant, "upgrade"], cwd=alone, check=True, stdout=subprocess.PIPE)
    assert new == project_files(alone) != old
    assert not {"staging", "journal"} & set(os.listdir(project / ".ant"))


@pytest.mark.slow
def test_runs_that_are_killed_take_nothing_of_the_others_along(
    frozen_ant: Command, project: Path
) -> None:
    pairs = [
        (start(frozen_ant, project, "generate", "route", f"r{number}"),
         start(frozen_ant, project, "generate", "route", f"dead{number}"))
        for number in range(8)
    ]  # fmt: skip
    for living, dying in pairs:
        dying.kill()
        dying.communicate()
        assert living.communicate(timeout=300)[1] == ""
    last = subprocess.run([*frozen_ant, "generate", "route", "last"], cwd=project, check=True)
    assert last.returncode == 0
    made = set(json.loads((project / "ant.json").read_text())["routes"])
    assert {"last", *(f"r{number}" for number in range(8))} <= made
    check_registered(project, made)
    files = {Path(path).name for path in project_files(project)}
    assert {name for name in made if f"{name}_route.py" in files} == made
    assert not [name for name in os.listdir(project / ".ant") if name in ("staging", "journal")]
