"""The tests that a generated project brings: they pass, leave no trace, and find what breaks."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from support.postgres import PostgresServer, free_port

Run = subprocess.CompletedProcess[str]
RunTests = Callable[..., Run]

ODD_SETTINGS = """
FLASK_ENV=Überall
TESTING=perhaps
LOG_LEVEL=LOUD
MAX_CONTENT_LENGTH=-1
CORS_ORIGINS=*
POSTGRES_USER=o'brien
POSTGRES_PASSWORD="p@ss:w/o?rd #1"
POSTGRES_DB=Dev Data
DB_URL=
SQLITE_FILE=/nowhere/at/all.db
CLEAR_DB=True
JWT_SECRET=short
COGNITO_REGION='
"""

# One fault a line: file in api/, what stands there once, what stands there instead.
BREAKAGES = [
    ("routes/default_route.py", "myDefaultService.get_default()", '"ok"'),
    ("services/default_service.py", "backend is working", "backend works"),
    (
        "services/default_service.py",
        "default_repository = default_repository",
        "default_repository = myDefaultRepository",
    ),
    ("schemas/PostDefault_schema.py", "required=True, ", ""),
    ("schemas/PostDefault_schema.py", "min=1, ", ""),
    ("models/Default_model.py", "eq=False, ", ""),
    ("models/Default_model.py", "Mapped[str]", "Mapped[str | None]"),
    ("repositories/Repository.py", "self.db.add(item)", "pass"),
    ("repositories/Repository.py", "self.db.add_all(items)", "pass"),
    ("repositories/Repository.py", "self.db.delete(item)", "pass"),
    ("repositories/default_repository.py", "Default.id == id", "Default.id > 0"),
    ("repositories/default_repository.py", "self.delete(default)", "pass"),
    ("repositories/default_repository.py", "Default(model=model)", 'Default(model="")'),
    ("helper/DBSession.py", "session.rollback()", "pass"),
    ("helper/DBSession.py", "session.rollback()", "session.commit()"),
    ("helper/DBSession.py", "session.commit()", "pass"),
    ("helper/DBSession.py", 'if session.info.get("failed"):', "if False:"),
    (
        "helper/DBSession.py",
        "if depth == 0:\n                    session",
        "if True:\n                    session",
    ),
    ("startup/database_engine.py", "foreign_keys = ON", "foreign_keys = OFF"),
    ("startup/Alchemy.py", "if myEnvironment.CLEAR_DB:", "if True:"),
    ("startup/Alchemy.py", "if myEnvironment.CLEAR_DB:", "if False:"),
    ("startup/database_engine.py", "if not myEnvironment.DB_URL:", "if True:"),
    ("startup/Environment.py", 'ROOT.parent / ".env")', 'ROOT.parent / ".env", override=True)'),
    ("startup/Environment.py", 'or "production"', 'or "development"'),
    ("startup/Environment.py", "SHORTEST_SECRET = 32", "SHORTEST_SECRET = 31"),
    ("startup/Environment.py", "if self.CLEAR_DB:", "if False:"),
    ("startup/refuse_to_start.py", "start: {reason}", "start."),
    ("startup/Environment.py", 'or str(FLASK_ENV == "development")', 'or "True"'),
    ("startup/documentation.py", "if myEnvironment.DOCS:", "if True:"),
    ("startup/documentation.py", "if name not in ASSETS:", "if False:"),
    ("startup/documentation.py", "response.add_etag()", "pass"),
    ("startup/documentation.py", 'headers["Content-Security-Policy"] = POLICY', "headers"),
    ("startup/documentation.py", 'partition("\\n")[0]', "strip()"),
    ("startup/documentation.py", "not READERS.isdisjoint(code.co_names)", "False"),
    ("helper/openapi_document.py", "if method not in item:", "if not item:"),
    ("helper/openapi_document.py", "if endpoint.rule in OWN_RULES:", "if False:"),
    ("helper/openapi_document.py", "while wanted in taken:", "while False:"),
    ("helper/openapi_document.py", 'if endpoint.guard != "token":', "if False:"),
    ("decorators/token_required.py", '["guard"] = "token"', '["guard"] = ""'),
    (
        "decorators/token_required.py",
        '{"require": ["exp"]}',
        '{"require": ["exp"], "verify_signature": False}',
    ),
    (
        "decorators/token_required.py",
        '{"require": ["exp"]}',
        '{"require": ["exp"], "verify_exp": False}',
    ),
    ("decorators/token_required.py", '{"require": ["exp"]}', "{}"),
    ("decorators/token_required.py", 'ALGORITHMS = ["HS256"]', 'ALGORITHMS = ["HS256", "HS512"]'),
    ("decorators/token_required.py", 'or parts[0].lower() != "bearer"', ""),
    ("decorators/token_required.py", "if role not in granted_roles(g.claims):", "if False:"),
    (
        "decorators/token_required.py",
        "if role not in granted_roles(g.claims):",
        "if role not in str(g.claims):",
    ),
    ("decorators/token_required.py", 'claims.get("roles")', "None"),
    ("startup/error_handlers.py", 'message="Internal server error."', "message=str(error)"),
    ("startup/request_hooks.py", "app.before_request(read_chunked_body)", "pass"),
    ("app.py", 'app.config["MAX_CONTENT_LENGTH"] = myEnvironment.MAX_CONTENT_LENGTH', "pass"),
    ("startup/request_hooks.py", "app.teardown_appcontext(remove_session)", "pass"),
    (
        "startup/error_handlers.py",
        "(HTTPException, answer_http_exception)",
        "(404, answer_http_exception)",
    ),
    ("startup/error_handlers.py", "= error.get_response()", "= Response(status=error.code)"),
    ("startup/error_handlers.py", "in (OperationalError, ", "in ("),
    ("app.py", "origins=myEnvironment.CORS_ORIGINS", 'origins="*"'),
    ("startup/error_handlers.py", "update(error.headers)", "update({})"),
    ("helper/execution_tracking/APIException.py", "**self.payload, ", ""),
    ("helper/execution_tracking/APIException.py", "500 if", "400 if"),
    ("helper/execution_tracking/Logger.py", '>".translate(_ESCAPES)', '>"'),
    ("helper/execution_tracking/Logger.py", "_getframe(2)", "_getframe(1)"),
    ("helper/functions/extract_fields.py", "pattern.match(key)", "pattern.search(key)"),
    ("helper/functions/log_directory_contents.py", '"--", directory', '"--", "."'),
    ("helper/functions/load_body.py", "not isinstance(body, dict)", "False"),
    ("helper/functions/load_body.py", "schema_of(kind).load(body)", "body"),
    ("helper/functions/load_body.py", "[*body, *data]", "sorted(data)"),
    ("helper/functions/log_directory_contents.py", "if listing.returncode:", "if False:"),
    ("helper/functions/update_dict.py", "value != value", "False"),
    ("helper/functions/update_dict.py", "{**old_dict, **new_dict}", "{**new_dict, **old_dict}"),
    (
        "helper/functions/update_measurement.py",
        "update_dict(stored.json or {}, values or {})",
        "values",
    ),
    ("helper/functions/validation_error.py", "{key}: ", ""),
    ("helper/functions/validation_error.py", ", 400, {", ", 422, {"),
    ("apis/aws/AWSClient.py", "aws_session_token or None", "None"),
    ("apis/aws/AWSClient.py", "                region_name=region,", ""),
]


@pytest.fixture
def run_tests(project_python: Path, tmp_path: Path) -> RunTests:
    """Run a project's tests as its owner would, with a folder for temporary files to look into."""
    (tmp_path / "tmp").mkdir()

    def run(project: Path, *arguments: str, umask: int = -1, **variables: str) -> Run:
        return subprocess.run(
            [project_python, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
            cwd=project, umask=umask, capture_output=True, text=True, timeout=180, check=False,
            env={"PATH": os.environ["PATH"], "TMPDIR": str(tmp_path / "tmp"), **variables},
        )  # fmt: skip

    return run


def snapshot(project: Path) -> dict[str, tuple[int, bytes]]:
    """Every path of a project with its mode and content."""
    return {
        str(path.relative_to(project)): (
            path.stat().st_mode,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in project.rglob("*")
    }


def assert_passed(run: Run) -> None:
    """All tests ran and passed, and there was nothing to remark."""
    assert run.returncode == 0, run.stdout + run.stderr
    assert re.fullmatch(r"\d+ passed in .*", run.stdout.splitlines()[-1]), run.stdout
    assert run.stderr == ""


def add_setting(project: Path, *settings: str) -> None:
    """Write settings into the project's .env, whose last word wins."""
    with open(project / ".env", "a") as env:
        env.write("\n".join(("", *settings, "")))


def test_they_pass_on_sqlite_and_touch_nothing(
    project: Path, run_tests: RunTests, tmp_path: Path
) -> None:
    (project / "api/instance").mkdir()
    (project / "api/instance/app.db").write_text("precious, and no database at all")
    before = snapshot(project)
    assert_passed(run_tests(project))
    assert snapshot(project) == before
    left = [path.name for path in (tmp_path / "tmp").iterdir()]
    assert [name for name in left if not name.startswith("pytest-of-")] == []


@pytest.mark.parametrize("place", ["environment", ".env"])
def test_they_pass_on_postgresql_in_a_database_of_their_own(
    project: Path,
    run_tests: RunTests,
    postgres: PostgresServer,
    postgres_database: dict[str, str],
    place: str,
) -> None:
    variables = postgres_database if place == "environment" else {}
    if place == ".env":
        add_setting(project, *(f"{key}='{text}'" for key, text in postgres_database.items()))
    with postgres.connect(postgres_database["POSTGRES_DB"]) as connection:
        connection.execute('CREATE TABLE "default" (id serial PRIMARY KEY, model text)')
        connection.execute("INSERT INTO \"default\" (model) VALUES ('precious')")
    before = snapshot(project), databases(postgres)
    assert_passed(run_tests(project, **variables))
    assert (snapshot(project), databases(postgres)) == before
    with postgres.connect(postgres_database["POSTGRES_DB"]) as connection:
        assert connection.execute('SELECT * FROM "default"').fetchall() == [(1, "precious")]
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        assert connection.execute(tables).fetchall() == [("default",)]


def databases(server: PostgresServer) -> list[str]:
    """The names of all databases of the server."""
    with server.connect("postgres") as connection:
        return [name for (name,) in connection.execute("SELECT datname FROM pg_database")]


def test_two_runs_on_one_server_do_not_meet(
    project: Path, run_tests: RunTests, postgres_database: dict[str, str]
) -> None:
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(run_tests, project, **postgres_database) for _ in range(2)]
    for run in runs:
        assert_passed(run.result())


@pytest.fixture
def powerless_role(postgres: PostgresServer) -> Iterator[dict[str, str]]:
    """A role of the server that may not create databases."""
    with postgres.connect("postgres") as connection:
        connection.execute("CREATE ROLE powerless LOGIN PASSWORD 'none'")
        yield {"POSTGRES_USER": "powerless", "POSTGRES_PASSWORD": "none"}
        connection.execute("DROP ROLE powerless")


def test_they_say_that_they_need_a_database_of_their_own(
    project: Path,
    run_tests: RunTests,
    postgres_database: dict[str, str],
    powerless_role: dict[str, str],
) -> None:
    run = run_tests(project, **{**postgres_database, **powerless_role})
    assert run.returncode == 1
    assert "The tests need a PostgreSQL database of their own" in run.stdout
    assert "permission denied to create database" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr


def test_they_say_that_the_server_does_not_answer(project: Path, run_tests: RunTests) -> None:
    run = run_tests(project, DB_URL=f"127.0.0.1:{free_port()}")
    assert run.returncode == 1
    assert "The tests need a PostgreSQL database of their own" in run.stdout
    assert "onnection refused" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr


def test_they_pass_whatever_env_file_the_developer_has(project: Path, run_tests: RunTests) -> None:
    add_setting(project, *ODD_SETTINGS.split("\n"))
    assert_passed(run_tests(project))


def test_they_refuse_to_empty_a_file_that_is_not_theirs(project: Path, run_tests: RunTests) -> None:
    settings = project / "api/startup/Environment.py"
    settings.write_text(settings.read_text().replace('".env")', '".env", override=True)'))
    add_setting(project, "FLASK_ENV=development", f"SQLITE_FILE={project / 'precious.db'}")
    (project / "precious.db").touch()
    before = snapshot(project)
    run = run_tests(project)
    assert (run.returncode, snapshot(project)) == (1, before)
    assert "The tests would empty" in run.stdout


@pytest.mark.slow
def test_they_pass_without_an_env_file(project: Path, run_tests: RunTests) -> None:
    (project / ".env").unlink()
    assert_passed(run_tests(project))


@pytest.mark.slow
def test_they_pass_in_an_odd_place_with_a_private_umask(
    pristine: Path, run_tests: RunTests, tmp_path: Path
) -> None:
    project = tmp_path / "höhere Räume & 'mehr' 100%" / "my-api"
    shutil.copytree(pristine, project)
    (project.parent / "tmp dir").mkdir()
    assert_passed(run_tests(project, umask=0o077, TMPDIR=str(project.parent / "tmp dir")))


def test_each_breakage_is_one_edit_of_the_code_as_it_is(pristine: Path) -> None:
    for file, before, after in BREAKAGES:
        assert (pristine / "api" / file).read_text().count(before) == 1, (file, before)
        assert before != after


def test_each_file_of_the_api_has_a_breakage(pristine: Path) -> None:
    files = {str(path.relative_to(pristine / "api")) for path in pristine.glob("api/**/*.py")}
    assert files == {file for file, _, _ in BREAKAGES}


@pytest.mark.slow
def test_each_breakage_is_found(pristine: Path, run_tests: RunTests, tmp_path: Path) -> None:
    def survives(number: int) -> bool:
        project = tmp_path / str(number)
        shutil.copytree(pristine, project)
        file, before, after = BREAKAGES[number]
        code = (project / "api" / file).read_text()
        (project / "api" / file).write_text(code.replace(before, after))
        run = run_tests(project, "-x")
        # 1 says that a test failed; a module that cannot even be imported is no good breakage.
        assert run.returncode in {0, 1}, run.stdout + run.stderr
        return run.returncode == 0

    with ThreadPoolExecutor(3) as pool:
        alive = pool.map(survives, range(len(BREAKAGES)))
    survivors = [str(row) for row, survived in zip(BREAKAGES, alive, strict=True) if survived]
    assert not survivors, "\n".join(survivors)
