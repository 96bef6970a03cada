"""Which patterns a worker could not finish with, and that others are not taken for such."""

import re
import time

import pytest

from ant.core.errors import InvalidSpec
from ant.core.fields.reader import read_field
from ant.core.patterns.cost import MOST_STEPS, components, most_steps
from ant.core.spec_reader import read_manifest

SLOW = [
    "(a+)+$", "(a|a)*$", "(a|aa)+$", "^([a-z]+)*$", r"^(\w+\s?)*$", "(x+x+)+y", "(.*)*x",
    "^(([a-z])+.)+[A-Z]([a-z])+$", "^(a|b|ab)*c$", "^(?:(?:a+)b?)*$", "^((ab)*|(ba)*)*$",
    "^(a{0,50}){0,50}$", "^(?:.*,){11}P", r"\d+\d+\d+\d+x", f"^{'(a?)' * 30}{'a' * 30}$",
    f"^{'(a|aa)' * 30}$", "(?=(a+)+$)b", "^(?:(a)|b|ab)*c$", r"^(\d{1,3})+$",
]  # fmt: skip
QUICK = [
    "^[a-z0-9]+(-[a-z0-9]+)*$", r"^\+?[0-9 ()-]{7,20}$", r"^[\w.+-]+@[\w-]+\.[\w.-]+$",
    "^(GET|POST|PUT)(,(GET|POST|PUT))*$", r"^(?=.*[A-Z])(?=.*\d).{8,}$", "[a-z]+", "(a+)+",
    r"^(\d{1,3}\.){3}\d{1,3}$", "^#?([a-f0-9]{6}|[a-f0-9]{3})$", "^[A-Z]{200}$", r"\d+-\d+$",
    r"^([01]?\d\d?|2[0-4]\d|25[0-5])(\.([01]?\d\d?|2[0-4]\d|25[0-5])){3}$", "^https?://.+$",
    "^[A-Z]{2}[0-9]{2}([A-Z0-9]{4}){1,7}([A-Z0-9]{1,3})?$", "(?i)^(a|b)+$", r"^(?:\s*\d\s*,)*$",
]  # fmt: skip


@pytest.mark.parametrize("pattern", SLOW)
def test_a_pattern_that_takes_minutes_is_refused(pattern: str) -> None:
    _, [fault] = read_field("code", {"type": "string", "pattern": pattern})
    assert fault.key == "pattern"
    assert "can take minutes" in fault.what


@pytest.mark.parametrize("pattern", QUICK)
def test_others_are_not_and_are_as_quick_as_is_said(pattern: str) -> None:
    assert read_field("code", {"type": "string", "pattern": pattern}).faults == ()
    steps = most_steps(pattern, 255)
    assert steps <= MOST_STEPS
    started = time.process_time()
    for unit in ("a", "A", "0", " ", "a-", "GET,", "0,", "1.", "ab", "AB12"):
        for end in ("", "!", "\n!"):
            re.search(pattern, (unit * 255)[:255] + end)
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("pattern", "longest", "is_taken"),
    [
        (r"\s+$", 5_000, True),
        (r"\s+$", 50_000, False),
        (r"^\s+$", 50_000, True),
        ("^a*a*a*$", 255, True),
        ("^a*a*a*$", 2_000, False),
        (r"^\S+@\S+$", 2_000, True),
        (r"^\S+@\S+$", 20_000, False),
        ("^[a-z]+[0-9]+$", 65_535, True),
    ],
)
def test_how_long_the_text_may_be_decides_where_loops_follow_each_other(
    pattern: str, longest: int, is_taken: bool
) -> None:
    field = read_field("code", {"type": "string", "pattern": pattern, "max": longest})
    assert (field.faults == ()) == is_taken


def test_a_text_is_at_most_as_long_as_a_body() -> None:
    [fault] = read_field("note", r"text:pattern=\s+$").faults
    assert "'max'" in (fault.hint or "")
    assert read_field("note", r"text:pattern=^\s*\S").faults == ()


def test_components_are_what_leads_to_itself() -> None:
    graph = {1: [2], 2: [3, 1], 3: [4], 4: [4, 5], 5: [6], 6: []}
    assert {*components(graph)} == {frozenset({1, 2}), frozenset({4})}


@pytest.mark.parametrize(
    "spelled",
    ["email:max=3", "email:max=5", "url:max=7", "string:max=5:pattern=^[A-Z]{10}$",
     "string:max=2:pattern=abc", "string:min=9:pattern=^[a-z]{3}$", "string:min=9:max=3",
     "text:min=4:pattern=\\A[0-9]{1,3}\\Z"],
)  # fmt: skip
def test_rules_that_no_value_can_meet_are_refused(spelled: str) -> None:
    assert len(read_field("code", spelled).faults) == 1


@pytest.mark.parametrize(
    "spelled",
    ["email:max=6", "url:max=8", "string:max=10:pattern=^[A-Z]{10}$", "string:max=3:pattern=abc",
     "string:min=9:pattern=[a-z]{3}$", "string:min=3:pattern=^[a-z]{1,3}$"],
)  # fmt: skip
def test_rules_that_some_value_meets_are_taken(spelled: str) -> None:
    assert read_field("code", spelled).faults == ()


@pytest.mark.parametrize("spelled", ["string:pattern=(a+)+$", "email:max=3"])
def test_what_was_applied_before_these_rules_is_read_and_can_be_changed(spelled: str) -> None:
    assert read_field("code", spelled, was_applied=True).field is not None
    spec = {"project": {"name": "shop"}, "routes": {"users": {"fields": {"code": spelled}}}}
    assert read_manifest(spec, str, was_applied=True).routes[0].fields[0].name == "code"
    with pytest.raises(InvalidSpec):
        read_manifest(spec, str)
