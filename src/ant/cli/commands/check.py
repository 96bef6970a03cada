"""``ant check``."""

import argparse
import os
from typing import TYPE_CHECKING

from ant.cli.output import Output
from ant.cli.parser import Commands, add_command

if TYPE_CHECKING:
    from ant.checking.code import Finding

FORMATS = ("text", "json", "github", "sarif")


def add(commands: Commands) -> None:
    """Add the command to the grammar."""
    about = "Check that the layers hold in this project's code, and that the project is whole."
    parser = add_command(commands, "check", about, _check)
    parser.add_argument(
        "--format",
        choices=FORMATS,
        default="text",
        help="text for people (default), json as --report, github for annotations of a pull"
        " request, sarif for code scanning.",
    )
    parser.add_argument(
        "--fix",
        action="store_true",
        help="Mend what has one sure answer: models that nothing imports, comments that ignore"
        " nothing. 'ant undo' takes it back.",
    )


def _check(options: argparse.Namespace, output: Output) -> int:
    from ant.api.inspecting.check import check_project, mend_project
    from ant.checking.formats import as_values

    mended = mend_project(os.getcwd(), "ant check --fix") if options.fix else ()
    root, findings = check_project(os.getcwd())
    if options.format == "json":
        output.report = True
    elif not output.report:
        if options.format == "text":
            for path in mended:
                output.say(f"Mended {path}.")
        _show(findings, options.format, output)
    files = [os.path.join(root, path) for path in mended]
    output.succeed(root, files, findings=as_values(findings))
    return 1 if findings else 0


def _show(findings: "list[Finding]", form: str, output: Output) -> None:
    from ant.checking.check import RULE_BY_ID
    from ant.checking.formats import as_github, as_sarif

    if form == "sarif":
        import json

        output.say(json.dumps(as_sarif(findings), indent=2))
        return
    for finding in findings:
        if form == "github":
            output.say(as_github(finding))
            continue
        rule = RULE_BY_ID[finding.rule]
        location = f"{finding.path}:{finding.line}:{finding.column}"
        output.say(f"{location}: {finding.rule}: {finding.message}\n  {rule.why}\n  {rule.remedy}")
    if form == "text":
        count = len(findings)
        output.say(f"{count} finding{'' if count == 1 else 's'}." if count else "No findings.")
