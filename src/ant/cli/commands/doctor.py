"""``ant doctor``."""

import argparse
import os

from ant.cli.output import Output
from ant.cli.parser import Commands, add_command


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    about = "Tell what stands in this project's way on this machine, or in production."
    parser = add_command(commands, "doctor", about, _doctor)
    parser.add_argument(
        "--deploy",
        action="store_true",
        help="Examine it for production: with FLASK_ENV=production, and stricter.",
    )


def _doctor(options: argparse.Namespace, output: Output) -> int:
    from ant.api.inspecting.doctor import examine_project
    from ant.cli.spelling import spell_text
    from ant.doctor.diagnosis import ERROR

    root, diagnoses = examine_project(os.getcwd(), deploy=options.deploy)
    for diagnosis in diagnoses:
        head = f"{diagnosis.severity}: {diagnosis.id}: {diagnosis.message}"
        output.say(f"{head}\n  {spell_text(diagnosis.remedy)}")
    errors = sum(diagnosis.severity == ERROR for diagnosis in diagnoses)
    others = len(diagnoses) - errors
    output.say(
        f"{_counted(errors, 'error')}, {_counted(others, 'other diagnosis', 'other diagnoses')}."
    )
    values = [
        {**diagnosis._asdict(), "remedy": spell_text(diagnosis.remedy)} for diagnosis in diagnoses
    ]
    output.succeed(root, [], diagnoses=values)
    return 1 if errors else 0


def _counted(number: int, one: str, more: str = "errors") -> str:
    return f"{number or 'No'} {one if number == 1 else more}"
