"""What the Dockerfile of a generated project promises."""

import json
import re
from pathlib import Path

from support.deployment_files import (
    arguments_of,
    instructions,
    settings_of_the_application,
)


def test_the_base_image_is_one_argument_with_the_documented_default(pristine: Path) -> None:
    assert instructions(pristine)[:2] == [
        ("ARG", "PYTHON_IMAGE=python:3.11-slim-buster"),
        ("FROM", "${PYTHON_IMAGE}"),
    ]
    assert len(arguments_of(pristine, "FROM")) == 1


def test_the_build_asks_nothing_of_a_distribution_that_is_out_of_support(pristine: Path) -> None:
    assert not [run for run in arguments_of(pristine, "RUN") if re.search(r"\bapt(-get)?\b", run)]


def test_the_build_needs_no_compiler(pristine: Path) -> None:
    [install] = [run for run in arguments_of(pristine, "RUN") if "pip install" in run]
    assert "--only-binary=:all:" in install


def test_the_image_gets_locked_files_alone_and_is_not_built_where_the_lock_lacks_one(
    pristine: Path,
) -> None:
    [install] = [run for run in arguments_of(pristine, "RUN") if "pip install" in run]
    locked, checked = install.split("&&")
    assert "--require-hashes -r requirements.lock" in locked
    assert "--no-index -r requirements.txt" in checked


def test_the_code_is_copied_after_its_dependencies_are_installed(pristine: Path) -> None:
    steps = [f"{name} {argument}" for name, argument in instructions(pristine)]
    [install] = [index for index, step in enumerate(steps) if "pip install" in step]
    assert (
        steps.index("COPY requirements.lock requirements.txt ./")
        < install
        < steps.index("COPY api/ alembic.ini ./")
    )
    assert len(arguments_of(pristine, "COPY")) == 2 and not arguments_of(pristine, "ADD")


def test_the_application_runs_as_a_number_that_is_not_root(pristine: Path) -> None:
    steps = [name for name, _ in instructions(pristine)]
    assert int(arguments_of(pristine, "USER")[-1]) > 0
    assert "RUN" not in steps[steps.index("USER") :]


def test_no_setting_of_the_application_is_baked_into_the_image(pristine: Path) -> None:
    baked = " ".join(arguments_of(pristine, "ENV") + arguments_of(pristine, "ARG"))
    names = re.findall(r"(\w+)=", baked)
    assert names == ["PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHON_IMAGE"]
    text = (pristine / "Dockerfile").read_text()
    assert not [name for name in settings_of_the_application(pristine) if name in text]


def test_the_image_checks_its_own_health(pristine: Path) -> None:
    [check] = arguments_of(pristine, "HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    assert command[:2] == ["python", "-c"] and "127.0.0.1" in command[2] and "5000" in command[2]
    assert "'/health/live'" in command[2]
    compile(command[2], "HEALTHCHECK", "exec")


def test_gunicorn_serves_with_four_threaded_workers_on_port_5000(pristine: Path) -> None:
    [command] = [json.loads(argument) for argument in arguments_of(pristine, "CMD")]
    line = " ".join(command)
    assert command[0] == "gunicorn" and command[-1] == "app:create_app()"
    for option in (
        "--threads 4",
        "--workers 4",
        "--bind 0.0.0.0:5000",
        "--no-control-socket",
        "--limit-request-line 8190",
    ):
        assert f" {option} " in line, option
    assert arguments_of(pristine, "EXPOSE") == ["5000"]


def test_the_build_sees_nothing_but_the_code_and_its_requirements(pristine: Path) -> None:
    rules = (pristine / ".dockerignore").read_text().splitlines()[1:]
    shown = ["alembic.ini", "api", "requirements.lock", "requirements.txt"]
    assert rules[:5] == ["*", *(f"!{name}" for name in shown)]
    assert {"**/.env", "**/.env.*", "api/instance"} <= set(rules[5:])
    assert not [rule for rule in rules[5:] if rule.startswith("!")]
