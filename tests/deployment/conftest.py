"""The image of a generated project, and its stacks, brought up for real."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.containers import (
    RUN,
    Stack,
    Starter,
    build_base_image,
    docker,
    eventually,
    why_no_engine,
)

PROBE = Path(__file__).parent / "probe_route.py"


@pytest.fixture(scope="session")
def engine() -> None:
    """A Docker Engine, or a plain word that there is none."""
    reason = why_no_engine()
    if reason:  # it is a service of the machine: starting one needs root, cgroups and a registry
        pytest.skip(reason)


@pytest.fixture(scope="session")
def python_image(engine: None, pristine: Path) -> str:
    """The image that the Dockerfile names."""
    found = re.search(r"^ARG PYTHON_IMAGE=(\S+)$", (pristine / "Dockerfile").read_text(), re.M)
    assert found
    return found[1]


@pytest.fixture(scope="session")
def base_image(
    python_image: str, pristine: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The image that the Dockerfile names, with the wheels of the project beside it."""
    tag = f"{RUN}-base"
    folder = tmp_path_factory.mktemp("base")
    build_base_image(python_image, pristine / "requirements.lock", folder, tag)
    yield tag
    docker("rmi", "-f", tag)


@pytest.fixture(scope="session")
def image(
    base_image: str, pristine: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The project's image, built from a checkout that nobody but its owner can read."""
    tag = f"{RUN}-app"
    checkout = Path(shutil.copytree(pristine, tmp_path_factory.mktemp("image") / "my-api"))
    (checkout / "api/.env").write_text("JWT_SECRET=planted-beside-the-code\n")
    (checkout / "api/instance").mkdir()
    (checkout / "api/instance/app.db").write_text("planted rows\n")
    for path in checkout.rglob("*"):
        path.chmod(path.stat().st_mode & 0o700)
    docker("build", "-q", "--build-arg", f"PYTHON_IMAGE={base_image}", "-t", tag, checkout)
    yield tag
    docker("rmi", "-f", tag)


@pytest.fixture(scope="session")
def probed_project(pristine: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one more blueprint, which uses the database and can take its time."""
    project = Path(shutil.copytree(pristine, tmp_path_factory.mktemp("stack") / "my-api"))
    shutil.copy(PROBE, project / "api/routes/probe_route.py")
    app = project / "api/app.py"
    known = (
        "from routes.default_route import default_bp\n",
        "app.register_blueprint(default_bp)\n",
    )
    text = app.read_text()
    assert all(text.count(line) == 1 for line in known)
    text = text.replace(known[0], f"{known[0]}from routes.probe_route import probe_bp\n")
    app.write_text(text.replace(known[1], f"{known[1]}    app.register_blueprint(probe_bp)\n"))
    return project


@pytest.fixture(scope="session")
def stack(base_image: str, probed_project: Path) -> Iterator[Stack]:
    """The development stack, up and healthy."""
    stack = Stack(probed_project, {"PYTHON_IMAGE": base_image})
    try:
        stack.up("--build")
        yield stack
    finally:
        stack.remove()


@pytest.fixture(scope="session")
def external_database(engine: None, pristine: Path) -> Iterator[str]:
    """A PostgreSQL of its own: the name of it and of its network."""
    found = re.search(r"image: (postgres:\S+)", (pristine / "docker-compose.yml").read_text())
    assert found
    name = f"{RUN}-database"
    docker("network", "create", name)
    try:
        docker(
            "run", "-d", "--name", name, "--network", name, "-e", "POSTGRES_PASSWORD=of the test",
            "-e", "POSTGRES_USER=api", "-e", "POSTGRES_DB=api", found[1],
        )  # fmt: skip
        ready = ("exec", name, "pg_isready", "-h", "127.0.0.1", "-U", "api", "-d", "api")
        eventually(lambda: docker(*ready, check=False).returncode == 0, 90)
        yield name
    finally:
        docker("rm", "-f", "-v", name, check=False)
        docker("network", "rm", name, check=False)


@pytest.fixture
def production(
    base_image: str, probed_project: Path, external_database: str, tmp_path: Path
) -> Iterator[Stack]:
    """The production stack, on an image that is tagged as if it came from Amazon ECR."""
    registry = f"{RUN}.dkr.ecr.eu-central-1.amazonaws.com"
    tag = f"{registry}/my-api:{RUN}"
    docker("build", "-q", "--build-arg", f"PYTHON_IMAGE={base_image}", "-t", tag, probed_project)
    override = tmp_path / "network.yml"  # how to get to the database is all that it adds
    override.write_text(
        f"networks:\n  default:\n    name: {external_database}\n    external: true\n"
    )
    variables = {
        "ECR_REGISTRY": registry, "IMAGE_TAG": RUN, "DB_URL": external_database,
        "POSTGRES_USER": "api", "POSTGRES_PASSWORD": "of the test", "POSTGRES_DB": "api",
        "JWT_SECRET": "a secret of the test, of 32 bytes",
    }  # fmt: skip
    stack = Stack(probed_project, variables, probed_project / "docker-compose-prod.yml", override)
    try:
        yield stack
    finally:
        stack.remove()
        docker("rmi", "-f", tag)


@pytest.fixture
def start(image: str) -> Iterator[Starter]:
    """Run the image with options of one's own; what was started is removed."""
    starter = Starter(image)
    yield starter
    for name in starter.names:
        docker("rm", "-f", "-v", name, check=False)
