"""The command ``ant``: its commands, its exit codes and its errors."""

import os

from ant.cli.commands import MODULES, add_all, add_one
from ant.cli.output import Output, OutputLost, close_output
from ant.cli.parser import (
    EVERYWHERE,
    Answer,
    Parser,
    ShowVersion,
    UsageError,
    split_passthrough,
    words_of,
)
from ant.core.errors import AntError

FAILED = 1
WRONG_COMMAND_LINE = 2

PASSED_ON = ("test", "user")
"""The commands whose words are those of another program."""

DESCRIPTION = """\
Grow layered Flask APIs.

Start with:  ant generate api my-api"""


def make_parser(command: str = "") -> Parser:
    """The whole grammar, or what of it a line with this command needs."""
    parser = Parser(prog="ant", description=DESCRIPTION)
    parser.add_argument("--version", action=ShowVersion, nargs=0, help="Show the version.")
    commands = parser.add_commands()
    if command in MODULES:
        add_one(commands, command)
    else:
        add_all(commands)
    return parser


def run(words: list[str], output: Output) -> int:
    """Run a command line and return its exit code: 0, 1 failed, 2 wrong command line."""
    try:
        return _execute(words, output)
    except AntError as error:
        from ant.cli.spelling import spell_problem, spell_text  # noqa: PLC0415, only what fails needs it

        values = [problem.as_values(spell_text) for problem in error.problems]
        output.fail(map(spell_problem, error.problems), problems=values)
        return FAILED
    except UsageError as error:
        output.command = words_of(error.command)
        hint = f"Try '{error.command} --help' for help."
        output.refuse("wrong_command_line", str(error), hint=hint)
        return WRONG_COMMAND_LINE
    except OutputLost as error:
        if error.reader_closed:
            return 0
        output.progress(f"Error: {error}")
        return FAILED
    except OSError as error:
        output.refuse("system_error", f"{error.strerror or error}.")
        close_output()
        return FAILED


def output_for(words: list[str]) -> Output:
    """Return the output that a line asks for, known before the rest of it makes sense."""
    before_dashes = words[: words.index("--")] if "--" in words else words
    return Output(*(option in before_dashes for option in EVERYWHERE))


def _execute(words: list[str], output: Output) -> int:
    if "_ARGCOMPLETE" in os.environ:  # the shell asks for completions
        import argcomplete  # noqa: PLC0415

        argcomplete.autocomplete(make_parser())
    parser = make_parser(words[0] if words else "")
    try:
        if not words:
            raise Answer(parser.format_help())
        own_words, rest = split_passthrough(words, PASSED_ON)
        options = parser.parse_args(own_words)
    except Answer as answer:
        output.answer(str(answer))
        return 0
    options.rest = rest
    output.command = options.command
    code: int = options.execute(options, output)
    return code
