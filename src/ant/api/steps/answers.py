"""Answers to the questions of a plan, and its open questions."""

from collections.abc import Mapping
from typing import Any

from ant.api.steps.notes import Options
from ant.core.errors import InvalidRequest, Problem, Unconfirmed
from ant.core.names.renames import Renames
from ant.core.planning.consent import Consent
from ant.core.planning.messages import AGREE, Option, Text
from ant.core.planning.plan import Loss, Plan
from ant.core.planning.questions import FILL, LOSSES, RENAME, fill_question, loss_question
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


def options_of(
    request: Request, answers: Mapping[str, Any], agree: bool, conflicts: str
) -> Options:
    """Return the options of a request; raise ``InvalidRequest``."""
    allowed = {"refuse": True, "by_hand": isinstance(request, _BY_HAND),
               "force": isinstance(request, _FORCED)}  # fmt: skip
    if not allowed.get(conflicts):
        words = ", ".join(word for word, is_allowed in allowed.items() if is_allowed)
        message = f"{type(request).__name__} has no conflict policy {conflicts!r:.60}."
        raise InvalidRequest(Problem(message, hint=f"There is: {words}."))
    return Options(conflicts == "force", conflicts == "by_hand", _consent(answers, agree))


def agreed(plan: Plan, consent: Consent) -> Plan:
    """Return the plan; raise ``Unconfirmed`` with all of its open questions."""
    if consent.yes:
        return plan
    losses = [] if LOSSES in consent.answered else [loss for loss in plan.losses if loss.asks]
    problems = [Problem(loss.sentence, hint=_hint(loss)) for loss in losses]
    questions = (
        [loss_question(tuple(loss.sentence for loss in losses), Text("Say that it may: ", AGREE))]
        if losses
        else []
    )
    for field in plan.unfilled:
        if FILL + field in consent.answered:
            continue
        message = f"Rows that are there would have no value of '{field}'."
        message += plan.counts.get(field, "")
        hint = Text(
            "Give one with ", Option(FILL + field, "VALUE"),
            "; where there are no rows, go on with: ", AGREE,
        )  # fmt: skip
        problems.append(Problem(message, hint=hint))
        questions.append(fill_question(field, message, hint))
    if problems:
        raise Unconfirmed(*problems, questions=tuple(questions))
    return plan


def _consent(answers: Mapping[str, Any], agree: bool) -> Consent:
    problems = [problem for id, answer in answers.items() if (problem := _problem(id, answer))]
    if problems:
        raise InvalidRequest(*problems)
    fills: dict[tuple[str, str], Any] = {}
    routes: dict[str, str] = {}
    fields: dict[tuple[str, str], str] = {}
    answered = {id for id, answer in answers.items() if id == LOSSES and answer}
    for id, answer in answers.items():
        if id.startswith(FILL):
            route, _, field = id.removeprefix(FILL).lower().partition(".")
            fills |= {} if answer is None else {(route, field): answer}
            answered.add(id.lower())
        elif id.startswith(RENAME):
            old, _, new = id.removeprefix(RENAME).lower().partition("=")
            route, dot, field = old.partition(".")
            if not answer:
                answered.add(id.lower())
            elif dot:
                fields[route, field] = new
            else:
                routes[route] = new
    return Consent(agree, Renames(routes, fields), fills, frozenset(answered))


def _problem(id: str, answer: Any) -> Problem | None:  # noqa: ANN401, what anybody answers
    known = isinstance(id, str) and (id == LOSSES or id.startswith((FILL, RENAME)))
    if (known and id.startswith(RENAME) and "=" not in id) or (
        known and id[:5] == FILL and "." not in id
    ):
        known = False
    if not known:
        hint = f"An answer is to '{LOSSES}', '{FILL}ROUTE.FIELD' or '{RENAME}OLD=NEW'."
        return Problem(f"No plan asks {quoted(str(id))}.", hint=hint)
    if not id.startswith(FILL) and not isinstance(answer, bool):
        return Problem(f"The answer to {quoted(id)} is True or False, not {answer!r:.60}.")
    return None


def _hint(loss: Loss) -> Text:
    if loss.fillable:
        fill = Option(FILL + loss.fillable, "VALUE")
        all_the_same = "; write the migration all the same with: "
        return Text(
            "Give them another value with ", fill, ", or change them first", all_the_same, AGREE
        )
    if loss.stops:
        return Text("Change such rows first, or write the migration all the same with: ", AGREE)
    return Text("Say that it may go with: ", AGREE)
