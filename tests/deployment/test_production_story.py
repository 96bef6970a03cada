"""What users of a generated API do, in production: through nginx, with real mail and Redis."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.accounts import APP_URL, PASSWORD, Mailbox, call, signed_up
from support.containers import RUN, Stack, build_base_image, docker, eventually, inspect
from support.generated import generate
from support.server import Answer, Client

pytestmark = [pytest.mark.exhaustive, pytest.mark.timeout(420)]

SPEC = {
    "project": {"auth": "token"},
    "routes": {
        "users": {"accounts": True},
        "notes": {
            "owner": "user",
            "fields": {"text": "string:required", "user": "reference:to=users:required"},
        },
    },
}


@pytest.fixture
def project(ant_path: Path, tmp_path: Path) -> Path:
    """A project with accounts and rows that belong to them."""
    spec = tmp_path / "spec.json"
    spec.write_text(json.dumps(SPEC))
    return generate(ant_path, tmp_path, "notebook", spec)


@pytest.fixture
def image(project: Path, python_image: str, tmp_path: Path) -> Iterator[str]:
    """Its image, named as if it came from Amazon ECR."""
    base, tag = f"{RUN}-story-base", f"{RUN}.dkr.ecr.eu-central-1.amazonaws.com/notebook:{RUN}"
    build_base_image(python_image, project / "requirements.lock", tmp_path, base)
    docker("build", "-q", "--build-arg", f"PYTHON_IMAGE={base}", "-t", tag, project)
    yield tag
    docker("rmi", "-f", tag, base)


@pytest.fixture
def redis(external_database: str) -> Iterator[str]:
    """A Redis in the network of the database: its name."""
    name = f"{RUN}-redis"
    docker("run", "-d", "--name", name, "--network", external_database, "redis:7")
    eventually(lambda: docker("exec", name, "redis-cli", "ping", check=False).stdout == "PONG\n")
    yield name
    docker("rm", "-f", "-v", name)


@pytest.fixture
def mailbox(external_database: str) -> Iterator[Mailbox]:
    """A mail server on this machine, where containers of that network reach it."""
    network = inspect(external_database, "network")
    mailbox = Mailbox(network["IPAM"]["Config"][0]["Gateway"])
    yield mailbox
    mailbox.stop()


@pytest.fixture
def database(external_database: str) -> Iterator[dict[str, str]]:
    """An empty database: the variables that lead to it."""
    psql = ["exec", external_database, "psql", "-U", "api", "-d", "api", "-c"]
    docker(*psql, "CREATE DATABASE story")
    yield {
        "DB_URL": external_database, "DB_MIGRATE_ON_START": "True", "POSTGRES_USER": "api",
        "POSTGRES_PASSWORD": "of the test", "POSTGRES_DB": "story",
    }  # fmt: skip
    docker(*psql, "DROP DATABASE story WITH (FORCE)")


@pytest.fixture
def variables(image: str, database: dict[str, str], redis: str, mailbox: Mailbox) -> dict[str, str]:
    """What production is told."""
    return {
        "ECR_REGISTRY": image.partition("/")[0], "IMAGE_TAG": RUN, **database,
        "JWT_SECRET": "Wm8kQ2vTz5Rb7YcXn4Lj9HgFd3Sa6PoE",
        "SMTP_URL": f"smtp+plain://{mailbox.host}:{mailbox.port}", "MAIL_FROM": "api@example.com",
        "APP_URL": APP_URL, "REDIS_URL": f"redis://{redis}:6379",
    }  # fmt: skip


@pytest.fixture
def stack(
    project: Path, variables: dict[str, str], external_database: str, tmp_path: Path
) -> Iterator[Stack]:
    """The production stack, in the network of the database."""
    override = tmp_path / "network.yml"
    override.write_text(
        f"networks:\n  default:\n    name: {external_database}\n    external: true\n"
    )
    stack = Stack(project, variables, project / "docker-compose-prod.yml", override)
    try:
        stack.up()
        yield stack
    finally:
        stack.remove()


class User:
    """Somebody with an account, who calls through nginx."""

    def __init__(self, server: Client, mailbox: Mailbox, email: str) -> None:
        """Sign up by mail, and sign in."""
        self.server, self.email = server, email
        signed_up(server, mailbox, email)
        answer = call(server, "POST", "/login", email=email, password=PASSWORD)
        assert answer.status == 200 and answer.headers["Cache-Control"] == "no-store"
        self.tokens: dict[str, Any] = answer.json

    def ask(self, method: str, path: str, **body: Any) -> Answer:
        """Send a request with the access token."""
        headers = {
            "Authorization": f"Bearer {self.tokens['access_token']}",
            "Content-Type": "application/json", "If-Match": "*",
        }  # fmt: skip
        return self.server.request(method, path, json.dumps(body).encode(), headers)


def test_users_sign_up_keep_rows_of_their_own_and_leave(stack: Stack, mailbox: Mailbox) -> None:
    server = Client(stack.port)
    assert server.get("/notes").status == 401
    call(server, "POST", "/register", email="late@example.com", password=PASSWORD)
    refused = call(server, "POST", "/login", email="late@example.com", password=PASSWORD)
    assert refused.status == 403  # its address is not confirmed
    ann, ben = (User(server, mailbox, f"{name}@example.com") for name in ("ann", "ben"))

    made = ann.ask("POST", "/notes", text="hers", user_id=ben.ask("GET", "/auth/me").json["id"])
    assert (made.status, made.headers["Location"]) == (201, f"/notes/{made.json['id']}")
    assert made.json["user_id"] == ann.ask("GET", "/auth/me").json["id"]
    hers = made.headers["Location"]
    assert [row["text"] for row in ann.ask("GET", "/notes").json["items"]] == ["hers"]
    assert ben.ask("GET", "/notes").json["items"] == []
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        assert ben.ask(method, hers, text="mine").status == 404
    assert ann.ask("PATCH", hers, text="still hers").json["text"] == "still hers"
    assert ann.ask("GET", "/users").status == 403

    refresh = ann.tokens["refresh_token"]
    assert call(server, "POST", "/logout", refresh_token=refresh).status == 204
    assert call(server, "POST", "/refresh", refresh_token=refresh).status == 401
    assert ben.ask("GET", "/notes").status == 200

    tries = [
        call(server, "POST", "/login", email="eve@example.com", password=f"{PASSWORD}{number}")
        for number in range(14)
    ]
    assert [answer.status for answer in tries] == [401] * 10 + [429] * 4  # all workers count as one
    assert int(tries[-1].headers["Retry-After"]) > 0
    log = stack.compose("logs", "--no-color")
    assert "POST /auth/login" in log
    assert "Traceback" not in log and PASSWORD not in log and refresh not in log
