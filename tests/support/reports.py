"""What a test of the command knows about every report."""

import json
import os
from collections.abc import Sequence
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from ant.cli.report_schema import report_schema


@cache
def _validator() -> Any:
    schema = {**report_schema(), "additionalProperties": False}  # or it would say too little
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def check_report(words: Sequence[str], text: str) -> None:
    """See that what a command printed is a report, where these words ask for one and it did."""
    before_dashes = words[: words.index("--")] if "--" in words else words
    if "--report" not in before_dashes or not text.startswith("{") or "ANT_COMMAND" in os.environ:
        return
    problems = [error.message for error in _validator().iter_errors(json.loads(text))]
    assert not problems, problems
