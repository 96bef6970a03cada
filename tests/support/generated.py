"""Virtual environments for generated projects and their client, kept while requirements stay."""

import subprocess
from pathlib import Path

from support.environments import kept_environment
from support.server import plain_environment
from support.type_checks import checked

REPOSITORY = Path(__file__).parent.parent.parent
TEMPLATE = REPOSITORY / "src/ant/templates/project"
CODE = TEMPLATE / "api", *(TEMPLATE.parent / folder / "api" for folder in ("resources", "decimals"))
"""What the code of projects with fields is imported from."""
ACCOUNTS = TEMPLATE.parent / "deployment/account_requirements.txt"
OF_ALL_ROUTES = {f"test_{name}.py" for name in ("documentation", "guards", "migrations")}
"""Tests with one text in every project that look at what this very one has."""
EXTRA = REPOSITORY / "tests/generated/requirements.txt"


def generate(ant_path: Path, folder: Path, name: str, spec: Path, *words: str) -> Path:
    """Return a fresh project of this name, made in a folder from a spec and more words."""
    command: list[str | Path] = [ant_path, "generate", "api", name, "--json", spec, *words]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / name


def generated_python() -> Path:
    """The Python of an environment with all that a generated project and its tests need."""
    also = TEMPLATE / "requirements.txt"  # requirements-dev.txt leads to it
    return environment("generated", [TEMPLATE / "requirements-dev.txt", ACCOUNTS, EXTRA], also)


def environment(name: str, requirements: list[Path], *also: Path) -> Path:
    """The Python of an environment with these requirements; other files make it another one too."""
    key = b"".join(path.read_bytes() for path in (*also, *requirements))
    files = [argument for path in requirements for argument in ("-r", str(path))]
    return kept_environment(name, key, "--only-binary=:all:", *files) / "bin" / "python"


def complaints_of_tools(project: Path, python: Path, *also: list[str]) -> str:
    """What the type checker, the linter and the formatter of a project say of it, and others."""
    tools = (["ruff", "check", "--no-cache"], ["ruff", "format", "--check", "--no-cache"], *also)
    runs = [checked(project, python)] + [
        subprocess.run(
            [python, "-m", *words], cwd=project, text=True, capture_output=True, check=False
        )
        for words in tools
    ]
    return "".join(done.stdout + done.stderr for done in runs if done.returncode)


def own_tests_beside(project: Path, other: Path) -> list[str]:
    """The modules of tests that another project lacks, or that are not about the same there."""
    files = sorted(project.glob("tests/test_*.py"))
    found = [
        f"tests/{file.name}"
        for file in files
        for its in [other / "tests" / file.name]
        if file.name in OF_ALL_ROUTES or not its.exists() or its.read_bytes() != file.read_bytes()
    ]
    assert len(found) > 8
    return found


def planted(project: Path, python: Path, file: Path, count: int) -> str:
    """Plant so many rows of each route into a new database of SQLite; return what was said."""
    settings = {"FLASK_ENV": "development", "SQLITE_FILE": str(file)}
    done = subprocess.run(
        [python, "tests/seed.py", "--count", str(count)], cwd=project, text=True,
        capture_output=True, check=False, env=plain_environment(settings),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


if __name__ == "__main__":
    generated_python()
