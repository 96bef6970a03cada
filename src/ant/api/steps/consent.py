"""Confirmation: what the user has to agree to before a plan is carried out."""

from ant.core.errors import Problem, Unconfirmed
from ant.core.planning.consent import Consent
from ant.core.planning.messages import AGREE, Option, Text
from ant.core.planning.plan import Loss, Plan
from ant.core.planning.questions import FILL, LOSSES, fill_question, loss_question


def agreed(plan: Plan, consent: Consent) -> Plan:
    """Return the plan; raise ``Unconfirmed`` with everything that nobody has agreed to yet."""
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
