"""What the commands that change a project have in common."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ant.cli.output import Output
from ant.cli.parser import Parser
from ant.core.errors import CannotMerge, ModelsDisagree
from ant.core.planning.messages import Text
from ant.core.text.words import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ant.api.library import Planned, Terms
    from ant.core.planning.requests import Request

FORCE = "Or take it out all the same, and keep a copy of what you have changed, with: --force"
GUARDS = (
    "public, token, role:NAME or scope:NAME, or JSON with a guard for some of"
    " read, create, update and delete."
)
BY_HAND = "Or do by hand what is shown, and let the rest be done with: --by-hand"


def _fill(text: str) -> tuple[tuple[str, str], str]:
    field_path, equals, value = text.partition("=")
    route, dot, field = field_path.partition(".")
    if equals and dot and route and field:
        return (route.lower(), field.lower()), value
    raise argparse.ArgumentTypeError(f"{quoted(text)} is not like users.age=0")


_OPTIONS: dict[str, dict[str, Any]] = {
    "--auth": {"metavar": "GUARD", "help": f"Who may call it: {GUARDS}"},
    "--by-hand": {
        "action": "store_true",
        "help": "Do what can be done, and show what would be refused for you to do by hand.",
    },
    "--dry-run": {"action": "store_true", "help": "Show what would change, and change nothing."},
    "--fill": {
        "action": "append", "default": [], "type": _fill, "metavar": "ROUTE.FIELD=VALUE",
        "help": "What rows get that have no value of a field which is required now, or one that its"
        " enum does not have.",
    },
    "--force": {
        "action": "store_true",
        "help": "Take out what you have changed, too; copies of those files stay in .ant/kept.",
    },
    "--yes": {
        "action": "store_true",
        "help": "Let data go that the change takes away, without asking.",
    },
}  # fmt: skip
"""The options that more than one command has."""


def add_options(parser: Parser, *names: str) -> None:
    """Accept some of the options that more than one command has, such as ``--dry-run``."""
    for name in names:
        parser.add_argument(name, **_OPTIONS[name])


def add_owners(parser: Parser) -> None:
    """Accept ``--owner`` and ``--tenant``."""
    reference = "the required reference to whoever {} a row, or JSON with a role that sees all"
    for word, does in (("owner", "owns"), ("tenant", "shares")):
        parser.add_argument(
            f"--{word}", metavar="FIELD", help=f"Whose its rows are: {reference.format(does)}."
        )


def add_rules(parser: Parser) -> None:
    """Accept ``--unique``, ``--index`` and ``--check``, each as often as there are such rules."""
    for word, metavar, about in (
        ("unique", "FIELDS", "Fields that no two rows have alike: user,tag, or JSON with more."),
        ("index", "FIELDS", "Fields that are found fast together: status,-created_at, or JSON."),
        ("check", "RULE", 'What holds between two fields of a row: "starts_at < ends_at".'),
    ):
        parser.add_argument(f"--{word}", metavar=metavar, action="append", default=[], help=about)
    parser.let_values_begin_with_a_dash("--index")


@contextmanager
def _offering(way: str | None) -> Iterator[None]:
    """Say which way is left where code cannot be changed without risk."""
    try:
        yield
    except CannotMerge as error:
        if way == FORCE and isinstance(error, ModelsDisagree):
            raise  # which no force can change
        *others, last = error.problems
        hint = Text(*((last.hint, "\n") if last.hint and way else (last.hint or "",)))
        hint = Text(hint, f"  {way}" if way else "")
        raise CannotMerge(*others, last._replace(hint=hint or None)) from None


def fills_of(options: argparse.Namespace) -> dict[str, object]:
    """Return the answers that ``--fill`` gives."""
    return {f"fill:{route}.{field}": value for (route, field), value in options.fill}


def carried_out(
    output: Output, options: argparse.Namespace, request: "Request", terms: "Terms"
) -> "Planned":
    """Plan a request, and apply it unless it is a dry run; open questions are asked.

    Without a terminal, the questions are an error.
    """
    from ant.api.library import carry_out, plan
    from ant.cli.commands.asking import answered, check_renamed
    from ant.cli.spelling import label
    from ant.core.errors import Undecided

    start, name = os.getcwd(), label(request, terms.conflicts)
    while True:
        try:
            if not options.dry_run:
                return carry_out(start, request, terms, output.show_progress, name)
            planned = plan(start, request, terms)
            check_renamed(planned)
            return planned
        except Undecided as error:
            terms = answered(output, error, terms)


def grown(
    output: Output,
    options: argparse.Namespace,
    request: "Request",
    answers: "Mapping[str, object] | None" = None,
) -> "Planned":
    """Carry out a request that adds or renames, on the terms of ``--yes`` and ``--by-hand``."""
    from ant.api.library import Terms

    conflicts = "by_hand" if options.by_hand else "refuse"
    terms = Terms(answers or {}, getattr(options, "yes", False), conflicts)
    with _offering(BY_HAND):
        return carried_out(output, options, request, terms)


def removed(output: Output, options: argparse.Namespace, request: "Request") -> "Planned":
    """Carry out a request that removes, on the terms of ``--yes`` and ``--force``."""
    from ant.api.library import Terms

    terms = Terms({}, getattr(options, "yes", False), "force" if options.force else "refuse")
    with _offering(None if options.force else FORCE):
        return carried_out(output, options, request, terms)


def rules_of(options: argparse.Namespace) -> tuple[tuple[str, ...], ...]:
    """Return the rules of ``--unique``, ``--index`` and ``--check``."""
    return tuple(options.unique), tuple(options.index), tuple(options.check)


def files_changed(count: int) -> str:
    """Say how many files a command has changed."""
    return "1 file changed" if count == 1 else f"{count} files changed"


def show(
    output: Output, options: argparse.Namespace, planned: "Planned", done: str, **more: object
) -> int:
    """Print the result, or the difference of a dry run.

    The report has the same, and what a command adds to it.
    """
    from ant.cli.spelling import spell_text

    losses = _losses(planned)
    if options.dry_run:
        for line in losses:
            output.say(line)
        for change in planned.readable:
            output.diff(change)
    else:
        output.say("\n".join([done, *losses]) if planned.changes else "Nothing to do.")
    notes = type(planned.notes)(*(tuple(map(spell_text, lines)) for lines in planned.notes))
    for repaired in notes.repaired:
        output.say(f"Put right after a merge: {repaired}.")
    for copy in notes.kept:
        output.say(f"Kept a copy of what you had changed: {os.path.relpath(copy, planned.root)}")
    for warning in notes.warnings:
        output.say(f"Warning: {warning}")
    for task in notes.by_hand:
        output.say(f"By hand: {task}")
    reported = notes._replace(warnings=(*losses, *notes.warnings))._asdict()
    end(output, options, planned, **reported, **more)
    return 0


def end(output: Output, options: argparse.Namespace, planned: "Planned", **more: object) -> None:
    """End with the report, in which a dry run has only planned its files."""
    if output.report:
        from ant.api.inspecting.diff import summary

        more["plan"] = [summary(change) for change in planned.readable]
        more["losses"] = [loss.sentence for loss in planned.plan.losses]
    if options.dry_run:
        output.succeed(planned.root, [], dry_run=True, planned_files=planned.files, **more)
    else:
        output.succeed(planned.root, planned.files, **more)


def _losses(planned: "Planned") -> list[str]:
    """The effect of a change on existing rows."""
    losses = [f"With its migration: {loss.sentence}" for loss in planned.plan.losses]
    return losses + [
        f"With its migration: Rows that are there would stop it: they have no value of '{field}'."
        f"{planned.plan.counts.get(field, '')}"
        for field in planned.plan.unfilled
    ]
