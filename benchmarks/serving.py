"""Requests a second of a generated project over HTTP, beside other ways to write the same API."""

import argparse
import os
import signal
import sys
import tempfile
from pathlib import Path

from bench.answers import check
from bench.asked import KINDS
from bench.environments import CACHE
from bench.load import Load, Rate, WrongAnswer, measure
from bench.served import App, clean, start_apps, stop_apps
from bench.serving_report import table, verdicts
from support.postgres import PostgresServer

WARM_UP = 0.5
"""Seconds that everything is asked before anything counts."""
Measured = dict[str, dict[str, list[Rate]]]


def main() -> int:
    """Measure and print; return 1 where a target is missed or an answer is wrong."""
    arguments = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no server stays behind
    CACHE.mkdir(parents=True, exist_ok=True)
    postgres = PostgresServer()
    try:
        with tempfile.TemporaryDirectory(prefix="serving-", dir=CACHE) as folder:
            apps = start_apps(Path(folder), postgres)
            try:
                return _report(_measure(apps, postgres, arguments), arguments)
            finally:
                stop_apps(apps)
    except WrongAnswer as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    finally:
        postgres.remove()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="how often each is asked (9)")
    parser.add_argument("--seconds", type=float, default=1.5, help="how long at a time (1.5)")
    arguments = parser.parse_args()
    if arguments.rounds < 1:
        parser.error("--rounds must be 1 or more")
    if not 0.5 <= arguments.seconds <= 60:
        parser.error("--seconds must be from 0.5 to 60")
    return arguments


def _measure(apps: list[App], postgres: PostgresServer, arguments: argparse.Namespace) -> Measured:
    """Check and warm up all of them, then ask them in turn, as often as there are rounds."""
    for app in apps:
        check(app)
        clean(app, postgres)
    asked = {kind: [app for app in apps if not app.kind.guarded or kind == "get"] for kind in KINDS}
    measured: Measured = {kind: {app.kind.name: [] for app in asked[kind]} for kind in KINDS}
    first = 0
    for number in range(arguments.rounds + 1):
        for kind in KINDS:
            for app in asked[kind]:
                seconds = arguments.seconds if number else WARM_UP
                status = _status(app, kind)
                load = Load(app.server.port, kind, first, seconds, status, app.token)
                rate = _rate(app, load)
                first += rate.answers + 1000  # and some that were under way at the end
                if kind in ("insert", "conflict"):
                    clean(app, postgres)
                if number:
                    measured[kind][app.kind.name].append(rate)
    return measured


def _rate(app: App, load: Load) -> Rate:
    try:
        return measure(load, app.server.process.pid)
    except WrongAnswer as failure:
        raise WrongAnswer(f"{app.kind.name}, {failure}\n{app.server.log[-2000:]}") from None


def _status(app: App, kind: str) -> int:
    return {"insert": 201, "conflict": app.kind.conflict}.get(kind, 200)


def _report(measured: Measured, arguments: argparse.Namespace) -> int:
    version, load = sys.version.split()[0], os.getloadavg()[0]
    rounds = f"{arguments.rounds} rounds of {arguments.seconds:g} s"
    sys.stdout.write(f"Medians of {rounds}, Python {version}, load {load:.1f}\n\n")
    sys.stdout.write(table(measured) + "\n")
    missed = 0
    for met, line in verdicts(measured):
        sys.stdout.write(line)
        missed += not met
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
