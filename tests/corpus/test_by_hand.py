"""Who does exactly what a refusal shows is not refused again."""

from collections.abc import Callable, Iterable
from functools import partial

import pytest

from ant.core.errors import AntError, Problem
from corpus.app_cases import APP_CASES
from corpus.by_hand import carried_out, is_shown
from corpus.edits import Files
from corpus.growth import BASE, OPERATIONS, SOME, edited, grown
from corpus.layer_cases import LAYER_CASES
from corpus.resource_cases import RESOURCE_CASES
from corpus.resource_growth import BASE as RESOURCES
from corpus.resource_growth import OPERATIONS as CHANGES
from corpus.resource_growth import carried
from corpus.test_resource_corpus import FILES as EDITED_RESOURCES

CASES = APP_CASES | LAYER_CASES
ROUNDS = 3
"""How often somebody may be shown more: some units are looked at only when others are there."""

OFTEN = (
    "add a field", "add a password", "add a reference", "change a type", "remove a field",
    "rename a field",
)  # fmt: skip
"""Changes that are refused, and not costly to try."""
FIRST = ("the file is not there", "is not Python that we can read")
"""Reasons that say what is to be mended before any line can be written."""


def can_be_done(problems: Iterable[Problem]) -> bool:
    return all(is_shown(problem) and not any(why in problem.message for why in FIRST)
               for problem in problems)  # fmt: skip


def rounds(files: Files, step: Callable[[Files], object]) -> int | None:
    """How often it takes to do what is shown until nothing is; None where it cannot be done."""
    for number in range(ROUNDS + 1):
        try:
            step(files)
        except AntError as error:
            if not can_be_done(error.problems):
                return None
            files = carried_out(files, error.problems)
            last = error
        else:
            return number
    raise AssertionError(f"refused for ever: {last}")


@pytest.mark.exhaustive_for(*(operation for operation in OPERATIONS if operation not in SOME))
@pytest.mark.slow
@pytest.mark.parametrize("operation", OPERATIONS)
def test_lines_of_routes_and_subroutes_are_enough(operation: str) -> None:
    new = OPERATIONS[operation]
    found = {
        name: rounds(edited(case), lambda files: grown(files, BASE, new))
        for name, case in CASES.items()
    }
    refused = [name for name, number in found.items() if number]
    assert refused
    assert all(number == 1 for number in found.values() if number)


@pytest.mark.exhaustive_for("others")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "least"), [(OFTEN, 9), (CHANGES.keys() - OFTEN, 5)], ids=["often", "others"]
)
def test_lines_of_fields_are_enough(changes: Iterable[str], least: int) -> None:
    done = 0
    for change in changes:
        step = partial(carried, old=RESOURCES, operation=CHANGES[change])
        done += sum(bool(rounds(EDITED_RESOURCES[name], step)) for name in RESOURCE_CASES)
    assert done >= least
