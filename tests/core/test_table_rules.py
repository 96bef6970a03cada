"""Rules over several fields: read, written, refused and carried on by new names."""

from contextlib import nullcontext
from typing import Any

import pytest

from ant.core.errors import InvalidSpec, StillNeeded
from ant.core.locations import Step
from ant.core.names.identifiers import LONGEST_DATABASE_NAME, parse_project_name
from ant.core.names.renames import Renames, renamed
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from ant.core.table_rules.names import rule_names
from ant.core.table_rules.rules import TableRules, Together
from ant.operations.remove_field import remove_field
from ant.operations.rename_field import rename_field

FIELDS = {
    "user": "reference:to=users:required", "other": "reference:to=users",
    "name": "string:min=1:max=9",
    "notes": "text", "tags": "many:to=users", "data": "json", "scan": "binary:max=9", "day": "date",
    "starts_at": "datetime", "ends_at": "datetime", "count": "bigint", "code": "string:unique",
    "status": "enum:values=open,done:default=open", "shown_at": "datetime:readonly",
    "small": "integer:max=5", "large": "integer:min=5", "zero": "integer:min=0:max=1",
    "one": "integer:min=0:max=1", "two": "integer:max=1", "paid": "boolean:required",
    "long": "string", "longer": "string:max=345",
    "short": "decimal:precision=3:scale=1", "hundred": "decimal:min=100:max=100.01",
}  # fmt: skip


def dotted(path: Step) -> str:
    return ".".join(map(str, path))


def spec_with(**rules: Any) -> Spec:
    routes = {"users": {"fields": {"name": "string"}}, "visits": {"fields": FIELDS, **rules}}
    return read_spec({"routes": routes}, parse_project_name("shop"), dotted)


WHOLE: dict[str, list[Any]] = {
    "unique": [["user", "name"], {"fields": ["day"], "where": {"ends_at__isnull": True}}],
    "index": [["status", "-created_at"], {"fields": ["name", "-day"], "ignore_case": True}],
    "check": ["starts_at < ends_at", "user != other"],
}


def test_rules_are_written_as_they_were_read() -> None:
    written = spec_with(**WHOLE).to_json()
    visits = written["routes"]["visits"]
    assert {word: visits[word] for word in WHOLE} == WHOLE
    assert read_spec(written, parse_project_name("shop"), dotted) == spec_with(**WHOLE)


@pytest.mark.parametrize(
    ("rules", "place", "words"),
    [
        ({"unique": ["user"]}, "unique.0", "must be a list of fields or an object"),
        ({"unique": "user"}, "unique", "it must be a list"),
        ({"unique": [[]]}, "unique.0", "it names no field"),
        ({"unique": [["user", "nmae"]]}, "unique.0", "no field 'nmae'"),
        ({"unique": [["user_id", "name"]]}, "unique.0", "is a column, not a field"),
        ({"unique": [["user", "user"]]}, "unique.0", "is named twice"),
        ({"unique": [["user", "name"], ["name", "user"]]}, "unique.1", "there already"),
        ({"unique": [["user", "name"], ["user", "name"]]}, "unique.1", "there twice"),
        ({"unique": [["user", "tags"]]}, "unique.0", "which no index can hold"),
        ({"unique": [["user", "data"]]}, "unique.0", "which no index can hold"),
        ({"index": [["user", "scan"]]}, "index.0", "of type binary, which no index can hold"),
        ({"unique": [["user", "notes"]]}, "unique.0", "text without a max"),
        ({"unique": [["user", "name"], ["name", "day", "user"]]}, "unique.1", "without the others"),
        ({"unique": [{"fields": ["day", "user"], "where": {"day__isnull": True}}]}, "unique.0",
         "never alike"),
        ({"unique": [["long", "name", "longer"]]}, "unique.0",
         "long, name, longer have up to 609 characters together, and an index holds 600"),
        ({"index": [["long", "-longer", "day", "status"]]}, "index.0", "up to 604 characters"),
        ({"unique": [["user", "-name"]]}, "unique.0", "says an order"),
        ({"unique": [["name"]]}, "unique.0", "stands alone"),
        ({"unique": [["code", "name"]]}, "unique.0", "is unique by itself"),
        ({"unique": [{"fields": ["name"], "were": {}}]}, "unique.0", "unknown key 'were'"),
        ({"unique": [{"fields": ["name"], "where": []}]}, "unique.0", "an object of filters"),
        ({"index": [{"fields": ["day"], "where": {"status": "x"}}]}, "index.0", "must be one of"),
        ({"index": [{"fields": ["day"], "where": {"count": "1"}}]}, "index.0", "a whole number"),
        ({"index": [{"fields": ["day"], "where": {"count__gt": 1}}]}, "index.0", "operator 'gt'"),
        ({"index": [{"fields": ["day"], "where": {"day": "2024-01-01"}}]}, "index.0", "compare"),
        ({"index": [{"fields": ["day"], "where": {"user__isnull": True}}]}, "index.0", "always"),
        ({"unique": [{"fields": ["day"], "ignore_case": True}]}, "unique.0.ignore_case",
         "of texts"),
        ({"unique": [{"fields": ["name"], "ignore_case": 1}]}, "unique.0", "true or false"),
        ({"unique": [["user", "name"], {"fields": ["user", "name"], "ignore_case": True}]},
         "unique.1", "there already"),
        ({"unique": [{"fields": ["name"], "ignore_case": True}, ["name", "day"]]}, "unique.1",
         "without the others"),
        ({"index": [["name", "-name"]]}, "index.0", "is named twice"),
        ({"index": [["day", "-nmae"]]}, "index.0", "no field 'nmae'"),
        ({"check": ["drop table users"]}, "check.0", "does not compare two fields"),
        ({"check": ["starts_at < ends_at; --"]}, "check.0", "does not compare two fields"),
        ({"check": ["count > 0"]}, "check.0", "compares a field to a value"),
        ({"check": ["count<=-1.5"]}, "check.0", "compares a field to a value"),
        ({"check": ["'2024-01-01' < day"]}, "check.0", "compares a field to a value"),
        ({"check": ["starts_at < starts_at"]}, "check.0", "to itself"),
        ({"check": ["starts_at < day"]}, "check.0", "is of type datetime"),
        ({"check": ["name < status"]}, "check.0", "is of type string"),
        ({"check": ["starts_at != ends_at"]}, "check.0", "between references"),
        ({"check": ["shown_at < ends_at"]}, "check.0", "is readonly"),
        ({"check": ["small <= large"]}, "check.0", "it always holds: 'small' is at most 5"),
        ({"check": ["large < small"]}, "check.0", "it never holds"),
        ({"check": ["short < hundred"]}, "check.0", "at most 99.9, 'hundred' at least 100"),
        ({"check": ["zero < one", "two > one"]}, "check.1", "no value of 'two' up to 1"),
        ({"index": [{"fields": ["day"], "where": {"status__in": ["done", "open"]}}]}, "index.0",
         "every row meets 'status__in'"),
        ({"index": [{"fields": ["day"], "where": {"paid__in": [True, False]}}]}, "index.0",
         "every row meets"),
        ({"index": [{"fields": ["day"], "where": {"paid": True, "paid__ne": True}}]}, "index.0",
         "no row could meet"),
        ({"index": [{"fields": ["day"], "where": {"name__isnull": True, "name__ne": "x"}}]},
         "index.0", "no row could meet what it asks of 'name'"),
        ({"index": [{"fields": ["day"], "where": {"zero__in": [0], "zero__ne": 0}}]}, "index.0",
         "no row could meet"),
        ({"check": ["starts_at < ends_at", "ends_at < starts_at"]}, "check.1", "turns round"),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused_where_it_stands(
    rules: dict[str, Any], place: str, words: str
) -> None:
    with pytest.raises(InvalidSpec) as caught:
        spec_with(**rules)
    found = [(problem.where, problem.message) for problem in caught.value.problems]
    assert any(where == f"routes.visits.{place}" and words in text for where, text in found), found


@pytest.mark.parametrize(
    "rules",
    [
        {"check": ["small < large", "zero < one", "two >= one"]},
        {"index": [{"fields": ["day"], "where": {"zero__in": [0, 1], "paid__ne": True}}]},
        {"index": [{"fields": ["day"], "where": {"name__ne": "x", "name__isnull": False}}]},
        {"index": [{"fields": ["day"], "where": {"count__ne": 7}}]},
        {"unique": [["name", "day"], {"fields": ["name", "day", "user"], "ignore_case": True}]}
        | {"index": [["user", "day"], ["user", "-day"]]},
    ],
)
def test_what_rows_may_meet_or_not_is_a_rule(rules: dict[str, Any]) -> None:
    assert spec_with(**rules).routes[1].rules.to_json() == rules


@pytest.mark.parametrize(
    ("rule", "is_refused"),
    [
        ({"fields": ["user"], "where": {"shown_at__isnull": True}}, True),
        ({"fields": ["user"], "where": {"ends_at__isnull": True}}, False),
        ({"fields": ["user", "name"]}, False),
    ],
)
def test_who_owns_rows_may_have_two(rule: dict[str, Any], is_refused: bool) -> None:
    with nullcontext() if not is_refused else pytest.raises(InvalidSpec, match="have two"):
        spec_with(owner="user", unique=[rule])


def test_a_route_without_fields_has_no_rules() -> None:
    routes = {"visits": {"unique": [["user", "name"]]}}
    with pytest.raises(InvalidSpec, match="the route has no fields"):
        read_spec({"routes": routes}, parse_project_name("shop"), dotted)


def test_rules_follow_new_names() -> None:
    spec = rename_field(spec_with(**WHOLE), "visits", "ends_at", "left_at")
    rules = rename_field(spec, "visits", "day", "date").routes[1].to_json()
    assert rules["index"][1]["fields"] == ["name", "-date"]
    assert rules["unique"][1]["where"] == {"left_at__isnull": True}
    assert rules["check"][0] == "starts_at < left_at"
    steps = Renames(fields={("visits", "ends_at"): "left_at"})
    assert renamed(spec_with(**WHOLE), steps).routes[1].rules == spec.routes[1].rules


@pytest.mark.parametrize("field", ["user", "day", "ends_at", "status"])
def test_a_field_that_a_rule_speaks_of_is_not_removed(field: str) -> None:
    with pytest.raises(StillNeeded, match=f"uses? the field '{field}'"):
        remove_field(spec_with(**WHOLE), "visits", field)


def test_names_are_as_long_as_a_database_takes_and_differ() -> None:
    names = [f"a_rather_long_name_of_a_field_{letter}" for letter in "abc"]
    pairs = [[names[0], names[1]], [names[0], names[2]]]
    rules = TableRules(tuple(Together(tuple(pair)) for pair in pairs))
    called = [name for _, _, name in rule_names("a_route_with_a_long_name", rules)]
    assert len({*called}) == 2
    assert max(map(len, called)) <= LONGEST_DATABASE_NAME


@pytest.mark.parametrize(
    ("word", "given", "hint"),
    [
        ("unique", "user, name", 'Write it like [["user", "tag"]].'),
        ("index", {"fields": ["user"]}, 'Write it like [["status", "-created_at"]].'),
        ("check", "starts_at < ends_at", 'Write it like ["starts_at < ends_at"].'),
    ],
)
def test_what_is_no_list_of_rules_is_shown_one(word: str, given: object, hint: str) -> None:
    with pytest.raises(InvalidSpec, match="it must be a list") as refused:
        spec_with(**{word: given})
    assert refused.value.problems[0].hint == hint
