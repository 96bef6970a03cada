"""The applications that are compared over HTTP: how each is made, prepared and served."""

import base64
import hashlib
import hmac
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from bench.asked import ROWS
from bench.environments import (
    REPOSITORY,
    ant_environment,
    peer_environment,
    served_environment,
)
from bench.load import WrongAnswer
from bench.report import OURS
from bench.serving_report import GUARDED

sys.path.append(str(REPOSITORY / "tests"))
try:
    from support.postgres import PASSWORD, USER, PostgresServer, free_port
    from support.server import Server, gunicorn_command, plain_environment
except ModuleNotFoundError as missing:
    sys.exit(f"{missing}: run it with .venv/bin/python, which `python3 dev.py lint` makes.")

APPS = REPOSITORY / "benchmarks" / "apps"
WORKERS = 2
USERS = {
    "name": "string:required:max=120",
    "email": "email:required:unique",
    "age": "integer:min=0",
}
FILL = f"""
INSERT INTO users (name, email, age, created_at, updated_at)
SELECT 'Ada Lovelace ' || n, 'user' || n || '@example.com', n % 100, now(), now()
FROM generate_series(1, {ROWS}) AS n
"""


class Kind(NamedTuple):
    """One of the applications, and how its answers differ from ours where its framework says so."""

    name: str
    application: str
    """What gunicorn is told to serve; uvicorn where it has no parentheses and no dot."""
    strict: bool = False
    """Whether it promises every check of a generated project."""
    invalid: int = 400
    conflict: int = 409
    items: str = "items"
    total: str = "total"
    guarded: bool = False
    """Whether every endpoint asks for a token; such a one is asked for single rows alone."""

    @property
    def environment(self) -> str:
        """The name of the virtual environment that serves it."""
        return OURS if self.guarded else self.name


BARE = "bare"
SECRET = "a secret for the benchmark, which is long enough"
SERVED_KINDS = (
    Kind(OURS, "app:create_app()", strict=True),
    Kind(BARE, "bare:create_app()", strict=True),
    Kind("backant-cli", "app:create_app()"),
    Kind("FastAPI", "main:app", invalid=422),
    Kind("Django REST", "shop.wsgi", conflict=400, items="results", total="count"),
    Kind(GUARDED, "app:create_app()", strict=True, guarded=True),
)


class App(NamedTuple):
    """An application at work on a database of its own."""

    kind: Kind
    server: Server
    database: str
    token: str = ""
    """What its requests have to send, if anything."""

    @property
    def headers(self) -> dict[str, str]:
        """The headers that let a request in."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def start_apps(folder: Path, postgres: PostgresServer) -> list[App]:
    """Make, prepare and serve all of them, each on a database with the same rows."""
    pythons = {kind.name: served_environment(kind.environment) / "python" for kind in SERVED_KINDS}
    project = _generate(folder / "ours", ant_environment() / "ant")
    apps: list[App] = []
    try:
        for kind in SERVED_KINDS:
            apps.append(_start(kind, pythons[kind.name], project, postgres))
    except BaseException:
        stop_apps(apps)
        raise
    return apps


def stop_apps(apps: list[App]) -> None:
    """End their servers."""
    for app in apps:
        app.server.kill()


def clean(app: App, postgres: PostgresServer) -> None:
    """Take out what was inserted, so that every table is as before."""
    with postgres.connect(app.database) as connection:
        connection.execute(f"DELETE FROM users WHERE id > {ROWS}".encode())
        connection.execute("VACUUM users")


def _start(kind: Kind, python: Path, project: Path, postgres: PostgresServer) -> App:
    database = f"bench_{kind.name.lower().replace(' ', '_').replace('-', '_')}"
    environment = _variables(postgres, database)
    folder = _source(kind, project)
    prepare: list[str | Path] = [python, *_prepare_words(kind)]
    _run(prepare, folder, environment)
    with postgres.connect(database) as connection:
        connection.execute(FILL.encode())
        connection.execute("VACUUM ANALYZE users")
    port = free_port()
    server = Server(_words(kind, python, project, port), folder, port, environment)
    app = App(kind, server, database, signed_token() if kind.guarded else "")
    server.wait("/")
    return app


def signed_token() -> str:
    """An access token that is valid for an hour, signed by HS256 (RFC 7515)."""
    claims = {"sub": "1", "exp": int(time.time()) + 3600, "roles": ["admin"]}
    parts = [json.dumps(part).encode() for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    signed = b".".join(map(_base64url, parts))
    signature = hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()
    return b".".join([signed, _base64url(signature)]).decode()


def _base64url(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def _words(kind: Kind, python: Path, project: Path, port: int) -> list[str]:
    """The command of the Dockerfile with two workers; that of FastAPI's own documentation."""
    if kind.name == "FastAPI":
        words = ["--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS)]
        return [str(python.parent / "uvicorn"), *words, "--no-access-log", kind.application]
    words = gunicorn_command(project, python, port)
    words[words.index("--workers") + 1] = str(WORKERS)
    if kind.environment != OURS:  # its module is part of a generated project
        at = words.index("--config")
        del words[at : at + 2]
    if kind.name == "backant-cli":
        words.remove("--preload")  # its workers would share one connection to the database
    return [*words[:-1], kind.application]


def _prepare_words(kind: Kind) -> list[str]:
    """What makes its tables, before its workers do so at the same time."""
    if kind.name == "Django REST":
        return ["manage.py", "migrate", "--run-syncdb", "--verbosity", "0"]
    if kind.application.startswith("app:"):
        return ["-c", "from app import create_app; create_app()"]
    return ["prepare.py"]


def _source(kind: Kind, project: Path) -> Path:
    """Where its code is: copies, which its server may write beside."""
    if kind.name == OURS:
        return project / "api"
    if kind.guarded:
        folder = project.parent.with_name("guarded")
        return _generate(folder, ant_environment() / "ant", "--auth") / "api"
    folder = project.parent / kind.name
    if kind.name == "backant-cli":
        made = _generate(folder, peer_environment(kind.name) / "ant")
        shutil.copytree(APPS / "backant" / "api", made / "api", dirs_exist_ok=True)
        return made / "api"
    name = {"FastAPI": "fastapi", "Django REST": "django"}.get(kind.name, kind.name)
    return shutil.copytree(APPS / name, folder)


def _generate(folder: Path, program: Path, *options: str) -> Path:
    """A project with the route ``users``; only ours has fields."""
    folder.mkdir()
    ours = program.parent.parent.name == OURS
    spec = {"routes": {"users": {"fields": USERS} if ours else {"type": "GET"}}}
    command = ["generate", "api", "project", "--json", json.dumps(spec), *options]
    _run([program, *command], folder, {"DO_NOT_TRACK": "1", "HOME": str(folder)})
    return folder / "project"


def _run(command: list[str | Path], folder: Path, environment: Mapping[str, str]) -> None:
    done = subprocess.run(
        command, cwd=folder, env=plain_environment(environment), check=False,
        capture_output=True, text=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise WrongAnswer(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")


def _variables(postgres: PostgresServer, database: str) -> Mapping[str, str]:
    """A new database, in the words of each application."""
    place = f"127.0.0.1:{postgres.port}/{database}"
    return {
        **postgres.create_database(database),
        "DATABASE": f"postgresql+psycopg://{USER}:{quote(PASSWORD)}@{place}",
        "PGHOST": "127.0.0.1",
        "PGPORT": str(postgres.port),
        "PGUSER": USER,
        "PGPASSWORD": PASSWORD,
        "PGDATABASE": database,
        "FLASK_ENV": "production",
        "JWT_SECRET": SECRET,
        "LOG_LEVEL": "WARNING",  # none of the others writes a line for each request
    }
