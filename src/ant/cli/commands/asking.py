"""Ask a person about what only a person can know: whether something was renamed."""

import argparse
from typing import TYPE_CHECKING

from ant.cli.output import Output
from ant.cli.parser import Parser
from ant.core.words import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from ant.api.carry import Growth
    from ant.core.consent import Consent
    from ant.core.renames import Renames
    from ant.operations.find_renames import Candidate


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


def renames_of(options: argparse.Namespace) -> "Renames":
    """Return what ``--renamed`` says."""
    from ant.core.renames import Renames

    given: list[tuple[str, str, str]] = options.renamed
    routes = {route: new for route, field, new in given if not field}
    fields = {(route, field): new for route, field, new in given if field}
    return Renames(routes, fields)


def decided(
    output: Output, attempt: "Callable[[Consent, bool], Growth]", consent: "Consent"
) -> "Growth":
    """Do what may rename things; a person at a terminal is asked about each that is in doubt.

    ``attempt`` takes what was agreed to, and whether all that was renamed is in there.
    """
    from ant.operations.find_renames import Undecided

    try:
        return attempt(consent, consent.yes)
    except Undecided as error:
        renames = consent.renames
        for each in error.candidates:
            if not _is_open(renames, each):
                continue
            answer = output.confirm([each.problem.message], "Is it the same, renamed?")
            if answer is None:
                raise
            if answer:
                renames = _with(renames, each)
        return attempt(consent._replace(renames=renames), True)


def _is_open(renames: "Renames", each: "Candidate") -> bool:
    """Whether neither the old thing nor the new one has been given a counterpart yet."""
    if not each.field:
        return each.route not in renames.routes and each.new not in renames.routes.values()
    mine = {old: new for (route, old), new in renames.fields.items() if route == each.route}
    return each.field not in mine and each.new not in mine.values()


def _with(renames: "Renames", each: "Candidate") -> "Renames":
    if not each.field:
        return renames._replace(routes={**renames.routes, each.route: each.new})
    return renames._replace(fields={**renames.fields, (each.route, each.field): each.new})
