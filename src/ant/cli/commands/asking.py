"""Questions to the user about what only the user can know, such as renames."""

import argparse
from typing import TYPE_CHECKING

from ant.cli.output import Output
from ant.cli.parser import Parser
from ant.core.text.words import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ant.api.library import Planned, Terms
    from ant.core.errors import Undecided
    from ant.core.planning.questions import Question


def add_renamed(parser: Parser) -> None:
    """Accept ``--renamed``, as often as somebody likes."""
    parser.add_argument(
        "--renamed", action="append", default=[], type=_renamed, metavar="OLD=NEW",
        help="What is only called something else: users.phone=mobile, or users=people for a route.",
    )  # fmt: skip


def _renamed(text: str) -> tuple[str, str, str]:
    old, equals, new = text.lower().partition("=")
    route, dot, field = old.partition(".")
    if equals and route and new and bool(dot) == bool(field):
        return route, field, new
    raise argparse.ArgumentTypeError(
        f"{quoted(text)} is not like users.phone=mobile or users=people"
    )


def renames_of(options: argparse.Namespace) -> dict[str, object]:
    """Return the answers that ``--renamed`` gives."""
    renamed: list[tuple[str, str, str]] = options.renamed
    return {
        f"rename:{route}.{field}={new}" if field else f"rename:{route}={new}": True
        for route, field, new in renamed
    }


def check_renamed(planned: "Planned") -> None:
    """Raise ``PossiblyRenamed`` where a plan cannot be shown before more is decided."""
    from ant.core.errors import PossiblyRenamed, Problem
    from ant.core.planning.questions import RENAME

    open_ones = tuple(question for question in planned.questions if question.id.startswith(RENAME))
    if open_ones:
        problems = (Problem(question.text, hint=question.hint) for question in open_ones)
        raise PossiblyRenamed(*problems, questions=open_ones)


def answered(output: Output, error: "Undecided", terms: "Terms") -> "Terms":
    """Return the terms with a person's answers; raise the error without a terminal."""
    from ant.core.errors import AntError, Problem
    from ant.core.planning.questions import LOSSES, RENAME

    answers = dict(terms.answers)
    by_id = {question.id: question for question in error.questions}
    for question in error.questions:
        if question.id.startswith(RENAME):
            answers[question.id] = _is_renamed(output, error, answers, question)
        elif question.id != LOSSES:
            value = output.ask([question.text], "Their value (none where there are no rows): ")
            if value is None:
                raise error
            answers[question.id] = value or None
    if LOSSES in by_id:
        answer = output.confirm(by_id[LOSSES].lost, "Go on?")
        if answer is None:
            raise error
        if not answer:
            raise AntError(Problem("Nothing was changed.")) from error
        answers[LOSSES] = True
    return terms._replace(answers=answers)


def _is_renamed(
    output: Output, error: "Undecided", answers: "Mapping[str, object]", question: "Question"
) -> bool:
    """Ask, unless the old thing or the new one has got a counterpart already."""
    old, new = _names(question.id)
    taken = [_names(id) for id, answer in answers.items() if id.startswith("rename:") and answer]
    if any(old == other or new == another for other, another in taken):
        return False
    answer = output.confirm([question.text], "Is it the same, renamed?")
    if answer is None:
        raise error
    return answer


def _names(id: str) -> tuple[str, str]:
    """What was there and what is there, each with its route in front."""
    old, _, new = id.removeprefix("rename:").partition("=")
    route, dot, _field = old.partition(".")
    return old, f"{route}.{new}" if dot else new
