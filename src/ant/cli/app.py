"""The command ``ant``: its options, its exit codes, and what it says when it cannot go on."""

import click

from ant import __version__
from ant.cli.commands import COMMANDS
from ant.cli.options import report_option
from ant.cli.output import Output, OutputLost, close_output
from ant.core.errors import AntError

FAILED = 1
WRONG_COMMAND_LINE = 2


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


def run(words: list[str], output: Output) -> int:
    """Run a command line and return its exit code: 0, 1 failed, 2 wrong command line."""
    try:
        result = ant.main(words, "ant", standalone_mode=False, obj=output)
        return result if isinstance(result, int) else 0
    except AntError as error:
        output.fail(map(str, error.problems))
        return FAILED
    except click.UsageError as error:
        output.fail([error.format_message()], hint=_where_to_look(error))
        return WRONG_COMMAND_LINE
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except OutputLost as error:
        if error.reader_has_gone:
            return 0
        output.progress(f"Error: {error}")
        return FAILED
    except OSError as error:
        output.fail([f"{error.strerror or error}."])
        close_output()
        return FAILED


def wants_report(words: list[str]) -> bool:
    """Whether a report is wanted, known before the rest of the line makes sense."""
    before_dashes = words[: words.index("--")] if "--" in words else words
    return "--report" in before_dashes


def _where_to_look(error: click.UsageError) -> str | None:
    return f"Try '{error.ctx.command_path} --help' for help." if error.ctx else None
