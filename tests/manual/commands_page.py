"""The page of the manual about the commands, made from the grammar of the command line."""

import argparse

from ant.cli.app import DESCRIPTION, make_parser
from ant.cli.parser import EVERYWHERE
from support.grammar import commands

INTRODUCTION = """\
# Commands

<!-- Made by "python3 dev.py manual" from the grammar of the command line. -->

Every command knows `--help`, which prints what stands here, `--report`, which replaces all text on standard
output by one JSON object, and `--no-input`, with which nobody is asked, also at a terminal: what is not answered by
`--yes` and its like is an error. All may stand anywhere on the line. `ant --version` prints the version.

The exit code is 0 for success, 1 when the request could not be carried out and 2 when the command line is wrong.
A command that fails, or has nothing to do, leaves everything as it was (one that worked and could not tell you so,
because standard output took no more, is a failure that says it).

The object of `--report` is
`{"status": "success"|"error", "project_path": …, "files": […], "errors": […], …}`, whose JSON Schema `ant report-schema` prints, and where they apply `by_hand` (what
is left to you), `kept` (copies), `warnings`, `repaired`, `diff` (of a dry run), `undone` (what was undone) and `hint`.

What the types and modifiers of a `FIELD` are is told under
[Fields](spec.md#fields).
"""


def commands_page() -> str:
    """The whole page."""
    found = commands(make_parser())
    overview = [f"| [`{words}`](#{_anchor(words)}) | {parser.description.splitlines()[0]} |"
                for words, parser in found.items() if parser.description]  # fmt: skip
    table = "\n".join(["| command | what it does |", "| --- | --- |", *overview])
    return "\n".join([INTRODUCTION, table, "", *map(_section, found.values())])


def _anchor(words: str) -> str:
    return words.replace(" ", "-")


def _section(parser: argparse.ArgumentParser) -> str:
    told = [(_name(action), _help(parser, action)) for action in _told(parser)]
    rows = [f"| {name} | {about} |" for name, about in told if about]
    table = ["| argument | what it is |", "| --- | --- |", *rows, ""] if rows else []
    usage = " ".join([parser.prog, *map(_in_usage, _told(parser))])
    about = parser.description or DESCRIPTION
    return "\n".join([f"## {parser.prog}", "", "```text", usage, "```", "", about, "", *table])


def _told(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """The arguments of a command but for those that all have."""
    everywhere = {"--help", *EVERYWHERE}
    found = [action for action in parser._actions if not everywhere & {*action.option_strings}]
    return sorted(found, key=lambda action: bool(action.option_strings))


def _words(action: argparse.Action) -> str:
    """What stands for the value of an argument; nothing for a switch."""
    if action.nargs == 0:
        return ""
    choices = "{" + ",".join(map(str, action.choices)) + "}" if action.choices else ""
    shown = action.metavar if isinstance(action.metavar, str) else choices or action.dest.upper()
    many = {"*": f"[{shown} ...]", "+": f"{shown} [{shown} ...]", "?": f"[{shown}]", "...": "..."}
    return many.get(str(action.nargs), shown)


def _in_usage(action: argparse.Action) -> str:
    option = max(action.option_strings, key=len, default="")
    shown = f"{option} {_words(action)}".strip()
    return f"[{shown}]" if option and not action.required else shown


def _name(action: argparse.Action) -> str:
    names = ", ".join(f"`{option}`" for option in action.option_strings)
    words = f"`{_words(action)}`" if _words(action) else ""
    return f"{names} {words}".strip().replace("|", "\\|")


def _help(parser: argparse.ArgumentParser, action: argparse.Action) -> str:
    if not action.help:
        return ""
    # What argparse itself does with the placeholders of a help.
    return parser._get_formatter()._expand_help(action).replace("|", "\\|")
