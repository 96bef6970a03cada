"""Runs Python in forks of itself, with the packages that generated projects import loaded already.

It reads one line of JSON for each run (words of Python's command line, folder, environment,
standard input and the seconds that it may take) and answers with a line of JSON (exit code,
standard output and standard error).
"""

import gc
import importlib
import json
import os
import runpy
import signal
import sys
import tempfile
import time
import warnings
from contextlib import suppress
from typing import Any, BinaryIO

USED = (
    "_pytest.assertion.rewrite", "alembic.autogenerate", "alembic.command", "alembic.config",
    "apispec.ext.marshmallow", "boto3", "click", "dotenv", "faker.providers.person.en_US",
    "flask.testing", "flask_cors", "flask_limiter", "flask_swagger_ui", "hypothesis.provisional",
    "hypothesis.strategies", "jwt", "marshmallow", "orjson", "prometheus_client", "psycopg",
    "pytest", "sqlalchemy.dialects.postgresql.psycopg", "sqlalchemy.dialects.sqlite",
    "sqlalchemy.orm", "unittest.mock", "werkzeug.middleware.proxy_fix", "werkzeug.security",
)  # fmt: skip
ENDING = os.path.join(os.path.dirname(__file__), "ending.py")


def main() -> None:
    for name in USED:
        with suppress(ModuleNotFoundError):  # it is loaded by the run that needs it
            importlib.import_module(name)
    run_and_end = runpy.run_path(ENDING)["run_and_end"]
    gc.freeze()  # or every fork would collect garbage in all that is loaded here
    with open(os.dup(0)) as wanted, open(os.dup(1), "w", buffering=1) as answers:
        while line := wanted.readline():
            run = json.loads(line)
            with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
                pid = os.fork()
                if not pid:
                    become(run, output, errors)
                    run_and_end(execute_and_close, run["words"])
                code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                answer = {"code": code, "stdout": text_of(output), "stderr": text_of(errors)}
            print(json.dumps(answer), file=answers)


def become(run: dict[str, Any], output: BinaryIO, errors: BinaryIO) -> None:
    """In the fork: be what a process is that a shell has just started."""
    signal.alarm(run["seconds"])
    os.environ.clear()
    os.environ.update(run["environment"])
    time.tzset()
    tempfile.tempdir = None  # it is looked up again, with this environment
    os.chdir(run["folder"])
    with tempfile.TemporaryFile() as given:
        given.write(run["input"].encode())
        given.seek(0)
        for number, file in enumerate((given, output, errors)):
            os.dup2(file.fileno(), number)
    sys.path.insert(0, run["folder"])


def execute_and_close(words: list[str]) -> None:
    """Execute them, then close the database, as Python would: SQLite removes its log at that."""
    try:
        execute(words)
    finally:
        engine = getattr(sys.modules.get("startup.Alchemy"), "engine", None)
        if engine is not None:
            engine.dispose()


def execute(words: list[str]) -> None:
    """Do what ``python`` does with these words: ``-B``, ``-W error``, then ``-m`` or ``-c``."""
    sys.dont_write_bytecode = "PYTHONDONTWRITEBYTECODE" in os.environ
    while (option := words.pop(0)) not in ("-m", "-c"):
        if option == "-B":
            sys.dont_write_bytecode = True
        elif (option, words.pop(0)) == ("-W", "error"):
            warnings.simplefilter("error")
        else:
            raise ValueError(f"{option} is not known here.")
    what, *rest = words
    sys.argv[:] = [option, *rest]
    if option == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})


def text_of(file: BinaryIO) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


main()
