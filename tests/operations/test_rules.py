"""Rules over several fields are added behind those that a route has."""

import pytest

from ant.core.errors import InvalidSpec, UnknownRoute
from ant.core.table_rules.arguments import read_rules
from ant.core.table_rules.rules import Comparison, TableRules, Together
from ant.operations.add_rules import add_rules
from support.migrations import spec_of

SPEC = spec_of(
    {"visits": {"unique": [["day", "code"]]}},
    visits={"day": "date", "left_on": "date", "code": "string"},
    pages={},
)
CHECK = Comparison("day", "<=", "left_on")


def test_rules_are_added_and_none_twice() -> None:
    rules = TableRules((Together(("day", "code")),), (Together(("code", "day")),), (CHECK,))
    grown = add_rules(SPEC, "visits", rules)
    assert grown.routes[0].rules == rules
    assert add_rules(grown, "visits", rules) == grown


def test_what_is_short_means_what_is_written_out() -> None:
    written = {"unique": [["day", "code"]], "index": [{"fields": ["code"], "where": {"day": None}}]}
    short = {"unique": ("day, code",), "index": ['{"fields": ["code"], "where": {"day": null}}']}
    assert read_rules(short) == read_rules(written)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"unique": "day,code"}, "must be a list"),
        ({"index": ['["day"']}, "no JSON"),
        ({"check": ["day"]}, "does not compare two fields"),
        ({"check": [["day", "<", "code"]]}, "does not compare two fields"),
    ],
)
def test_what_is_no_rule_is_refused(said: dict[str, object], words: str) -> None:
    with pytest.raises(InvalidSpec, match=words):
        read_rules(said)


def test_a_route_must_be_there_and_have_the_fields() -> None:
    with pytest.raises(UnknownRoute):
        add_rules(SPEC, "visit", TableRules())
    with pytest.raises(InvalidSpec, match="has no fields that a rule could use"):
        add_rules(SPEC, "pages", TableRules(indexes=(Together(("created_at", "id")),)))
    with pytest.raises(InvalidSpec, match="no field 'cod'"):
        add_rules(SPEC, "visits", TableRules(indexes=(Together(("day", "cod")),)))
