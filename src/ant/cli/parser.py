"""The command line's grammar, on argparse, whose errors and help become values."""

import argparse
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NoReturn, TypeAlias

from ant import __version__
from ant.core.text.words import listed, plain, quoted, shortened

# What add_subparsers() returns; argparse has no public name for it.
Commands: TypeAlias = "argparse._SubParsersAction[Any]"

Execute: TypeAlias = Callable[..., int]
"""Carries out a command, given its options and the output; returns the exit code."""

EVERYWHERE = ("--report", "--no-input")
"""Beside ``--help``, what every command takes, anywhere on the line."""

_LONG_WORD = re.compile(r"\S{100,}")

_Formatter = argparse.RawDescriptionHelpFormatter
# argparse makes one for every argument, and loads much to learn how wide the terminal is.
_UNSEEN = partial(_Formatter, width=80)


class UsageError(Exception):
    """An invalid command line; ``command`` is the part whose help explains it."""

    def __init__(self, message: str, command: str) -> None:
        """Take argparse's message, which begins in lower case and has no full stop."""
        self.command = command
        super().__init__(f"{message[0].upper()}{message[1:]}.")


class Answer(Exception):
    """A text that was asked for, and with which the command is done."""


class Parser(argparse.ArgumentParser):
    """A parser that raises ``UsageError`` and ``Answer`` where argparse prints and exits."""

    def __init__(
        self,
        *,
        mixed: bool = False,
        more_help: Callable[[], str] | None = None,
        **options: Any,  # noqa: ANN401, handed on
    ) -> None:
        """Accept ``--help`` and ``--report`` at every level.

        Where ``mixed``, options may stand between the words of a list as well. ``more_help`` is
        asked for what stands at the end of the help when that is shown.
        """
        self._mixed = mixed
        self._signed: set[str] = set()
        self._more_help = more_help
        super().__init__(**options, add_help=False, allow_abbrev=False, formatter_class=_UNSEEN)
        self.add_argument("-h", "--help", action=_Help, nargs=0, help="Show this text.")
        self.add_argument(
            "--report",
            action="store_true",
            help="Print one JSON object to standard output instead of text.",
        )
        self.add_argument(
            "--no-input",
            action="store_true",
            help="Ask nothing, also at a terminal: what is not answered is an error.",
        )

        self.set_defaults(command=words_of(self.prog))  # that of the innermost command wins

    def let_values_begin_with_a_dash(self, option: str) -> None:
        """Take the word behind an option for its value also where that begins with one ``-``.

        argparse takes such a word for an option, as long as it is no number.
        """
        self._signed.add(option)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401
        """Parse; where options and words are mixed, the options first."""
        args = _with_signed_values(args or [], self._signed) if self._signed else args
        if not self._mixed:
            return super().parse_known_args(args, namespace)
        self._mixed = False  # the parsing below is done by this method again
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._mixed = True

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:  # noqa: ANN401
        """Parse; raise for words that belong to nothing."""
        options, rest = self.parse_known_args(args, namespace)
        if rest:
            message = f"unrecognized arguments: {listed([plain(word) for word in rest])}"
            raise UsageError(_in_short(message), f"{self.prog} {options.command}".strip())
        return options

    def _check_value(self, action: argparse.Action, value: Any) -> None:  # noqa: ANN401
        if action.choices is not None and value not in action.choices:
            choices = ", ".join(map(str, action.choices))
            message = f"invalid choice: {quoted(str(value))} (choose from {choices})"
            raise argparse.ArgumentError(action, message)

    def format_help(self) -> str:
        """Return the help, as wide as the terminal."""
        self.formatter_class: type[argparse.HelpFormatter] = _Formatter
        self.epilog: str | None = self._more_help() if self._more_help else None
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing; argparse repeats a word however long it is."""
        raise UsageError(_in_short(message), self.prog)

    def add_commands(self, metavar: str = "COMMAND") -> Commands:
        """Return what commands can be added to."""
        return self.add_subparsers(title="commands", metavar=metavar, required=True)


def add_command(
    commands: Commands,
    name: str,
    about: str,
    execute: Execute,
    **settings: Any,  # noqa: ANN401
) -> Parser:
    """Add a command that a function carries out; ``more`` is what its help says beside ``about``.

    All other settings are those of ``Parser``.
    """
    more = settings.pop("more", "")
    description = f"{about}\n\n{more}" if more else about
    parser: Parser = commands.add_parser(name, help=about, description=description, **settings)
    parser.set_defaults(execute=execute)
    return parser


def _with_signed_values(words: Sequence[str], options: set[str]) -> list[str]:
    """Write ``--index -name`` as ``--index=-name``."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in options and re.match("-[^-]", word):
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return joined


def _in_short(message: str) -> str:
    """Return a message without the middle of very long words."""
    return _LONG_WORD.sub(lambda word: shortened(word[0]), message)


def words_of(program: str) -> str:
    """Return the words of a command without the program: ``generate api``."""
    return program.partition(" ")[2]


class _Help(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Raise the parser's help."""
        raise Answer(parser.format_help())


class ShowVersion(argparse.Action):
    """``--version``."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        """Raise the version."""
        raise Answer(f"{parser.prog}, version {__version__}")


def split_passthrough(words: Sequence[str], commands: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split the words that some commands pass on to another program from those of ant.

    Those of ant are everything up to the command, and behind it ``--help`` and global options.
    """
    index = next((i for i, word in enumerate(words) if not word.startswith("-")), len(words))
    own_words, after_command = list(words[: index + 1]), list(words[index + 1 :])
    if not own_words or own_words[-1] not in commands:
        return list(words), []
    end = after_command.index("--") if "--" in after_command else len(after_command)
    known = [word for word in after_command[:end] if word in {"-h", "--help", *EVERYWHERE}]
    rest = [word for word in after_command[:end] if word not in known]
    return [*own_words, *known], [*rest, *after_command[end + 1 :]]
