"""What a route says of all its rows: whether deleted ones are kept, and what cannot be."""

from typing import Any

import pytest

from ant.core.deletion import as_stored, keeping_references
from ant.core.errors import InvalidSpec
from ant.core.names.identifiers import ProjectName
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from ant.core.table_rules.rules import Together

FIELDS = {"name": "string:required:unique", "size": "integer"}
NOT_DELETED = ("deleted_at__isnull", True)


def spec(**routes: Any) -> Spec:
    return read_spec({"routes": routes}, ProjectName("shop"), lambda path: ".".join(map(str, path)))


def test_what_is_unique_is_so_among_the_rows_that_are_not_deleted() -> None:
    rule = {"fields": ["size"], "where": {"size__ne": 3}}
    said = {"delete": "soft", "unique": [rule], "fields": FIELDS}
    route = spec(boxes=said).routes[0]
    stored = as_stored(route)
    assert stored.rules.unique == (
        Together(("size",), (("size__ne", 3), NOT_DELETED)),
        Together(("name",), (NOT_DELETED,)),
    )
    assert not any(field.unique for field in stored.fields)
    assert route.to_json()["delete"] == "soft"
    plain = spec(boxes={"fields": FIELDS}).routes[0]
    assert as_stored(plain) is plain


def test_who_refers_to_kept_rows_is_known() -> None:
    routes = {
        "boxes": {"delete": "soft", "fields": FIELDS},
        "lids": {"fields": {"box": "reference:to=boxes"}},
        "rooms": {"fields": {"boxes": "many:to=boxes"}},
        "floors": {"fields": {"rooms": "many:to=rooms"}},
    }
    assert keeping_references(spec(**routes)) == {"lids", "rooms"}
    assert keeping_references(spec(boxes={"fields": FIELDS})) == set()


@pytest.mark.parametrize(
    ("name", "said", "message", "hint"),
    [
        ("boxes", {"delete": "hard"}, "Invalid 'delete' of route 'boxes' (it must be 'soft').",
         "Write soft, or leave it out: then rows are deleted for good."),
        ("boxes", {"delete": "soft", "fields": {"deleted_at": "datetime"}},
         "Invalid 'delete' of route 'boxes' (it makes a column deleted_at, and the field"
         " 'deleted_at' has that already).", "Take the field out: what its column says is kept."),
        ("boxes", {"delete": "soft", "fields": {"gone": "datetime:column=Deleted_At"}},
         "Invalid 'delete' of route 'boxes' (it makes a column deleted_at, and the field 'gone' has"
         " that already).", "Take the field out: what its column says is kept."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(name: str, said: Any, message: str, hint: str) -> None:
    with pytest.raises(InvalidSpec) as told:
        spec(**{name: {"fields": FIELDS, **said}})
    [problem] = told.value.problems
    assert (problem.message, problem.hint) == (message, hint)
    assert problem.where == f"routes.{name}.delete"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"fields": {"secret": "password"}}, "Invalid 'bulk' of route 'boxes' (each value of its"
         " field 'secret' is hashed, which is slow on purpose)."),
        ({"subroutes": {"bulk": {}}}, "Invalid 'bulk' of route 'boxes' (its subroute 'bulk' has the"
         " URL /boxes/bulk already)."),
        ({"subroutes": {"boxes_bulk": {"type": "POST"}}}, "Invalid subroute name 'boxes_bulk' in"
         " route 'boxes' (the generated code already uses create_boxes_bulk)."),
    ],
)  # fmt: skip
def test_many_rows_at_once_cannot_always_be_made(said: Any, message: str) -> None:
    with pytest.raises(InvalidSpec) as told:
        spec(boxes={"bulk": True, "fields": FIELDS, **said})
    [problem] = told.value.problems
    assert problem.message == message


def test_a_word_that_says_no_is_as_none() -> None:
    plain, said = spec(boxes={"fields": FIELDS}), spec(boxes={"bulk": False, "fields": FIELDS})
    assert said == plain
    route = spec(boxes={"bulk": True, "fields": FIELDS}).routes[0]
    assert route.to_json()["bulk"] is True


def test_accounts_are_not_kept() -> None:
    fields = {"name": "string"}
    with pytest.raises(InvalidSpec, match="accounts are disabled rather than kept"):
        spec(users={"delete": "soft", "accounts": True, "fields": fields})


def test_a_route_without_fields_has_no_rows_to_keep() -> None:
    with pytest.raises(InvalidSpec, match="Invalid 'delete' of route 'boxes'"):
        spec(boxes={"delete": "soft"})
