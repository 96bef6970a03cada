"""The generated image and its stacks at work in a real Docker Engine."""

import io
import json
import re
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.containers import Stack, Starter, call, docker, eventually, inspect

pytestmark = [pytest.mark.exhaustive, pytest.mark.timeout(420)]

HELLO = "Your backant backend is working"
LARGEST_ADDITION = 200_000_000  # bytes on top of the base image
HARDENED = ["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"]
PRODUCTION = ["-e", "FLASK_ENV=production", "-e", "JWT_SECRET=a secret of the test, of 32 bytes"]
IN_A_FILE = [*PRODUCTION, "-e", "SQLITE_FILE=instance/app.db"]


def add_row(stack: Stack, model: str) -> int:
    status, row = call(f"{stack.url}/probe", {"model": model})
    assert status == 200 and isinstance(row, int), row
    return row


def life_of(container: str) -> tuple[object, ...]:
    """What changes when a container or a process in it is started again."""
    state = inspect(container)
    processes = docker("top", container, "-o", "pid").stdout.split()[1:]
    return state["State"]["StartedAt"], state["RestartCount"], sorted(processes)


@contextmanager
def calls_going_on(url: str) -> Iterator[list[int]]:
    """Call again and again beside what the block does, and gather the statuses."""
    statuses: list[int] = []
    enough = threading.Event()

    def caller() -> None:
        while not enough.is_set():
            statuses.append(call(url)[0])
            time.sleep(0.05)

    with ThreadPoolExecutor(4) as pool:
        callers = [pool.submit(caller) for _ in range(4)]
        try:
            yield statuses
        finally:
            enough.set()
    assert all(done.exception() is None for done in callers)


# The image


def test_the_image_adds_little_to_its_base(
    image: str, base_image: str, record_property: Callable[[str, object], None]
) -> None:
    added = inspect(image, "image")["Size"] - inspect(base_image, "image")["Size"]
    record_property("bytes added to the base image", added)
    print(f"added to the base image: {added / 1e6:.1f} MB")  # noqa: T201, the figure is the result
    assert 0 < added < LARGEST_ADDITION


def test_the_image_runs_as_nobody_in_particular(start: Starter) -> None:
    container, _ = start.healthy("-e", "FLASK_ENV=development")
    assert docker("exec", container, "id", "-u").stdout.strip() == "10001"

    def owners() -> list[str]:
        return [line.split()[1] for line in docker(*top).stdout.splitlines()[1:]]

    top = ("top", container, "-o", "pid,uid")
    eventually(lambda: len(owners()) == 5)  # gunicorn answers while its last workers start
    assert set(owners()) == {"10001"}


def test_the_application_can_change_nothing_but_its_database(start: Starter) -> None:
    container, _ = start.healthy("-e", "FLASK_ENV=development")
    find = ["find", "/app", "-writable", "-not", "-path", "/app/instance*"]
    assert docker("exec", container, *find).stdout == ""
    assert docker("exec", container, "test", "-w", "/app/instance").returncode == 0


def test_no_layer_of_the_image_holds_a_secret_or_what_only_developers_need(
    image: str, base_image: str, pristine: Path, tmp_path: Path
) -> None:
    names, contents = added_files(image, base_image, tmp_path)
    application = {name for name in names if name.startswith("app/")}
    assert "app/app.py" in application and "app/requirements.txt" in application
    unwanted = r"(^|/)(\.env[^/]*|\.git[^/]*|tests|\.venv|docker-compose.*|app\.db.*)$"
    assert not [name for name in application if re.search(unwanted, name)]
    compiled = {name for name in application if "/__pycache__/" in name}
    assert any(name.startswith("app/__pycache__/app.") for name in compiled)
    assert not [name for name in compiled if source_of(name) not in application]  # of this image
    assert not [name for name in names if "root/.cache" in name]
    known = docker("history", "--no-trunc", image).stdout + json.dumps(inspect(image, "image"))
    secrets = re.findall(r"_(?:SECRET|PASSWORD)=(.+)", (pristine / ".env").read_text())
    assert len(secrets) == 2
    for secret in [*secrets, "planted-beside-the-code", "planted rows", "CLEAR_DB=True"]:
        assert secret.encode() not in contents
        assert secret not in known


def source_of(compiled: str) -> str:
    """The file that a file of bytecode is of."""
    folder, _, name = compiled.rpartition("__pycache__/")
    return f"{folder}{name.partition('.')[0]}.py"


def added_files(image: str, base_image: str, folder: Path) -> tuple[set[str], bytes]:
    """The names of all files in the layers above the base, and the contents of those in /app."""
    archive = folder / "image.tar"
    docker("save", "-o", archive, image)
    below = len(inspect(base_image, "image")["RootFS"]["Layers"])
    names: set[str] = set()
    contents = io.BytesIO()
    with tarfile.open(archive) as saved:
        manifest = saved.extractfile("manifest.json")
        assert manifest
        for path in json.load(manifest)[0]["Layers"][below:]:
            with tarfile.open(fileobj=saved.extractfile(path)) as layer:
                for member in layer:
                    names.add(member.name.removeprefix("./"))
                    file = layer.extractfile(member)
                    if file and not member.name.startswith("usr/"):
                        contents.write(file.read())
    return names, contents.getvalue()


def test_the_image_knows_no_setting_of_the_application(image: str, base_image: str) -> None:
    environment = set(inspect(image, "image")["Config"]["Env"])
    inherited = set(inspect(base_image, "image")["Config"]["Env"])
    assert environment - inherited == {"PYTHONDONTWRITEBYTECODE=1", "PYTHONUNBUFFERED=1"}


def test_the_health_check_tells_a_working_api_from_none_and_asks_no_proxy(
    image: str, start: Starter
) -> None:
    check = inspect(image, "image")["Config"]["Healthcheck"]["Test"][1:]
    container, _ = start.healthy("-e", "FLASK_ENV=development")
    proxy = ["-e", "http_proxy=http://127.0.0.1:9", "-e", "HTTP_PROXY=http://127.0.0.1:9"]
    assert docker("exec", *proxy, container, *check).returncode == 0
    assert docker("run", "--rm", image, *check, check=False).returncode == 1


def test_the_embedded_database_lives_on_in_a_volume(start: Starter) -> None:
    volume = docker("volume", "create").stdout.strip()
    options = [*HARDENED, *IN_A_FILE, "-e", "DB_URL=", "-v", f"{volume}:/app/instance"]
    write = "from repositories.default_repository import *; print(myDefaultRepository.{}.{})"
    try:
        first, url = start.healthy(*options)
        assert call(f"{url}/") == (200, HELLO)
        code = write.format("add_default('kept')", "id")
        row = docker("exec", first, "python", "-c", code).stdout.strip()
        docker("rm", "-f", first)
        second, _ = start.healthy(*options)
        code = write.format(f"get_by_id({row})", "model")
        assert docker("exec", second, "python", "-c", code).stdout.strip() == "kept"
    finally:
        for name in start.names:
            docker("rm", "-f", name, check=False)
        docker("volume", "rm", volume)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["-e", "FLASK_ENV=production"], "JWT_SECRET"),
        ([], "JWT_SECRET"),
        (PRODUCTION, "SQLITE_FILE"),
        ([*IN_A_FILE, "-e", "CLEAR_DB=True"], "CLEAR_DB"),
        ([*PRODUCTION, "-e", "DB_URL=nowhere.invalid"], "nowhere.invalid"),
    ],
)
def test_a_setting_that_is_not_safe_ends_the_container_with_one_clear_line(
    start: Starter, options: list[str], reason: str
) -> None:
    container, _ = start(*options)
    eventually(lambda: inspect(container)["State"]["Status"] == "exited", 20)
    assert inspect(container)["State"]["ExitCode"] != 0
    printed = docker("logs", container)
    lines = (printed.stdout + printed.stderr).splitlines()
    told = [line for line in lines if line.startswith("The API does not start: ")]
    assert len(told) == 1 and reason in told[0], lines
    assert not [line for line in lines if "Traceback" in line or "Booting worker" in line]


def test_the_container_stops_at_once_and_cleanly_when_it_is_idle(start: Starter) -> None:
    container, _ = start.healthy("-e", "FLASK_ENV=development")
    began = time.monotonic()
    docker("stop", "-t", "30", container)
    assert time.monotonic() - began < 10
    assert inspect(container)["State"]["ExitCode"] == 0


# The development stack


def test_compose_reads_both_files(stack: Stack, production: Stack) -> None:
    development = json.loads(stack.compose("config", "--format", "json"))
    assert set(development["services"]) == {"postgres", "backend"}
    live = json.loads(production.compose("config", "--format", "json"))
    assert set(live["services"]) == {"backend", "proxy"}


def test_the_api_answers_through_its_published_port(stack: Stack) -> None:
    assert call(f"{stack.url}/") == (200, HELLO)
    assert call(f"{stack.url}/nothing-here")[0] == 404


def test_rows_written_through_the_api_are_in_postgresql(stack: Stack) -> None:
    row = add_row(stack, "over HTTP")
    assert call(f"{stack.url}/probe/{row}") == (200, "over HTTP")
    query = (
        f"""psql -U $POSTGRES_USER $POSTGRES_DB -tAc 'SELECT model FROM "default" WHERE id={row}'"""
    )
    assert stack.compose("exec", "-T", "postgres", "sh", "-c", query).strip() == "over HTTP"
    url = stack.python("from startup.Alchemy import engine; print(engine.url)")
    assert url.startswith("postgresql+psycopg://") and "@postgres/" in url


@pytest.mark.parametrize("how", ["restart", "kill"])
def test_the_api_outlives_its_database(stack: Stack, how: str) -> None:
    row = add_row(stack, "survivor")
    backend = stack.container("backend")
    before = life_of(backend)
    with calls_going_on(f"{stack.url}/probe/{row}") as statuses:
        time.sleep(1)
        stack.compose(how, "postgres")
        time.sleep(1)
        stack.compose("up", "-d", "--no-recreate", "--wait", "postgres")
        took = eventually(lambda: call(f"{stack.url}/probe/{row}") == (200, "survivor"), 5)
        time.sleep(1)
    assert 200 in statuses and statuses[-1] == 200
    assert set(statuses) <= {200, 503}, set(statuses)
    assert 503 in statuses or how == "restart"
    assert life_of(backend) == before
    assert took < 5


def test_a_stop_ends_both_with_0_after_the_request_in_flight_and_keeps_the_rows(
    stack: Stack,
) -> None:
    row = add_row(stack, "kept")
    with ThreadPoolExecutor() as pool:
        in_flight = pool.submit(call, f"{stack.url}/probe/slow")
        time.sleep(1)
        stack.compose("stop")
        assert in_flight.result() == (200, "done")
    for service in ("backend", "postgres"):
        state = inspect(stack.container(service))["State"]
        assert (state["Status"], state["ExitCode"], state["OOMKilled"]) == ("exited", 0, False)
    stack.compose("down")
    stack.up()
    assert call(f"{stack.url}/probe/{row}") == (200, "kept")


# The production stack


def test_production_runs_hardened_on_a_database_elsewhere(production: Stack) -> None:
    production.up()
    assert call(f"{production.url}/") == (200, HELLO)
    row = add_row(production, "in production")
    assert call(f"{production.url}/probe/{row}") == (200, "in production")
    backend, proxy = production.container("backend"), production.container("proxy")
    for container in (backend, proxy):
        host = inspect(container)["HostConfig"]
        assert host["ReadonlyRootfs"] and host["CapDrop"] == ["ALL"] and not host["CapAdd"]
        assert host["SecurityOpt"] == ["no-new-privileges:true"]
        assert host["Memory"] and host["NanoCpus"] and host["PidsLimit"]
    assert docker("port", backend).stdout == ""
    assert docker("exec", proxy, "id", "-u").stdout.strip() == "101"
    settings = "from startup.Environment import myEnvironment as e; print(e.CLEAR_DB, e.FLASK_ENV)"
    assert production.python(settings) == "False production"
    too_large = "x" * 1048577
    assert call(f"{production.url}/probe", {"model": too_large})[0] == 413
    with calls_going_on(f"{production.url}/") as statuses:
        time.sleep(0.5)
        production.compose("stop", "backend")
        time.sleep(0.5)
        status, told = call(f"{production.url}/")
        assert status in (502, 504) and told["message"].startswith("The API ")
        production.compose("start", "backend")
        eventually(lambda: call(f"{production.url}/")[0] == 200)
    assert {200} < set(statuses) <= {200, 502, 504}
    production.compose("stop")
    for container in (backend, proxy):
        assert inspect(container)["State"]["ExitCode"] == 0
