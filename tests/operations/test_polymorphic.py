"""References to a row of any of several routes: what a spec says of them, and how that changes."""

import json
from typing import Any

import pytest

from ant.core.errors import InvalidSpec, StillNeeded, TargetExists
from ant.core.fields.arguments import read_fields
from ant.core.names.identifiers import parse_project_name
from ant.core.names.renames import Renames, renamed
from ant.core.relations import all_collections
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from ant.operations.add_field import add_field
from ant.operations.find_renames import possible_renames
from ant.operations.remove_field import remove_field
from ant.operations.remove_route import remove_route
from ant.operations.rename_field import rename_field
from ant.operations.rename_route import rename_route
from ant.rendering.manifest import manifest_text
from ant.rendering.tables.keys import keys_of

SUBJECT = "reference:required:to=posts,photos:on_delete=cascade"
PLAIN = {"fields": {"title": "string"}}


def spec_of(subject: Any = SUBJECT, **routes: Any) -> Spec:
    comments = {"fields": {"body": "string", "subject": subject}}
    known = {"posts": PLAIN, "photos": PLAIN, "comments": comments, **routes}
    return read_spec({"routes": known}, parse_project_name("blog"), str)


def said(spec: Spec) -> Any:
    return spec.to_json()["routes"]["comments"]["fields"]


def test_a_spec_has_one_field_and_a_route_a_reference_for_each_target() -> None:
    spec = spec_of()
    comments = spec.routes[2]
    assert [field.key for field in comments.fields] == [
        "body", "subject__posts_id", "subject__photos_id"
    ]  # fmt: skip
    assert said(spec) == {"body": "string", "subject": SUBJECT}
    assert json.loads(manifest_text(spec))["routes"] == spec.to_json()["routes"]
    below = all_collections(spec.routes)
    assert [(owner, made.name) for owner in below for made in below[owner]] == [
        ("posts", "comments"), ("photos", "comments")
    ]  # fmt: skip


def test_one_route_may_be_all_that_it_leads_to_so_far() -> None:
    one = {"type": "reference", "to": ["posts"]}
    assert said(spec_of(one))["subject"] == one
    assert spec_of(one).routes[2].fields[1].part_of == "subject"
    assert spec_of("reference:to=posts").routes[2].fields[1].part_of == ""


@pytest.mark.parametrize(
    ("subject", "condition"), [(SUBJECT, ") = 1"), ("reference:to=posts,photos", ") <= 1")]
)
def test_the_table_lets_one_of_them_be_set(subject: str, condition: str) -> None:
    [rule] = keys_of(spec_of(subject).routes[2])
    assert rule.name == "ck_comments_subject_one"
    assert rule.condition.endswith(condition)
    assert rule.words.endswith("one of subject__posts_id, subject__photos_id")


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        ("reference:to=posts,videos", "there is no route 'videos'"),
        ("reference:to=posts,posts", "'to' names 'posts' twice"),
        ("reference:to=posts,", "'to' must be the name of a route, or a list of some"),
        ({"type": "reference", "to": []}, "'to' must be the name of a route, or a list of some"),
        ({"type": "many", "to": ["posts", "photos"]}, "'to' must be a text"),
        ("reference:to=posts,photos:unique", "'unique' does not go with a reference to several"),
        ("reference:to=posts,photos:private", "'private' does not go with"),
        ("reference:to=posts,photos:readonly", "'readonly' does not go with"),
        ("reference:to=posts,photos:column=x", "'column' does not go with"),
        ("reference:to=posts,photos:required:on_delete=set_null", "'set_null' would leave"),
        ({"type": "reference", "to": ["comments"], "required": True}, "no first row could ever"),
        ("reference:to=posts,countries", "rows of 'posts' are called by integer, those of"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(subject: Any, why: str) -> None:
    with pytest.raises(InvalidSpec) as caught:
        spec_of(subject, countries={"key": "uuid", **PLAIN})
    [problem] = caught.value.problems
    assert why in problem.message
    assert problem.message.startswith("Invalid field 'subject' in route 'comments' (")


@pytest.mark.parametrize("name", ["subject_type", "subject_id"])
def test_nothing_else_has_the_keys_that_clients_know(name: str) -> None:
    fields = {"subject": SUBJECT, name: "integer"}
    with pytest.raises(InvalidSpec, match=f"{name} is another field's name already"):
        spec_of(comments={"fields": fields})


def test_it_is_added_and_taken_out_whole() -> None:
    spec = spec_of("string")
    plain = remove_field(spec, "comments", "subject")
    [field] = read_fields("comments", [f"subject:{SUBJECT}"])
    added = add_field(plain, "comments", field)
    assert said(added)["subject"] == SUBJECT
    with pytest.raises(TargetExists, match="has a field 'subject' already"):
        add_field(added, "comments", field)
    assert remove_field(added, "comments", "subject") == plain


def test_it_is_called_otherwise_whole() -> None:
    spec = spec_of()
    called = rename_field(spec, "comments", "subject", "target")
    assert said(called) == {"body": "string", "target": SUBJECT}
    assert renamed(spec, Renames(fields={("comments", "subject"): "target"})) == called
    [candidate] = possible_renames(spec, called, Renames())
    assert candidate.change == "comments.subject=target"


def test_it_follows_a_route_that_is_called_otherwise() -> None:
    spec = spec_of()
    called = rename_route(spec, "photos", "pictures")
    assert said(called)["subject"] == SUBJECT.replace("photos", "pictures")
    assert called.routes[2].fields[2].column == "subject__pictures_id"
    assert renamed(spec, Renames(routes={"photos": "pictures"})) == called


def test_a_route_goes_out_of_it_only_if_that_is_said() -> None:
    spec = spec_of()
    with pytest.raises(StillNeeded, match=r"Other routes lead to 'posts': comments\.subject\."):
        remove_route(spec, "posts")
    without = remove_route(spec, "posts", cascade=True)
    assert said(without)["subject"]["to"] == ["photos"]


RULED = {
    "fields": {"body": "string", "subject": SUBJECT},
    "unique": [["subject__posts", "body"], ["subject__photos", "body"]],
    "index": [["body", "-subject__photos"]],
}


def rules_of(spec: Spec) -> Any:
    comments = spec.to_json()["routes"]["comments"]
    return {word: comments[word] for word in ("unique", "index") if word in comments}


def test_rules_name_the_column_of_one_route_and_follow_its_names() -> None:
    spec = spec_of(comments=RULED)
    route, field = (
        rename_route(spec, "photos", "prints"),
        rename_field(spec, "comments", "subject", "of"),
    )
    assert rules_of(route) == {
        "unique": [["subject__posts", "body"], ["subject__prints", "body"]],
        "index": [["body", "-subject__prints"]],
    }
    assert rules_of(field) == {
        "unique": [["of__posts", "body"], ["of__photos", "body"]],
        "index": [["body", "-of__photos"]],
    }
    assert rules_of(renamed(spec, Renames(routes={"photos": "prints"}))) == rules_of(route)
    both = Renames({"photos": "prints"}, {("comments", "subject"): "of"})
    assert rules_of(renamed(spec, both)) == rules_of(rename_route(field, "photos", "prints"))


def test_a_rule_keeps_the_reference_and_goes_with_the_column_of_a_route() -> None:
    spec = spec_of(comments=RULED)
    with pytest.raises(StillNeeded, match="'unique', 'index' of route 'comments' use"):
        remove_field(spec, "comments", "subject")
    left = remove_route(spec, "photos", cascade=True)
    assert rules_of(left) == {"unique": [["subject__posts", "body"]]}


def test_a_rule_of_the_whole_reference_is_told_what_to_name() -> None:
    with pytest.raises(InvalidSpec, match="'subject' leads to rows of several routes") as refused:
        spec_of(comments={**RULED, "unique": [["subject", "body"]]})
    hint = "Name one, and have a rule for each: subject__posts, subject__photos"
    assert refused.value.problems[0].hint == hint
