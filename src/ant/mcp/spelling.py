"""Requests, options and problems in the words of tool calls."""

import json
from collections.abc import Iterable

from ant.core.errors import AntError, Problem, Undecided
from ant.core.planning.messages import AGREE, Option, spelled
from ant.core.planning.questions import Question
from ant.core.planning.requests import Request
from ant.core.text.json_value import Json


def spell_text(text: str) -> str:
    """Return a text as somebody reads it who calls tools."""
    return spelled(text, _words)


def refusal(error: AntError) -> dict[str, Json]:
    """Return the answer to a refused call: all problems, with their questions."""
    answer: dict[str, Json] = {"problems": problems(error.problems)}
    if isinstance(error, Undecided):
        answer["questions"] = questions(error.questions)
    return answer


def problems(found: Iterable[Problem]) -> list[Json]:
    """Return problems as JSON, without empty values."""
    return [_without_none(**problem.as_values(spell_text)) for problem in found]


def questions(found: Iterable[Question]) -> list[Json]:
    """Return questions as JSON, without empty values."""
    return [
        _without_none(
            id=question.id,
            text=spell_text(question.text),
            choices=list(question.choices) or None,
            lost=[spell_text(line) for line in question.lost] or None,
            hint=question.hint and spell_text(question.hint),
        )
        for question in found
    ]


def _without_none(**entries: Json) -> Json:
    return {key: value for key, value in entries.items() if value is not None}


def _words(part: Request | Option) -> str:
    if isinstance(part, Option):
        return _option(part)
    arguments = {
        name: value
        for name, value in part._asdict().items()
        if name not in part._field_defaults or part._field_defaults[name] != value
    }
    call = {"request": type(part).__name__, **({"arguments": arguments} if arguments else {})}
    return f"plan {json.dumps(call, default=str)}"


def _option(option: Option) -> str:
    if option == AGREE:
        return '"agree": true'
    if ":" in option.name:
        return f'"answers": {{"{option.name}": {option.value}}}'
    value = {"True": "true", "False": "false"}.get(option.value, option.value)
    return f'"{option.name}": {value}' if value else f'"{option.name}"'
