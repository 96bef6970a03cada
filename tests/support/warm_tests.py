"""Runs a project's tests in forks of itself, with what they import from elsewhere loaded already.

It runs in the project. It reads one line of JSON for each run, the words of pytest, and answers
with a line of JSON: the exit code and what was printed.
"""

import gc
import importlib
import json
import os
import signal
import sys
import tempfile
from contextlib import suppress

LONGEST = 120  # seconds that a run may take
USED = (
    "_pytest.assertion.rewrite", "alembic.autogenerate", "alembic.command", "alembic.config",
    "apispec.ext.marshmallow", "boto3", "click", "dotenv", "faker.providers.person.en_US",
    "flask.testing", "flask_cors", "flask_limiter", "flask_swagger_ui", "hypothesis.provisional",
    "hypothesis.strategies", "jwt", "marshmallow", "orjson", "prometheus_client", "psycopg",
    "pytest", "sqlalchemy.dialects.postgresql.psycopg", "sqlalchemy.dialects.sqlite",
    "sqlalchemy.orm", "unittest.mock", "werkzeug.middleware.proxy_fix", "werkzeug.security",
)  # fmt: skip
LATE = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
"""Faker brings a plugin, and is loaded before pytest can rewrite its assertions."""


def run(words: list[str]) -> tuple[int, str]:
    """Run the tests in a fork; -14 says that they came to no end."""
    with tempfile.TemporaryFile() as output:
        pid = os.fork()
        if not pid:
            signal.alarm(LONGEST)
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            code = 70  # what pytest itself never answers
            try:
                code = int(sys.modules["pytest"].main([*LATE, *words]))
                sys.stdout.flush()
            finally:
                os._exit(code)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        output.seek(0)
        return code, output.read().decode(errors="replace")


def main() -> None:
    for name in USED:
        with suppress(ModuleNotFoundError):  # it is loaded by the run that needs it
            importlib.import_module(name)
    gc.freeze()  # pytest collects garbage, in every fork, in all that is loaded here
    with open(os.dup(1), "w", buffering=1) as answers:
        while line := sys.stdin.readline():
            print(json.dumps(run(json.loads(line))), file=answers)


main()
