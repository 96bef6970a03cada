"""Fields: two spellings, one value, and a reason for each one that is refused."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ant.core.fields.field import KEYS, Default, Field
from ant.core.fields.reader import read_field
from ant.field_types.registry import TYPES
from support.fields import JSON, fields


def read(given: object, name: str = "x") -> Field:
    field, faults = read_field(name, given)
    assert field is not None, faults
    return field


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(fields())
def test_a_field_is_read_back_from_what_is_written(field: Field) -> None:
    written = field.to_json()
    assert read(written) == field
    assert json.dumps(read(written).to_json()) == json.dumps(written)
    assert read(json.loads(json.dumps(written))) == field


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(fields())
def test_the_short_string_says_the_same_as_the_object(field: Field) -> None:
    assert read(field._as_object()) == field
    default = json.dumps(field.default)
    assert json.dumps(read(field.to_json()).default) == default


@pytest.mark.parametrize(
    ("short", "spelled"),
    [
        ("string", {"type": "string"}),
        ("string:required:max=120", {"type": "string", "required": True, "max": 120}),
        ("string:default=", {"type": "string", "default": ""}),
        ("string:default=5", {"type": "string", "default": "5"}),
        ("string:pattern=^a=b$", {"type": "string", "pattern": "^a=b$"}),
        ("integer:default=5:min=-1", {"type": "integer", "default": 5, "min": -1}),
        ("float:default=5", {"type": "float", "default": 5.0}),
        ("float:max=1e3", {"type": "float", "max": 1000}),
        ("decimal:min=0.10", {"type": "decimal", "min": "0.1"}),
        ("decimal:min=0.10", {"type": "decimal", "min": 0.1, "precision": 12, "scale": 2}),
        ("boolean:default=false", {"type": "boolean", "default": False}),
        ('json:default={"a"', None),
        ("json:default=[1,2]", {"type": "json", "default": [1, 2]}),
        ("json:default=abc", {"type": "json", "default": "abc"}),
        ("date:default=now", {"type": "date", "default": "now"}),
        ("uuid:unique:default=uuid", {"type": "uuid", "unique": True, "default": "uuid"}),
        ("enum:values=a,b:default=b", {"type": "enum", "values": ["a", "b"], "default": "b"}),
        ("many:to=Tags", {"type": "many", "to": "tags"}),
        ("reference:to=users", {"type": "reference", "to": "users", "on_delete": "restrict"}),
    ],
)
def test_both_spellings_give_the_same_value(short: str, spelled: dict[str, Any] | None) -> None:
    if spelled is not None:
        assert read(short) == read(spelled)
    else:
        assert read(short).default == Default(short.partition("default=")[2])


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("string:unique:required:max=255", "string:required:unique"),
        ("password:min=8:max=128", "password"),
        ("decimal:scale=2:precision=12", "decimal"),
        ("decimal:precision=1:scale=1", "decimal:precision=1"),
        ("reference:on_delete=restrict:to=users", "reference:to=users"),
        ("float:max=1", "float:max=1.0"),
        ({"type": "enum", "values": ["a:b", "c"]}, {"type": "enum", "values": ["a:b", "c"]}),
        ({"type": "enum", "values": ["a,b"]}, {"type": "enum", "values": ["a,b"]}),
        ({"type": "string", "default": "a\n"}, {"type": "string", "default": "a\n"}),
        ({"type": "json", "default": "5"}, 'json:default="5"'),
        ({"type": "string", "unique": False}, "string"),
        ('json:description=A "b", = c:default=1', 'json:default=1:description=A "b", = c'),
        ({"type": "text", "description": " a\n  b \n"}, "text:description=a b"),
        ("enum:default=a:of=Some_kind:index", "enum:index:of=some_kind:default=a"),
        (
            {"type": "enum", "of": "kind", "description": "a: b"},
            {"type": "enum", "of": "kind", "description": "a: b"},
        ),
        ("text:unique", "text:unique:max=600"),
        ({"type": "text", "index": True, "max": 90}, "text:index:max=90"),
        ({"type": "text", "description": "a: b"}, {"type": "text", "description": "a: b"}),
    ],
)
def test_a_field_is_written_in_one_way(given: object, written: object) -> None:
    assert read(given).to_json() == written


def test_what_is_left_out_is_filled_in() -> None:
    assert [read(kind).maximum for kind in ("string", "email", "url", "password", "text")] == [
        255, 254, 2048, 128, None,
    ]  # fmt: skip
    assert read("password").minimum == 8
    assert (read("decimal").precision, read("decimal").scale) == (12, 2)
    assert read("reference:to=users").on_delete == "restrict"


def test_a_field_knows_its_column_and_whether_it_may_be_empty() -> None:
    user = read("reference:to=users", "user")
    assert (user.column, user.is_column, user.nullable) == ("user_id", True, True)
    tags = read("many:to=tags", "tags")
    assert (tags.column, tags.is_column, tags.nullable) == ("", False, False)
    assert not read("string:required").nullable
    assert not read("string:default=a").nullable
    assert read("string:default=a:nullable").nullable
    assert read("string:nullable").nullable
    assert read("string").column == "x"


@pytest.mark.parametrize("name", ["metadata", "class", "from", "bytes", "object", "load", "con"])
def test_a_name_that_python_needs_is_another_attribute_alone(name: str) -> None:
    field = read_field(name, "string").field
    assert field is not None
    assert (field.key, field.column) == (name, name)
    assert field.attribute == (name if name == "con" else f"{name}_")


# What is given, and what is said of it: a part of the reason, and of what to do.
REFUSED: list[tuple[Any, str, str]] = [
    (5, "must be a text or an object", "Write it like"),
    ({}, "it has no type", "Types: string"),
    ({"type": None}, "unknown type null", "Types: string"),
    ("strng", "unknown type 'strng'", "Did you mean 'string'?"),
    ("String", "unknown type 'String'", "Did you mean 'string'?"),
    ("", "it has no type", "Types:"),
    ("string:requird", "unknown modifier 'requird'", "Did you mean 'required'?"),
    ("string:zzzzz", "unknown modifier 'zzzzz'", "Modifiers: required"),
    ("string:", "unknown modifier ''", "Modifiers:"),
    ("string:required:required", "'required' stands twice", "Leave one"),
    ("string:max=1:max=2", "'max' stands twice", "Leave one"),
    ("string:required=true", "'required' takes no value", "Write required alone"),
    ("string:max", "'max' needs a value", "Write max="),
    ("string:type=text", "the type stands first", "string:required"),
    ({"type": "string", "required": 1}, "'required' must be true or false", "true"),
    ({"type": "string", "max": True}, "'max' is a length here", "max"),
    ("string:min=-1", "from 0 to 65535", "min"),
    ("string:max=0", "from 1 to 65535", "max"),
    ("string:max=65536", "from 1 to 65535", "max"),
    ("email:max=255", "from 1 to 254", "max"),
    ("password:max=2000", "from 1 to 1024", "max"),
    ("password:max=5", "'min' 8 is more than 'max' 5", "Turn"),
    ("integer:max=3000000000", "from -2147483648 to 2147483647", "max"),
    ("integer:min=a", "whole number", "min"),
    ("bigint:default=9223372036854775808", "whole number from", "default"),
    ({"type": "integer", "default": 1.0}, "whole number", "default"),
    ({"type": "integer", "default": True}, "whole number", "default"),
    ("float:max=1e999", "must be a number", "max"),
    ("float:default=nan", "must be a number", "default"),
    ({"type": "float", "default": 10**400}, "must be a number", "default"),
    ("decimal:min=1e5", "must be a decimal number such as 0.01", "min"),
    ("decimal:min=0.001", "more than 2 digits behind the point", "precision"),
    ("decimal:precision=4:max=100", "more than 2 digits before the point", "precision"),
    ("decimal:precision=4:default=100", "more than 2 digits before", "default"),
    ("decimal:precision=39", "from 1 to 38", "counts"),
    ("decimal:precision=0", "from 1 to 38", "counts"),
    ("decimal:precision=3:scale=4", "from 0 to the precision, which is 3", "behind"),
    ("decimal:precision=a", "'precision' must be a whole number", "precision=2"),
    ("decimal:min=2:max=10:default=1", "is less than 'min', which is 2", "default"),
    ("decimal:min=9:max=10:default=11", "is more than 'max', which is 10", "default"),
    ("integer:min=2:max=1", "'min' 2 is more than 'max' 1", "Turn"),
    ("decimal:min=10:max=9", "'min' 10 is more than 'max' 9", "Turn"),
    ("string:min=2:default=a", "is shorter than 'min'", "default"),
    ("string:max=2:default=abc", "is longer than 'max'", "default"),
    ("date:min=2030-02-29", "must be a date such as", "min"),
    ("date:min=2030-01-02:max=2030-01-01", "is more than 'max'", "Turn"),
    ("date:min=2030-01-02:default=2030-01-01", "is less than 'min'", "default"),
    ({"type": "date", "min": "0000-01-01"}, "must be a date", "min"),
    ({"type": "time", "min": "24:00:00"}, "must be a time such as", "min"),
    ({"type": "datetime", "min": "2030-01-01T00:00:00"}, "must be a time in UTC", "min"),
    ({"type": "datetime", "default": "Now"}, "must be a time in UTC", "default"),
    ("uuid:default=1", "must be a UUID", "default"),
    ("email:default=ada", "must be an email address", "default"),
    ("url:default=ftp", "must begin with http", "default"),
    ("boolean:default=1", "must be true or false", "default"),
    ({"type": "json", "default": None}, "must not be null", "default"),
    ({"type": "json", "default": ["\0"]}, "no database stores", "default"),
    ({"type": "json", "default": "\ud800"}, "no database stores", "default"),
    ({"type": "json", "default": float("nan")}, "must be JSON", "default"),
    ({"type": "string", "default": "\0"}, "no database stores", "default"),
    ("list", "'of' is missing", "one of string, integer, uuid"),
    ("list:of=text", "unknown 'of' 'text'", "one of string, integer, uuid"),
    ("list:of=string:default=a", "must be a list such as", "default"),
    ('list:of=string:default=["a",""]', "nothing but texts of 1 to 255", "default"),
    ("list:of=integer:default=[1.5]", "holds what must be a whole number", "default"),
    ('list:of=uuid:default=["uuid"]', "holds what must be a UUID", "default"),
    ("binary:default=AA==", "'default' does not go with binary", "It takes required"),
    ("binary:max=10000001", "from 1 to 10000000", "max"),
    ("enum", "'values' must be a list", "values=new,paid"),
    ("enum:values=", "the value '' must be 1 to 100", "values=new,paid"),
    ("enum:values=a,b,a", "the value 'a' stands twice", "values=new,paid"),
    (f"enum:values={','.join(map(str, range(201)))}", "more than 200 texts", "values=new,paid"),
    ({"type": "enum", "values": ["a" * 101]}, "must be 1 to 100 printable", "values"),
    ({"type": "enum", "values": ["a\n"]}, "must be 1 to 100 printable", "values"),
    ({"type": "enum", "values": "a"}, "must be a list", "values"),
    ({"type": "enum", "values": [1]}, "must be a list", "values"),
    ("enum:values=a,b:default=c", "must be one of a, b", "default"),
    ("reference", "'to' is missing", "Write to=ROUTE"),
    ("many", "'to' is missing", "Write to=ROUTE"),
    ("many:to=", "'to' must be a text that is not empty", "to"),
    ("reference:to=a:on_delete=cascad", "unknown 'on_delete' 'cascad'", "Did you mean 'cascade'?"),
    ("reference:to=a:on_delete=set_null:required", "'set_null' would leave", "cascade"),
    ("string:pattern=[", "is no regular expression", "re.compile"),
    ("string:pattern=[[a]", "is no regular expression", "re.compile"),
    ({"type": "string", "pattern": "a" * 201}, "longer than 200", "pattern"),
    ({"type": "string", "pattern": "a\n"}, "cannot be seen", "escape"),
    ({"type": "string", "pattern": ""}, "must be a text that is not empty", "pattern"),
    ("string:pattern=^b:default=a", "does not match the pattern '^b'", "default"),
    ("string:required:nullable", "is never null, so it is not 'nullable'", "Leave one"),
    ("smallint:max=32768", "from -32768 to 32767", "max"),
    ("string:description=a: b", "unknown modifier ' b'", "needs an object"),
    ("string:description=", "'description' must be a text that is not blank", "description"),
    ({"type": "string", "description": 1}, "must be a text", "description"),
    ({"type": "string", "description": "x" * 501}, "longer than 500 characters", "description"),
    ({"type": "string", "description": "a\0b"}, "cannot be seen", "description"),
    ("string:private:readonly", "'private' and 'readonly'", "Leave one"),
    ("string:required:readonly", "'readonly' and 'required'", "default"),
    ("string:unique:index", "'unique' makes an index already", "Leave 'index' out"),
    ("date:unique:default=now", "only one row could have the default", "Leave one"),
    ("string:unique:default=a", "only one row could have the default", "Leave one"),
    ("enum:unique:values=a", "only one row could have the one value", "Allow more values"),
    ("integer:unique:min=3:max=3", "only one row could have the one value", "Allow more values"),
    ("enum:of=a:values=b", "'values' and 'of' exclude each other", "Leave one"),
    ("enum:of=", "'of' must be a text that is not empty", ""),
    ("text:unique:max=601", "a text of 601 characters is too long to be 'unique'", "at most 600"),
    ("url:unique", "a text of 2048 characters is too long to be 'unique'", "at most 600"),
    ("string:index:max=601", "too long to be 'index'", "at most 600"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "what", "hint"), REFUSED, ids=str)
def test_a_field_is_refused_with_one_reason_and_what_to_do(
    given: object, what: str, hint: str
) -> None:
    field, faults = read_field("x", given)
    assert field is None
    assert len(faults) == 1, faults
    assert what in faults[0].what
    assert hint in f"{faults[0].what} {faults[0].hint}"


NOT_FOR = {
    "min": {"boolean", "uuid", "json", "list", "binary", "enum", "reference", "many"},
    "pattern": {*TYPES} - {"string", "text", "email", "url"},
    "precision": {*TYPES} - {"decimal"},
    "scale": {*TYPES} - {"decimal"},
    "values": {*TYPES} - {"enum"},
    "to": {*TYPES} - {"reference", "many"},
    "on_delete": {*TYPES} - {"reference"},
    "unique": {"json", "list", "binary", "many", "password"},
    "index": {"json", "list", "binary", "many", "password"},
    "default": {"binary", "password", "reference", "many"},
    "private": {"password", "many"},
    "readonly": {"password", "many"},
    "required": {"many"},
    "of": {*TYPES} - {"list", "enum"},
    "nullable": {"password", "many"},
    "description": set(),
}


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("key", NOT_FOR)
def test_a_modifier_goes_with_some_types_alone(kind: str, key: str) -> None:
    value = (
        True if key in ("required", "nullable", "unique", "index", "private", "readonly") else "1"
    )
    needed = {"to": "users"} if kind in ("reference", "many") else {}
    given: dict[str, Any] = {"enum": {"values": ["a"]}, "list": {"of": "string"}}
    faults = read_field("x", {"type": kind, **needed, **given.get(kind, {}), key: value}).faults
    refused = any("does not go with" in fault.what for fault in faults)
    assert refused == (kind in NOT_FOR[key])
    if refused:
        assert f"{key}'" in faults[0].what
        assert (faults[0].hint or "").startswith("It takes ")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    faults = read_field("x", "integer:min=a:max=b:default=c:pattern=x:foo").faults
    assert [fault.key for fault in faults] == ["pattern", "foo", "min", "max", "default"]


WORDS = st.sampled_from([*TYPES, *KEYS, "now", "true", "1", "-1", "a,b", "=", ":", ",", "0.1", "é"])
LINES = st.lists(WORDS | st.text(max_size=3), max_size=8).map("".join)
OBJECTS = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), JSON | WORDS, max_size=5)


@pytest.mark.slow
@settings(max_examples=600, deadline=None)
@given(JSON | LINES | OBJECTS | st.builds(lambda o, t: {**o, "type": t}, OBJECTS, WORDS))
def test_anything_is_read_or_refused_in_words_that_can_be_printed(given: object) -> None:
    field, faults = read_field("x", given)
    assert (field is None) == bool(faults)
    for fault in faults:
        assert fault.what.isprintable() and (fault.hint or "").isprintable()
        assert len(fault.what) < 300
    if field is not None:
        assert read(field.to_json()) == field


@pytest.mark.parametrize(
    ("spelled", "hint"),
    [
        ("int", "Did you mean 'integer'?"),
        ("number", "Did you mean 'decimal'?"),
        ("numbr", "Did you mean 'decimal'?"),
        ("timestamp", "Did you mean 'datetime'?"),
        ("Money", "Did you mean 'decimal'?"),
        ("VARCHAR", "Did you mean 'string'?"),
        ("jsonb", "Did you mean 'json'?"),
        ("belongs-to:to=users", "Did you mean 'reference'?"),
        ("required:string", "'required' is a modifier; the type stands first"),
        ("string:maxlength=3", "Did you mean 'max'?"),
        ("string:not_null", "Did you mean 'required'?"),
        ("string:regex=a", "Did you mean 'pattern'?"),
        ("string:null", "Leave it out: what is not 'required' may be null; with"),
        ("string:text", "A field has one type, which stands first."),
        ("reference:to=users:cascade", "Write on_delete=cascade."),
        ("enum:options=a,b", "Did you mean 'values'?"),
        ("enum:new,paid", "Write values=new,paid."),
        ("string:20", "Write max=20."),
        ("reference:users", "Write to=users."),
        ("reference:requird", "Did you mean 'required'?"),
        ("integer:20", "Modifiers: required"),
        ("zzz:users", "Types: string"),
        ("string[]", "Did you mean 'list'?"),
        ("phone", "Did you mean 'string'?"),
        ("integer:primary_key", "Leave it out: every row has an 'id', and 'key' of the route"),
        ("integer:AutoIncrement", "Leave it out: every row has an 'id'"),
    ],
)
def test_words_of_others_lead_to_ours(spelled: str, hint: str) -> None:
    fault = read_field("user", spelled).faults[0]
    assert (fault.hint or "").startswith(hint)


def test_a_modifier_in_the_place_of_the_type_and_its_value_are_both_told() -> None:
    kind, value = read_field("user", "on_delete:cascade").faults
    assert "the type stands first" in (kind.hint or "")
    assert value.hint == "Write on_delete=cascade."
