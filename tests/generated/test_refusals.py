"""A start that cannot go well ends at once, with one clear line and a code that is not 0."""

import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.postgres import PASSWORD, PostgresServer, free_port
from support.server import Server, gunicorn_command, plain_environment, run_in_api
from support.serving import SECRET
from support.warm_python import run_warm

REFUSAL = "The API does not start: "
CHECK = "from startup.Environment import myEnvironment as e; e.check()"
START = "import app; app.create_app()"
FILE = "instance/app.db"
PRODUCTION = {"FLASK_ENV": "production", "JWT_SECRET": SECRET, "SQLITE_FILE": FILE}
EXAMPLES = ("change-me", "change-me-" * 8)
GUESSED = (
    "x" * 32, "x" * 4000, "é" * 32, " " * 31 + "x" * 32, "ab" * 20, "0123456789" * 4,
    "abcdefghijklmnopqrstuvwxyz0123456789", "zyxwvutsrqponmlkjihgfedcba9876543210",
    "password" * 4, "0" * 40 + "1", "x" * 40 + "yz", "\t \n" * 20,
    "-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK\n-----END PUBLIC KEY-----\n",
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me",
)  # fmt: skip
REFUSED: list[tuple[str, dict[str, str]]] = [
    *(
        ("JWT_SECRET", {**PRODUCTION, "JWT_SECRET": value})
        for value in ("", "x" * 31, " " * 32, *EXAMPLES, *GUESSED)
    ),
    ("JWT_SECRET", {**PRODUCTION, "FLASK_ENV": "", "JWT_SECRET": ""}),
    ("JWT_SECRET", {**PRODUCTION, "FLASK_ENV": "Development", "JWT_SECRET": ""}),
    ("JWT_EARLIER_SECRETS", {**PRODUCTION, "JWT_EARLIER_SECRETS": f"{SECRET},short"}),
    *(("JWT_LEEWAY", {"JWT_LEEWAY": value}) for value in ("31", "-1", "1.5", "x", "9" * 5000)),
    ("JWT_LONGEST_LIFETIME", {"JWT_LONGEST_LIFETIME": "1h"}),
    ("CLEAR_DB", {**PRODUCTION, "CLEAR_DB": "True"}),
    *(("FLASK_DEBUG", {**PRODUCTION, "FLASK_DEBUG": value}) for value in ("1", "True", "on", "x")),
    *(("TESTING", {**PRODUCTION, "TESTING": value}) for value in ("1", "True", "yes")),
    *(
        ("SQLITE_FILE", {**PRODUCTION, "DB_URL": "", "SQLITE_FILE": "", "FLASK_ENV": value})
        for value in ("production", "", "staging", "Development")
    ),
    *(
        ("POSTGRES_PASSWORD", {**PRODUCTION, "DB_URL": "db", "POSTGRES_PASSWORD": value})
        for value in EXAMPLES
    ),
    ("CLEAR_DB", {"FLASK_ENV": "testing", "JWT_SECRET": SECRET, "CLEAR_DB": "1"}),
    *(("CLEAR_DB", {"CLEAR_DB": value}) for value in ("maybe", "2", "Fals", "None", "True;")),
    ("TESTING", {"TESTING": "sometimes"}),
    ("LOG_LEVEL", {"LOG_LEVEL": "loud"}),
    ("LOG_LEVEL", {"LOG_LEVEL": "10"}),
    *(
        ("MAX_CONTENT_LENGTH", {"MAX_CONTENT_LENGTH": value})
        for value in ("0", "-1", "1.5", "1 MB", "1e6", "²", "9" * 5000)
    ),
    *(
        ("CORS_ORIGINS", {"CORS_ORIGINS": value})
        for value in ("*", "null", "app.example.com", "https://a.example.com/", "https://*.a.com",
                      "https://a.com https://b.com", "https://a.com,.*", "http://[::1]:3000")
    ),
    *(("RATE_LIMIT", {"RATE_LIMIT": value}) for value in ("often", "10", "0 per minute")),
    *(
        ("REDIS_URL", {"REDIS_URL": value})
        for value in ("localhost:6379", "http://redis", "redis://", "redis://redis:port",
                      "redis://:pa/ss@redis")
    ),
]  # fmt: skip


def assert_one_line(output: str, name: str) -> None:
    """It is the refusal alone, and names what is wrong."""
    (line,) = output.splitlines()
    assert line.startswith(REFUSAL)
    assert name in line
    assert len(line) < 6000


def assert_says_nothing(done: subprocess.CompletedProcess[str]) -> None:
    """It ended well and in silence."""
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), done


@pytest.mark.slow
def test_a_setting_that_is_wrong_or_unsafe_is_refused(project: Path, project_python: Path) -> None:
    for name, env in REFUSED:
        done = run_in_api(project, project_python, CHECK, env)
        assert done.returncode == 4, (env, done)
        assert_one_line(done.stdout + done.stderr, name)


@pytest.mark.slow
def test_all_that_is_wrong_or_unsafe_is_told_at_once(project: Path, project_python: Path) -> None:
    wrong = {
        "LOG_LEVEL": "loud", "DB_URL": "u:hunter2@db", "TESTING": "maybe", "CORS_ORIGINS": "*",
        "RATE_LIMIT": "often", "REDIS_URL": "redis://u:hunter2@redis:port",
    }  # fmt: skip
    unsafe = {
        "CLEAR_DB": "True", "JWT_SECRET": "pa55word" * 4, "FLASK_DEBUG": "1",
        "POSTGRES_PASSWORD": "change-me-too",
    }  # fmt: skip
    env = {**PRODUCTION, **wrong, **unsafe}
    for code in (CHECK, START):
        done = run_in_api(project, project_python, code, env)
        assert done.returncode == 4
        for name in (*wrong, *unsafe):
            assert_one_line(done.stderr, name)
        for value in ("hunter2", "pa55word", "change-me-too"):
            assert value not in done.stderr


@pytest.mark.slow
def test_what_is_safe_in_production_starts(project: Path, project_python: Path) -> None:
    on_postgresql = {"SQLITE_FILE": "", "DB_URL": "db", "POSTGRES_PASSWORD": ""}
    testing = {"FLASK_ENV": "testing", "JWT_SECRET": SECRET, "TESTING": "1", "FLASK_DEBUG": "1"}
    for env in (
        *({**PRODUCTION, "FLASK_DEBUG": value} for value in ("", "0", "False", "no")),
        PRODUCTION, PRODUCTION | on_postgresql, PRODUCTION | {"POSTGRES_PASSWORD": "change-me"},
        PRODUCTION | {"TESTING": "no"}, testing,
        {"TESTING": "1", "FLASK_DEBUG": "1"},  # as in .env: development
    ):  # fmt: skip
        assert_says_nothing(run_in_api(project, project_python, CHECK, env))


@pytest.mark.slow
def test_importing_the_application_refuses_nothing(project: Path, project_python: Path) -> None:
    of_each_setting = dict(REFUSED).values()
    for env in (*of_each_setting, {"DB_URL": NO_ADDRESSES[0]}):
        code = "import app, startup.Alchemy"
        assert_says_nothing(run_in_api(project, project_python, code, env))


@pytest.mark.slow
def test_migrations_refuse_a_wrong_value_too(project: Path, project_python: Path) -> None:
    command = [project_python, "-m", "alembic", "upgrade", "head"]
    env = plain_environment({"LOG_LEVEL": "loud", "CLEAR_DB": "perhaps", "JWT_SECRET": ""})
    done = run_warm(command, project, env)
    assert (done.returncode, done.stdout) == (4, "")
    for name in ("LOG_LEVEL", "CLEAR_DB"):
        assert_one_line(done.stderr, name)
    assert not (project / "api/instance").exists()


RANDOM = """
import secrets
from startup.secret_strength import weakness_of
for make in (
    lambda: secrets.token_hex(16), lambda: secrets.token_urlsafe(24),
    lambda: f"{secrets.randbelow(10**32):032}",
):
    for _ in range(3000):
        secret = make()
        assert weakness_of(secret, 32) is None, secret
"""


def test_a_random_secret_is_never_taken_for_one_that_can_be_guessed(
    project: Path, project_python: Path
) -> None:
    assert run_in_api(project, project_python, RANDOM).stderr == ""


@pytest.mark.slow
def test_migrations_of_production_do_not_go_into_a_file_that_nobody_named(
    project: Path, project_python: Path
) -> None:
    command = [project_python, "-m", "alembic", "upgrade", "head"]
    done = run_warm(command, project, plain_environment({"FLASK_ENV": "production"}))
    assert (done.returncode, done.stdout) == (4, "")
    assert_one_line(done.stderr, "SQLITE_FILE")
    assert not (project / "api/instance").exists()


@pytest.mark.slow
def test_the_whole_application_refuses_before_it_asks_the_database(
    project: Path, project_python: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as database:
        database.setblocking(False)
        on_postgresql = {**PRODUCTION, "DB_URL": f"127.0.0.1:{database.getsockname()[1]}"}
        for wrong in ({"JWT_SECRET": ""}, {"CLEAR_DB": "True"}):
            done = run_in_api(project, project_python, START, {**on_postgresql, **wrong})
            assert done.returncode == 4
            assert_one_line(done.stderr, *wrong)
        with pytest.raises(BlockingIOError):
            database.accept()
    assert not (project / "api/instance").exists()


@pytest.mark.slow
def test_booleans_are_typed(project: Path, project_python: Path) -> None:
    values = dict.fromkeys(("True", "true", "1", "yes", "ON"), True)
    values |= dict.fromkeys(("False", "false", "0", "no", "Off", ""), False)
    code = f"{CHECK}; print([e.CLEAR_DB, e.TESTING])"
    for value, typed in values.items():
        done = run_in_api(project, project_python, code, {"CLEAR_DB": value, "TESTING": value})
        assert (done.returncode, done.stdout, done.stderr) == (0, f"{[typed, typed]}\n", "")


def test_the_real_environment_wins_over_the_file(project: Path, project_python: Path) -> None:
    with open(project / ".env", "a") as file:
        file.write("LOG_LEVEL=DEBUG\nCOGNITO_REGION=from-the-file\nS3_ACCESS_KEY=from-the-file\n")
    code = f"{CHECK}; print(e.LOG_LEVEL, e.COGNITO_REGION, [e.S3_ACCESS_KEY], e.FLASK_ENV)"
    env = {"COGNITO_REGION": "real", "S3_ACCESS_KEY": ""}
    assert run_in_api(project, project_python, code, env).stdout == "DEBUG real [''] development\n"


def test_a_file_above_the_project_is_not_read(project: Path, project_python: Path) -> None:
    (project / ".env").rename(project.parent / ".env")
    done = run_in_api(project, project_python, CHECK)
    assert_one_line(done.stderr, "JWT_SECRET")


ADDRESSES = {
    "db": ("db", None), "db.example.com": ("db.example.com", None), "my_db-1": ("my_db-1", None),
    "127.0.0.1": ("127.0.0.1", None), "db:6543": ("db", 6543), "[::1]:6543": ("::1", 6543),
    "[::1]": ("::1", None), "[fe80::A]:1": ("fe80::A", 1), "db:65535": ("db", 65535),
}  # fmt: skip
NO_ADDRESSES = [
    "postgresql://u:hunter2@db/x", "u:hunter2@db", "db:hunter2", "db:65536", "db:-1", "db/x",
    "db?sslmode=require", "::1", "[::1", "[::1]x", "[nonsense]", ":5432", "#", " ", "db:5432:1",
    "db:", "db 1", "db\n", "db:²",
]  # fmt: skip


@pytest.mark.slow
def test_db_url_is_a_host_and_maybe_a_port(project: Path, project_python: Path) -> None:
    code = "from startup.Alchemy import engine as e; print((e.url.host, e.url.port), e.url)"
    for value, address in ADDRESSES.items():
        done = run_in_api(project, project_python, code, {"DB_URL": value})
        assert done.stdout.startswith(f"{address} postgresql+psycopg://postgres:***@"), done


@pytest.mark.slow
def test_anything_else_in_db_url_is_refused_and_not_repeated(
    project: Path, project_python: Path
) -> None:
    for value in NO_ADDRESSES:
        done = run_in_api(project, project_python, CHECK, {"DB_URL": value})
        assert done.returncode == 4, value
        assert_one_line(done.stdout + done.stderr, "DB_URL")
        assert "hunter2" not in done.stdout + done.stderr


@pytest.mark.slow
def test_db_url_may_be_the_folder_of_a_socket(
    project: Path, project_python: Path, postgres: PostgresServer, postgres_database: dict[str, str]
) -> None:
    env = {**postgres_database, "DB_URL": str(postgres.folder), "PGPORT": str(postgres.port)}
    done = run_in_api(project, project_python, START, env)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.slow
@pytest.mark.parametrize("cause", ["down", "wrong password", "missing database", "hanging", "name"])
def test_a_database_that_cannot_be_used_ends_the_server(
    project: Path, project_python: Path, postgres_database: dict[str, str], cause: str,
    silent_port: int,
) -> None:  # fmt: skip
    changes: dict[str, dict[str, str]] = {
        "down": {"DB_URL": f"127.0.0.1:{free_port()}"},
        "wrong password": {"POSTGRES_PASSWORD": "hunter2"},
        "missing database": {"POSTGRES_DB": "no_such_database"},
        "hanging": {"DB_URL": f"127.0.0.1:{silent_port}"},
        "name": {"DB_URL": "no-such-host.invalid"},
    }
    port, env = free_port(), {**PRODUCTION, **postgres_database, **changes[cause]}
    command = gunicorn_command(project, project_python, port)
    server = Server(command, project / "api", port, env)
    assert server.wait_for_end(20) == 4
    (refusal,) = [line for line in server.log.splitlines() if line.startswith(REFUSAL)]
    assert "cannot be used" in refusal
    for text in ("Traceback", "Booting worker", PASSWORD, "hunter2"):
        assert text not in server.log


@pytest.mark.slow
def test_workers_that_boot_by_themselves_are_not_started_again(
    project: Path, project_python: Path
) -> None:
    port, env = free_port(), {"DB_URL": f"127.0.0.1:{free_port()}"}
    command = gunicorn_command(project, project_python, port)
    command.remove("--preload")
    server = Server(command, project / "api", port, env)
    assert server.wait_for_end(20) != 0
    assert server.log.count("Booting worker") <= 4
    assert 1 <= server.log.count(REFUSAL) <= 4


@pytest.mark.slow
def test_a_database_without_rights_is_refused_in_one_line(
    project: Path, project_python: Path, postgres: PostgresServer, postgres_database: dict[str, str]
) -> None:
    with postgres.connect(postgres_database["POSTGRES_DB"]) as connection:
        connection.execute("DROP ROLE IF EXISTS guest")
        connection.execute("CREATE ROLE guest LOGIN PASSWORD 'hunter2'")
    env = {**postgres_database, "POSTGRES_USER": "guest", "POSTGRES_PASSWORD": "hunter2"}
    done = run_in_api(project, project_python, START, env)
    assert_one_line(done.stderr, "permission denied")


@pytest.mark.slow
@pytest.mark.parametrize("place", ["/proc/nothing/app.db", "app.py/x.db", "."])
def test_a_sqlite_file_that_cannot_be_is_refused_in_one_line(
    project: Path, project_python: Path, place: str
) -> None:
    done = run_in_api(project, project_python, START, {"SQLITE_FILE": place})
    assert done.returncode == 4
    assert_one_line(done.stderr, "cannot be used")


OLD_SQLITE = (
    "import sqlite3 as s; s.sqlite_version_info = (3, 34, 1); s.sqlite_version = '3.34.1'; "
)


@pytest.mark.slow
def test_a_sqlite_that_is_too_old_is_refused_where_routes_have_fields(
    project: Path, project_python: Path, ant_path: Path, postgres_database: dict[str, str]
) -> None:
    assert run_in_api(project, project_python, OLD_SQLITE + START).returncode == 0
    command = [str(ant_path), "generate", "route", "things", "name:string"]
    subprocess.run(command, cwd=project, check=True, capture_output=True)
    refused = run_in_api(project, project_python, OLD_SQLITE + START)
    assert refused.returncode == 4
    for name in ("SQLite 3.34.1", "PYTHON_IMAGE", "DB_URL"):
        assert_one_line(refused.stderr, name)
    for start, env in ((OLD_SQLITE + START, postgres_database), (START, {})):
        done = run_in_api(project, project_python, start, env)
        assert done.returncode == 0, done.stderr


@pytest.mark.slow
def test_the_reloader_does_not_start_a_refusing_application_again(
    project: Path, project_python: Path
) -> None:
    port = free_port()
    command = [str(project_python), "-m", "flask", "run", "--debug", "--port", str(port)]
    server = Server(command, project, port).wait()
    with open(project / "api/startup/Environment.py", "a") as file:
        file.write('\nrefuse_to_start("changed while it served.")\n')
    assert server.wait_for_end(20) == 4
    assert server.log.count(REFUSAL) == 1


def test_development_starts_without_a_secret_and_refuses_every_token(
    probed: Path, project_python: Path
) -> None:
    server = Server.flask(probed, project_python, {"JWT_SECRET": ""})
    try:
        for token in ("x", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJIUzI1NiJ9.e30.x"):
            answer = server.get("/probe/token", {"Authorization": f"Bearer {token}"})
            assert answer.status == 401
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    finally:
        server.kill()


@pytest.mark.slow
def test_clear_db_drops_and_recreates_in_development_alone(
    project: Path, project_python: Path, database: dict[str, str]
) -> None:
    add = (
        f"{START}; from repositories.default_repository import myDefaultRepository as r;"
        "print(r.add_default('x').id)"
    )
    outputs = [
        run_in_api(project, project_python, add, {**database, **env}).stdout.strip()
        for env in ({}, {}, {"CLEAR_DB": "True"}, {"CLEAR_DB": "False"})
    ]
    assert outputs == ["1", "2", "1", "2"]
