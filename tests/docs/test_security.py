"""The numbers in SECURITY.md are those of the tests."""

import re

import pytest

from attacks import test_accounts, test_cors, test_hostile_values, test_rate_limits, test_tokens
from generated import test_property_client
from support import timing
from support.generated import REPOSITORY

ROW = re.compile(r"\| (.+) \| ([\d,]+) \| (?:`.+`|the same) \|")
NUMBERS = {
    "tokens that do not hold": len(test_tokens.REFUSED),
    "bodies with a key": test_hostile_values.ASSIGNED,
    "values and keys": test_hostile_values.INJECTED,
    "calls of a property-based client": test_property_client.CALLS,
    "tries to sign in": test_accounts.TRIES,
    "the same at as many accounts": test_accounts.TRIES,
    "pairs of requests": timing.PAIRS,
    "calls from one address": test_rate_limits.CALLS,
    "origins": len(test_cors.TRICKS),
}


@pytest.fixture(scope="module")
def told() -> dict[str, int]:
    """The numbers of SECURITY.md, by what they are of."""
    rows = ROW.findall((REPOSITORY / "SECURITY.md").read_text())
    return {attack: int(number.replace(",", "")) for attack, number in rows}


def test_every_number_is_compared(told: dict[str, int]) -> None:
    assert len(told) == len(NUMBERS)


@pytest.mark.parametrize(("attack", "number"), NUMBERS.items())
def test_a_number_is_that_of_the_tests(told: dict[str, int], attack: str, number: int) -> None:
    assert [told[words] for words in told if words.startswith(attack)] == [number]
