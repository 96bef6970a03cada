"""What the compose files of a generated project promise."""

import re
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

from support.deployment_files import (
    COMPOSE,
    PRODUCTION,
    WORKFLOW,
    arguments_of,
    environment_of,
    read,
    settings_of_the_application,
)


def test_every_value_of_an_environment_is_a_string(pristine: Path) -> None:
    for file in (COMPOSE, PRODUCTION):
        for environment in environment_of(pristine / file).values():
            assert environment and all(isinstance(value, str) for value in environment.values())


def test_development_has_a_postgresql_16_with_a_health_check_and_a_volume(pristine: Path) -> None:
    stack = read(pristine / COMPOSE)
    database = stack["services"]["postgres"]
    assert database["image"] == "postgres:16"
    assert "pg_isready" in database["healthcheck"]["test"][1]
    [volume] = database["volumes"]
    assert volume == "postgres_data:/var/lib/postgresql/data"
    assert "postgres_data" in stack["volumes"]
    assert "ports" not in database


def test_in_development_the_backend_waits_for_its_database(pristine: Path) -> None:
    backend = read(pristine / COMPOSE)["services"]["backend"]
    assert backend["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert backend["environment"]["DB_URL"] == "postgres"


def test_development_is_reachable_from_this_machine_alone(pristine: Path) -> None:
    backend = read(pristine / COMPOSE)["services"]["backend"]
    assert backend["ports"] == ["127.0.0.1:${API_PORT:-5000}:5000"]


def test_the_base_image_has_its_default_in_the_dockerfile_alone(pristine: Path) -> None:
    build = read(pristine / COMPOSE)["services"]["backend"]["build"]
    assert build == {"context": ".", "args": {"PYTHON_IMAGE": None}}
    for file in (COMPOSE, PRODUCTION, WORKFLOW):
        assert "python:" not in (pristine / file).read_text()


def test_production_runs_the_backend_behind_a_proxy(pristine: Path) -> None:
    stack = read(pristine / PRODUCTION)
    assert set(stack["services"]) == {"backend", "proxy"}
    assert not {"volumes", "secrets", "configs"} & set(stack)
    assert not {"build", "ports", "expose"} & set(stack["services"]["backend"])
    proxy = stack["services"]["proxy"]
    assert proxy["ports"] == ["${API_PORT:-5000}:8080"]
    assert proxy["depends_on"]["backend"] == {"condition": "service_healthy", "restart": True}
    for service in stack["services"].values():
        assert service["restart"] == "unless-stopped"
        assert {"mem_limit", "cpus", "pids_limit", "healthcheck", "stop_grace_period"} <= set(
            service
        )


def test_production_believes_its_own_proxy_and_no_other(pristine: Path) -> None:
    environment = environment_of(pristine / PRODUCTION)["backend"]
    assert environment["TRUSTED_PROXIES"] == "${TRUSTED_PROXIES:-1}"


class Silent(BaseHTTPRequestHandler):
    """Answers after a while."""

    def do_GET(self) -> None:
        """Hold the request."""
        time.sleep(2)


def test_what_hangs_in_production_is_ended_and_what_is_away_is_not(
    pristine: Path, tmp_path: Path
) -> None:
    _, command = read(pristine / PRODUCTION)["services"]["backend"]["healthcheck"]["test"]
    ended = tmp_path / "ended"
    command = command.replace("$$", "$").replace("timeout 25", "timeout 1")
    with HTTPServer(("127.0.0.1", 0), Silent) as server:
        threading.Thread(target=server.handle_request).start()
        command = command.replace("kill -TERM 1", f"touch {ended}")
        command = command.replace("5000", str(server.server_port))
        assert subprocess.run(["sh", "-c", command], check=False).returncode == 1
        assert ended.exists()
    ended.unlink()
    assert subprocess.run(["sh", "-c", command], check=False).returncode == 1
    assert not ended.exists()


def test_production_never_clears_the_database(pristine: Path) -> None:
    environment = environment_of(pristine / PRODUCTION)["backend"]
    assert environment["CLEAR_DB"] == environment["TESTING"] == "False"
    assert environment["FLASK_ENV"] == "production"


def test_production_passes_on_every_setting_of_the_application(pristine: Path) -> None:
    environment = environment_of(pristine / PRODUCTION)["backend"]
    # The embedded database has no place in a container whose files cannot be written to.
    assert set(environment) == settings_of_the_application(pristine) - {"SQLITE_FILE"}


def test_production_holds_no_secret_and_asks_for_those_it_needs(pristine: Path) -> None:
    environment = environment_of(pristine / PRODUCTION)["backend"]
    for name in ("DB_URL", "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_DB"):
        assert environment[name].startswith("${" + name + ":?"), name
    for name in environment:
        if re.search("SECRET|PASSWORD|KEY", name):
            assert re.fullmatch(r"\$\{" + name + r"(:-|:\?[a-z0-9 ]*)\}", environment[name]), name


def test_production_can_write_nowhere_and_gain_nothing(pristine: Path) -> None:
    for name, service in read(pristine / PRODUCTION)["services"].items():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"] and "cap_add" not in service
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert not {"privileged", "network_mode"} & set(service)
        assert all(volume.endswith(":ro") for volume in service.get("volumes", ())), name


def test_a_stop_waits_longer_than_the_api_drains_and_gunicorn_for_requests_in_flight(
    pristine: Path,
) -> None:
    [command] = arguments_of(pristine, "CMD")
    assert "--graceful-timeout" not in command  # 30 seconds
    settings = (pristine / "api/startup/Environment.py").read_text()
    longest = int(re.findall(r"^LONGEST_DRAIN = (\d+)", settings, re.M)[0])
    for file in (COMPOSE, PRODUCTION):
        grace = read(pristine / file)["services"]["backend"]["stop_grace_period"]
        assert int(grace.removesuffix("s")) >= longest + 30 + 5
