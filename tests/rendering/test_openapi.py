"""The documents of routes with fields."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from ant.api.specs import spec_from
from ant.core.field_reader import read_field
from ant.core.field_values import held_value
from ant.core.fields import Field
from ant.core.names import parse_project_name
from ant.core.route_names import RouteNames
from ant.core.spec import Route, Spec
from ant.rendering.json_text import json_text
from ant.rendering.openapi import documents_of, render_openapi
from ant.rendering.openapi_fields import returned, sent
from ant.rendering.project import render_difference, render_project
from support.fields import fields
from support.generated import REPOSITORY
from support.openapi import document_of, faults

EXAMPLES = sorted(path.name for path in (REPOSITORY / "examples").glob("*.json"))
COMMON = json.loads(
    (REPOSITORY / "src/ant/templates/project/api/openapi/common-parts.json").read_bytes()
)


def spec_of(**routes: dict[str, object]) -> Spec:
    made = []
    for name, given_fields in routes.items():
        read = [read_field(key, value) for key, value in given_fields.items()]
        assert all(each.field for each in read), read
        found = tuple(each.field for each in read if each.field)
        made.append(Route(RouteNames(name), fields=found))
    return Spec(parse_project_name("api"), "Says “ä”.", tuple(made))


SHOP = spec_of(
    users={"name": "string:required:max=20", "secret": "password", "tags": "many:to=tags"},
    tags={"label": "string"},
    orders={
        "user": "reference:to=users:required",
        "note": "text:private",
        "no": "integer:readonly",
    },
)


def accepts(schema: dict[str, Any], value: object) -> bool:
    whole = {**schema, "components": COMMON["components"]}
    return bool(Draft202012Validator(whole).is_valid(value))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_document_of_every_example_is_openapi(name: str) -> None:
    spec = spec_from(str(REPOSITORY / "examples" / name), parse_project_name("api"))
    assert faults(document_of(spec)) == []


def test_the_document_of_a_project_without_routes_is_openapi() -> None:
    document = document_of(Spec(parse_project_name("bare")))
    assert faults(document) == []
    assert document["info"] == {"title": "bare", "version": "1.0.0"}
    assert [*document["paths"]] == ["/"]


@pytest.mark.parametrize("spec", [SHOP, SHOP._replace(description="", routes=())])
def test_every_file_is_laid_out_as_a_change_of_it_would_be(spec: Spec) -> None:
    files = {path: text for path, text in render_project(spec).items() if "/openapi/" in path}
    for path, content in files.items():
        if path.endswith(".json"):
            assert json_text(json.loads(content)).encode() == content, path


def test_every_operation_is_there_and_each_path_where_its_rows_are() -> None:
    document = document_of(SHOP)
    assert faults(document) == []
    operations = {
        f"{method} {path}"
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    }
    own = {
        f"{method} /{name}{rest}"
        for name in ("users", "tags", "orders")
        for rest, methods in {"": "get post", "/{id}": "get put patch delete"}.items()
        for method in methods.split()
    }
    assert operations == own | {
        "get /",
        "get /users/{id}/orders",
        "get /users/{id}/tags",
        "put /users/{id}/tags/{tags_id}",
        "delete /users/{id}/tags/{tags_id}",
    }
    files = render_openapi(SHOP, ["tags"])
    assert "/users/{id}/tags" in json.loads(files["api/openapi/tags.json"])["paths"]


@pytest.mark.parametrize(
    ("added", "documents"),
    [
        ({"user": "reference:to=users", "text": "text"}, {"notes"}),
        ({"tags": "many:to=tags", "text": "text"}, {"notes", "tags"}),
    ],
)
def test_a_route_that_is_added_changes_no_document_but_of_what_it_lists(
    added: dict[str, object], documents: set[str]
) -> None:
    notes = spec_of(notes=added).routes
    larger = SHOP._replace(routes=(*SHOP.routes, *notes))
    before, after = render_difference(SHOP, larger), render_difference(larger, SHOP)
    changed = {path for path in after if "openapi" in path and after[path] != before.get(path)}
    assert changed == {f"api/openapi/{name}.json" for name in documents}
    whole = render_openapi(larger, [route.names.text for route in larger.routes])
    assert all(after.get(path, content) == content for path, content in whole.items())
    assert documents_of(notes) == [*dict.fromkeys(("notes", *sorted(documents)))]


def test_what_nobody_may_see_is_in_no_answer_and_no_parameter() -> None:
    schemas = document_of(SHOP)["components"]["schemas"]
    parameters = document_of(SHOP)["components"]["parameters"]
    assert [*schemas["Orders"]["properties"]] == ["id", "user_id", "no", "created_at", "updated_at"]
    assert [*schemas["Orders.Post"]["properties"]] == ["user_id", "note"]
    assert "secret" not in schemas["Users"]["properties"]
    assert schemas["Users.Post"]["properties"]["secret"]["writeOnly"]
    assert schemas["Orders"]["properties"]["no"]["readOnly"]
    assert not [name for name in parameters if "secret" in name or "note" in name]


def test_sorting_knows_the_columns_that_are_returned() -> None:
    sort = document_of(SHOP)["components"]["parameters"]["orders.sort"]["schema"]["pattern"]
    for right in ("id", "-created_at,user_id", "no,-no"):
        assert re.search(sort, right)
    for wrong in ("", "note", "user", "id,", "--id", "id;no"):
        assert not re.search(sort, wrong)


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("string:required:min=2:max=3", ["ab", "abc"], ["a", "abcd", "a\0b", None, 1]),
        ({"type": "string", "pattern": "^[a-z]+$"}, ["abc", None], ["ABC", "a\0"]),
        ("integer:min=0:max=9", [0, 9, None], [-1, 10, "1", 1.5, True]),
        ("bigint:required", [2**63 - 1], [2**63, None]),
        ("float:min=0.5", [0.5, 1e300, None], [0.4, "1"]),
        (
            "decimal:precision=4:scale=2:min=0.5:max=10",
            ["0.5", "0.50", "9.99", "10", 0.5, 10, None],
            ["0.49", "10.01", "1.234", "-1", "1e1", "", 0.25, 10.01, 0.001],
        ),
        ("decimal:precision=4:scale=2", ["99.99", "-99.99", -99], ["100", 100, "00"]),
        ("boolean", [True, None], [0, "true"]),
        ("date:min=2020-01-01:max=2020-12-31", ["2020-06-30"], ["2019-12-31", "2021-01-01"]),
        (
            {"type": "time", "min": "08:00:00"},
            ["08:00:00", "23:59:59.999"],
            ["07:59:59", "24:00:00"],
        ),
        ("enum:values=new,paid:required", ["new"], ["old", None]),
        ("enum:values=new,paid", ["new", None], ["old"]),
        ("enum:values=new,paid:default=new", ["new"], [None]),
        ("json", [None, {"a": [1, "b"]}], ["\0", {"\0": 1}, [["\0"]]]),
        ("json:required", [0, "", {}], [None]),
        ("reference:to=users", [1, None], ["1", 2**63]),
        ("password:required", ["12345678"], ["1234567", None]),
    ],
)
def test_a_body_is_checked_as_the_server_checks_it(
    field: object, right: list[object], wrong: list[object]
) -> None:
    made = read_field("x", field).field
    assert made
    schema = sent(made)
    assert [value for value in right if not accepts(schema, value)] == []
    assert [value for value in wrong if accepts(schema, value)] == []


@settings(max_examples=200)
@given(fields())
def test_every_field_has_schemas_that_json_schema_allows(field: Field) -> None:
    if not field.is_column:
        return
    for schema in (returned(field), sent(field)):
        Draft202012Validator.check_schema(schema)
        assert accepts(schema, None) == field.nullable
    if field.default is not None and "default" in sent(field):
        assert accepts(sent(field), sent(field)["default"])


PYTHON_ALONE = [
    "(?P<a>x)", r"\Ax", r"x\Z", "(?i)x", "(?m)^a$", "(?#c)a", "(?>a)", "(a)?(?(1)b)", r"^(ab)\1$",
    "^a++b$", "^a?+b$", "^a{2}+$", "^[^]a]$", "^[]]$", "^a{,3}$", r"^\N{DIGIT ONE}$",
    r"^\U0001F600$", r"^\-a$", r"\@", r"\_", "^a}$", "^]$", "{{x}}",
]  # fmt: skip
"""Patterns that JavaScript, whose JSON Schema has, refuses in its mode ``u`` or reads otherwise."""


@pytest.mark.parametrize("pattern", PYTHON_ALONE)
def test_what_only_python_understands_is_told_in_words(pattern: str) -> None:
    made = read_field("x", {"type": "string", "pattern": pattern}).field
    assert made
    schema = sent(made)
    assert repr(pattern) in schema["description"] and pattern not in json.dumps(schema["pattern"])


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\d{3}-\d{4}$", "^(ab|cd)*?$", r"^[\w.-]+@x\.org$", "^[^a-z]$", "^(?:a|b)$", "^(?=a)b",
        "(?<!x)a", "^é$", r"\bfoo\b", r"[A-Za-z0-9\-]", r"^\+?\d+$", "^a{2,}b{2}$", "a??",
    ],
)  # fmt: skip
def test_a_pattern_that_all_understand_is_told(pattern: str) -> None:
    made = read_field("x", {"type": "string", "pattern": pattern}).field
    assert made
    assert pattern in json.dumps(sent(made), ensure_ascii=False).replace("\\\\", "\\")


def test_a_default_of_a_decimal_is_the_text_that_is_held() -> None:
    made = read_field("x", "decimal:default=1.50").field
    assert made
    assert sent(made)["default"] == held_value("decimal", "1.50") == "1.5"
