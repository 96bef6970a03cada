"""The JSON Schema and the parser agree on what is a field, in both spellings."""

import json
from typing import Any

import pytest
from hypothesis import assume, given, settings
from jsonschema import Draft202012Validator

from ant.api.specs import spec_schema
from ant.core.errors import InvalidSpec
from ant.core.fields.field import Field
from ant.core.fields.reader import read_field
from ant.core.names.identifiers import ProjectName
from ant.core.spec_reader import read_spec
from ant.field_types.registry import TYPES
from support.fields import fields, given_fields

SCHEMA = json.loads(spec_schema())
VALIDATOR = Draft202012Validator(SCHEMA)
NEEDED: dict[str, dict[str, Any]] = {
    "enum": {"values": ["1"]}, "reference": {"to": "users"}, "many": {"to": "users"},
    "list": {"of": "string"},
}  # fmt: skip
KEYS = (
    "required",
    "nullable",
    "unique",
    "min",
    "precision",
    "values",
    "to",
    "on_delete",
    "default",
    "pattern",
    "description",
)
ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    1,
    -1,
    1.5,
    10**30,
    "",
    "1",
    "x",
    "2030-12-31",
    [],
    ["1"],
    [1],
    {},
)


# How the faults begin that a schema cannot see: parts that are right and do not go together.
CROSSING = (
    "'default' must be one of", "a text of 2048", "the value", "'default' has more", "'min' has",
    "only one row could have the one value", "'default' must hold nothing", "'default' holds",
)  # fmt: skip


def spec(field: object, name: str = "x", **more: object) -> dict[str, Any]:
    users = {"fields": {name: field}, **more}
    return {"routes": {"users": users}}


def agreement(field: object, name: str = "x", **more: object) -> tuple[bool, bool]:
    """Whether a spec with the field is read, and whether it fits."""
    given = {"project": {"enums": {"kind": ["a", "b"]}}, **spec(field, name, **more)}
    try:
        read_spec(given, ProjectName("shop"), str)
    except InvalidSpec:
        return False, VALIDATOR.is_valid(given)
    return True, VALIDATOR.is_valid(given)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(fields())
def test_what_is_written_fits(field: Field) -> None:
    assume(field.to in ("", "users") and not (field.to and field.required))
    assert agreement(field.to_json()) == (True, True)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(given_fields())
def test_what_is_read_fits(given: dict[str, Any]) -> None:
    if read_field("x", given).field is not None:
        assert VALIDATOR.is_valid(spec(given))


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("key", KEYS)
def test_a_value_that_cannot_be_right_does_not_fit(kind: str, key: str) -> None:
    for value in ODD:
        field = {"type": kind, **NEEDED.get(kind, {}), key: value}
        faults = read_field("x", field).faults
        goes_wrong_alone = any(not fault.what.startswith(CROSSING) for fault in faults)
        assert VALIDATOR.is_valid(spec(field)) != goes_wrong_alone, (field, faults)


GOOD = [
    *("string", "text:required", "string:default=", "string:pattern=^a=b$", "float:max=1e3"),
    "text:unique",
    *(
        "decimal:min=0.01:precision=10",
        "boolean:default=true",
        "date:default=now",
        "json:default={}",
    ),
    *("enum:required:values=a,b:default=a", "reference:to=users", "many:to=users"),
    *(
        "password:min=10",
        "uuid:index",
        "reference:on_delete=set_null:to=users:unique",
        "integer:nullable:default=1",
        "enum:description=a, b:values=a",
        "enum:unique:of=kind",
        "enum:of=Kind:default=b",
        "uuid:default=uuid",
        "list:of=uuid",
        "list:default=[]:of=string:required",
    ),
]
BAD: list[Any] = [
    *(None, 1, True, [], {}, "", "strng", "String", "string:", "string:requird", "string\n"),
    *("string:required=true", "string:max", "string:max=a", "string:precision=2", "json:unique"),
    *("integer:min=a", "integer:default=1.5", "float:default=nan", "decimal:min=1e5"),
    *("boolean:default=1", "uuid:default=x", "enum", "enum:default=a", "enum:values="),
    *(
        "reference",
        "reference:to=",
        "reference:to=users:on_delete=x",
        "many",
        "many:to=users:private",
    ),
    *("enum:of=", "enum:of=a:values=a", {"type": "enum"}, {"type": "enum", "of": 1}),
    {"type": "enum", "of": "kind", "values": ["a"]},
    *("password:default=x", "json:unique", "string:type=text"),
]
LAXER: list[Any] = [
    *("string:required:required", "string:private:readonly", "string:unique:index", "string:max=0"),
    *("integer:min=2:max=1", "enum:values=a,a", "enum:values=a:default=b", "string:pattern=["),
    *("reference:to=nobody", "reference:to=users:required", "date:min=2030-02-30", "url:unique"),
    *("decimal:precision=39", "decimal:min=1.2.3", "json:default=null", "email:default=x"),
    *("reference:to=users:required:on_delete=set_null", "integer:max=3000000000"),
    *({"type": "integer", "min": 1.0}, {"type": "decimal", "scale": 3, "precision": 2}),
]


@pytest.mark.parametrize("field", GOOD)
def test_a_good_field_is_read_and_fits(field: object) -> None:
    assert agreement(field) == (True, True)


@pytest.mark.parametrize("field", BAD, ids=repr)
def test_a_bad_field_is_refused_and_does_not_fit(field: object) -> None:
    assert agreement(field) == (False, False)


@pytest.mark.parametrize("field", LAXER, ids=repr)
def test_only_what_does_not_go_together_fits_and_is_refused(field: object) -> None:
    assert agreement(field) == (False, True)


@pytest.mark.parametrize("name", ["_a", "a_", "a__b", "", "1a", "a-b", "é", "n" * 59, "a\n"])
def test_a_bad_name_does_not_fit(name: str) -> None:
    assert agreement("text", name) == (False, False)


@pytest.mark.parametrize("name", ["A", "first_name", "n" * 58, "x1_2"])
def test_a_good_name_fits(name: str) -> None:
    assert agreement("text", name) == (True, True)


@pytest.mark.parametrize("name", ["id", "created_at"])
def test_a_reserved_name_fits_and_is_refused(name: str) -> None:
    assert agreement("text", name) == (False, True)


def test_a_route_with_fields_has_subroutes_and_neither_type_nor_mock() -> None:
    assert agreement("text", subroutes={"latest": {"mock": 1}}) == (True, True)
    assert agreement("text", type="GET") == (False, False)
    assert agreement("text", mock=None) == (False, False)
    empty: dict[str, Any] = {"routes": {"users": {"fields": {}}}}
    assert not VALIDATOR.is_valid(empty)
