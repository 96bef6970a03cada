"""The command ``ant``: its options, its exit codes, and what it says when it cannot go on."""

import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

import click

from ant import __version__
from ant.cli.commands import COMMANDS
from ant.cli.options import report_option
from ant.cli.output import Output, close_output
from ant.core.errors import AntError

FAILED = 1
WRONG_COMMAND_LINE = 2
SIGNALLED = 128


class Terminated(BaseException):
    """A signal asked the process to end; unwinding clears up what is half done."""


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.version_option(__version__, prog_name="ant")
@report_option
@click.pass_context
def ant(context: click.Context) -> None:
    """Grow layered Flask APIs.

    Start with:  ant generate api my-api
    """
    if context.invoked_subcommand is None:
        if context.obj.report:
            raise click.UsageError("Missing command.", context)
        context.obj.say(context.get_help())


for command in COMMANDS:
    ant.add_command(command)


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _terminate)
    sys.exit(_run(words, Output(_wants_report(words))))


def _run(words: list[str], output: Output) -> int:
    """Return the exit code: 0, 1 failed, 2 wrong command line, 128 + n ended by signal n."""
    try:
        result = ant.main(words, "ant", standalone_mode=False, obj=output)
        return result if isinstance(result, int) else 0
    except AntError as error:
        output.fail(map(str, error.problems))
        return FAILED
    except click.UsageError as error:
        output.fail([error.format_message()], hint=_where_to_look(error))
        return WRONG_COMMAND_LINE
    except (click.Abort, KeyboardInterrupt):
        output.fail(["Interrupted."])
        return SIGNALLED + signal.SIGINT
    except Terminated as end:
        output.fail(["Terminated."])
        return SIGNALLED + int(end.args[0])
    except BrokenPipeError:
        close_output()
        return 0
    except OSError as error:
        output.fail([f"{error.strerror or error}."])
        return FAILED


def _wants_report(words: list[str]) -> bool:
    """Whether a report is wanted, known before the rest of the line makes sense."""
    before_dashes = words[: words.index("--")] if "--" in words else words
    return "--report" in before_dashes


def _where_to_look(error: click.UsageError) -> str | None:
    return f"Try '{error.ctx.command_path} --help' for help." if error.ctx else None


def _terminate(number: int, _frame: FrameType | None) -> None:
    raise Terminated(number)
