"""How the tests read the deployment files of a generated project."""

import re
from pathlib import Path
from typing import Any

import yaml

WORKFLOW = ".github/workflows/build_and_push_to_ecr.yml"
CHECK = ".github/workflows/check.yml"
WORKFLOWS = (WORKFLOW, CHECK)
COMPOSE = "docker-compose.yml"
PRODUCTION = "docker-compose-prod.yml"


def read(path: Path) -> Any:
    """The values of a YAML file."""
    return yaml.safe_load(path.read_text())


def instructions(project: Path) -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, each with its argument on one line."""
    text = re.sub(r"\\\n\s*", "", (project / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def arguments_of(project: Path, instruction: str) -> list[str]:
    """What stands behind each use of an instruction of the Dockerfile."""
    return [argument for name, argument in instructions(project) if name == instruction]


def environment_of(compose: Path) -> dict[str, dict[str, Any]]:
    """The environment of every service of a compose file."""
    services = read(compose)["services"]
    return {name: service.get("environment", {}) for name, service in services.items()}


def settings_of_the_application(project: Path) -> set[str]:
    """The names of all variables that the application reads."""
    text = (project / "api/startup/Environment.py").read_text()
    return set(re.findall(r'os\.environ\.get\(\s*"(\w+)"', text))
