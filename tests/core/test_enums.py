"""Enums of a project: what a spec says of them, and what fields that have them know."""

from typing import Any

import pytest

from ant.core.errors import InvalidRequest, InvalidSpec
from ant.core.fields.enums import enums_in, unused_advice, used_enums
from ant.core.fields.named_enum import NamedEnum
from ant.core.names.identifiers import ProjectName
from ant.core.spec import Spec, grows
from ant.core.spec_reader import read_spec


def spec_with(enums: Any, **fields: str) -> Spec:
    said = {"project": {"enums": enums}, "routes": {"users": {"fields": fields}}}
    return read_spec(said, ProjectName("shop"), lambda path: ".".join(map(str, path)))


def test_a_field_knows_the_values_of_its_enum_and_writes_its_name() -> None:
    said = {"Rank": ["b", "a,c", "d:e"], "unused": ["x"]}
    spec = spec_with(said, rank="enum:of=RANK:default=b", other="enum:values=b")
    assert [field.values for field in spec.routes[0].fields] == [("b", "a,c", "d:e"), ("b",)]
    assert [field.enum for field in spec.routes[0].fields] == ["rank", ""]
    written = spec.to_json()
    assert written["project"]["enums"] == {"rank": ["b", "a,c", "d:e"], "unused": ["x"]}
    assert written["routes"]["users"]["fields"]["rank"] == "enum:of=rank:default=b"
    assert read_spec(written, ProjectName("shop"), str) == spec
    assert used_enums(spec) == [NamedEnum("rank", ("b", "a,c", "d:e"))]
    assert [told.split("'")[1] for told in unused_advice(spec)] == ["unused"]


def test_a_route_is_another_one_where_its_enum_has_other_values() -> None:
    one, other = (
        spec_with({"rank": values}, rank="enum:of=rank") for values in (["a"], ["a", "b"])
    )
    assert one.routes_unlike(other) == [*one.routes]
    assert one.routes_unlike(spec_with({"rank": ["a"]}, rank="enum:of=rank")) == []
    assert (grows(one, other), grows(other, other)) == (True, False)


@pytest.mark.parametrize(
    ("said", "field", "place", "told"),
    [
        (
            {"rank": ["a"]},
            "enum:of=rnk",
            "routes.users.fields.x",
            "project has no enum 'rnk'",
        ),
        ({"rank": ["a"]}, "enum:of=rank:default=b", "routes.users.fields.x", "must be one of a"),
        ({"rank": ["a"]}, "enum:unique:of=rank", "routes.users.fields.x", "only one row could"),
        (
            {"rank": []},
            "enum:of=rank:default=a",
            "project.enums.rank",
            "(it must be a list of one text or more)",
        ),
        ({"rank": "a"}, "string", "project.enums.rank", "(it must be a list of one text or more)"),
        ({"rank": ["a"] * 2}, "string", "project.enums.rank", "(the value 'a' stands twice)"),
        ({"rank": ["a\n"]}, "string", "project.enums.rank", "must be 1 to 100 printable"),
        ({"rank": ["a"], "Rank": ["b"]}, "string", "project.enums.Rank", "(it is there twice"),
        ({"a__b": ["a"]}, "string", "project.enums.a__b", "(its name must have at most 40"),
        ({"a-b": ["a"]}, "string", "project.enums.a-b", "must be a valid Python identifier"),
        ({}, "string", "project.enums", "'enums' must be an object of lists of values."),
        (["a"], "string", "project.enums", "'enums' must be an object of lists of values."),
    ],
)
def test_what_is_no_enum_is_told_with_its_place(
    said: Any, field: str, place: str, told: str
) -> None:
    with pytest.raises(InvalidSpec) as caught:
        spec_with(said, x=field)
    [problem] = caught.value.problems
    assert (problem.where, told in problem.message) == (place, True), problem


def test_a_request_has_them_as_texts_or_as_lists() -> None:
    assert enums_in(["rank=a,b", "size=s"]) == {"rank": ["a", "b"], "size": ["s"]}
    assert enums_in({"rank": ("a", "b")}) == {"rank": ["a", "b"]}
    for neither in (5, "rank=a", [5], ["rank"], {5: ["a"]}, None):
        with pytest.raises(InvalidRequest):
            enums_in(neither)  # type: ignore[arg-type]
    for wrong in ({"rank": "a"}, {"rank": 5}, {"rank": [5]}, {"": ["a"]}, ["=a"]):
        with pytest.raises(InvalidSpec):
            enums_in(wrong)  # type: ignore[arg-type]
    with pytest.raises(InvalidSpec, match="it is there twice"):
        enums_in(["rank=a", "rank=b"])
