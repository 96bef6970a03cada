"""Parse the answers to the questions of a plan."""

from collections.abc import Mapping
from typing import Any

from ant.api.steps.notes import How
from ant.core.errors import InvalidRequest, Problem
from ant.core.names.renames import Renames
from ant.core.planning.consent import Consent
from ant.core.planning.questions import FILL, LOSSES, RENAME
from ant.core.planning.requests import (
    AddAccounts,
    AddFields,
    AddRoute,
    AddRules,
    AddSubroute,
    ApplySpec,
    GuardRoute,
    RemoveField,
    RemoveRoute,
    RemoveSubroute,
    RenameField,
    RenameRoute,
    Request,
    Upgrade,
)
from ant.core.text.words import quoted

CONFLICTS = ("refuse", "by_hand", "force")
_BY_HAND = (
    AddRoute, AddSubroute, AddFields, AddRules, GuardRoute, AddAccounts, RenameRoute, RenameField,
    ApplySpec, Upgrade,
)  # fmt: skip
_FORCED = (RemoveRoute, RemoveSubroute, RemoveField)


def how_of(request: Request, answers: Mapping[str, Any], agree: bool, conflicts: str) -> How:
    """Return in which way a request is carried out; raise ``InvalidRequest``."""
    allowed = {"refuse": True, "by_hand": isinstance(request, _BY_HAND),
               "force": isinstance(request, _FORCED)}  # fmt: skip
    if not allowed.get(conflicts):
        words = ", ".join(word for word, is_allowed in allowed.items() if is_allowed)
        message = f"{type(request).__name__} has no conflict policy {conflicts!r:.60}."
        raise InvalidRequest(Problem(message, hint=f"There is: {words}."))
    return How(conflicts == "force", conflicts == "by_hand", _consent(answers, agree))


def _consent(answers: Mapping[str, Any], agree: bool) -> Consent:
    problems = [problem for id, said in answers.items() if (problem := _problem(id, said))]
    if problems:
        raise InvalidRequest(*problems)
    fills: dict[tuple[str, str], Any] = {}
    routes: dict[str, str] = {}
    fields: dict[tuple[str, str], str] = {}
    answered = {id for id, said in answers.items() if id == LOSSES and said}
    for id, said in answers.items():
        if id.startswith(FILL):
            route, _, field = id.removeprefix(FILL).lower().partition(".")
            fills |= {} if said is None else {(route, field): said}
            answered.add(id.lower())
        elif id.startswith(RENAME):
            old, _, new = id.removeprefix(RENAME).lower().partition("=")
            route, dot, field = old.partition(".")
            if not said:
                answered.add(id.lower())
            elif dot:
                fields[route, field] = new
            else:
                routes[route] = new
    return Consent(agree, Renames(routes, fields), fills, frozenset(answered))


def _problem(id: str, said: Any) -> Problem | None:  # noqa: ANN401, what anybody answers
    known = isinstance(id, str) and (id == LOSSES or id.startswith((FILL, RENAME)))
    if (known and id.startswith(RENAME) and "=" not in id) or (
        known and id[:5] == FILL and "." not in id
    ):
        known = False
    if not known:
        hint = f"An answer is to '{LOSSES}', '{FILL}ROUTE.FIELD' or '{RENAME}OLD=NEW'."
        return Problem(f"No plan asks {quoted(str(id))}.", hint=hint)
    if not id.startswith(FILL) and not isinstance(said, bool):
        return Problem(f"The answer to {quoted(id)} is True or False, not {said!r:.60}.")
    return None
