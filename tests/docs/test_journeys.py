"""How many files whoever follows a request has to read, as ARCHITECTURE.md says it."""

import re
from pathlib import Path

import pytest

from bench.traced import is_known, is_nothing
from journeys import MOST, RENAMED, ROUTE, journeys

ARCHITECTURE = Path(__file__).parents[2] / "ARCHITECTURE.md"


@pytest.mark.slow
def test_journeys_are_short_and_as_told(tmp_path: Path) -> None:
    found = journeys(tmp_path)
    assert [journey.words for journey in found] == [ROUTE, RENAMED]
    told = dict(re.findall(r"^\| `ant (.*)` \| (\d+) \|", ARCHITECTURE.read_text(), re.M))
    for journey in found:
        assert len(journey.files) <= int(told[" ".join(journey.words)]) <= MOST, journey.files
        assert {"cli/main.py", "api/library.py", "reconcile/files.py"} <= {*journey.files}
    route, renamed = (journey.files for journey in found)
    assert "operations/add_route.py" in route and "operations/rename_field.py" in renamed


@pytest.mark.parametrize("value", [None, False, "", (), [None, ()], {}, re.findall("a", "b")])
def test_what_says_nothing_is_no_result(value: object) -> None:
    assert is_nothing(value)


@pytest.mark.parametrize("value", [0, True, "a", (None, 1), {"a": None}, object()])
def test_all_else_is_a_result(value: object) -> None:
    assert not is_nothing(value)


def test_an_argument_is_no_result() -> None:
    one, other = object(), object()
    assert is_known(one, [one]) and is_known((one, None, (one,)), [one])
    assert not is_known(other, [one]) and not is_known((one, other), [one])
