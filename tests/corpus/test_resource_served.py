"""Edited resources that have grown or shrunk in every way still answer over HTTP."""

from pathlib import Path
from typing import Any

import pytest

from ant.core.names.renames import NO_RENAMES, Renames
from corpus.edits import Files, write
from corpus.resource_cases import RESOURCE_CASES
from corpus.resource_growth import BASE, ORDERS, TAGS, USERS, Fields, Operation, carried, spec_of
from corpus.test_resource_corpus import FILES
from support.grown import ask
from support.sampling import sampled

BROKEN = ("no model", "no longer Python")
ANN = {"name": "Ann", "email": "ann@example.com", "age": 30, "phone": "1"}
GROWN: Fields = {
    **USERS, "site": "url", "born": "date:min=1900-01-01", "secret": "string:private",
    "word": "password", "tags": "many:to=tags",
}  # fmt: skip
SHRUNK: Fields = {name: text for name, text in USERS.items() if name != "age"}


def steps(name: str, *operations: Operation) -> Files:
    """A project after as many operations as are not refused."""
    files, spec = FILES[name], BASE
    for operation in operations:
        files, spec = carried(files, spec, operation), operation.new
    return files


def grows(name: str) -> bool:
    refused = RESOURCE_CASES[name].refused
    wanted = ("add a field", "add the first hidden field", "add a reference", "add many")
    return name not in BROKEN and not any(word in refused for word in wanted)


@pytest.mark.slow
@pytest.mark.parametrize("name", sampled([name for name in RESOURCE_CASES if grows(name)], every=3))
def test_an_edited_resource_answers_after_it_has_grown(
    name: str, tmp_path: Path, project_python: Path
) -> None:
    bigger = spec_of(
        users=GROWN, orders={**ORDERS, "buyer": "reference:to=users:on_delete=set_null"}, tags=TAGS
    )
    more = {
        "site": "https://a.example/",
        "born": "1990-01-02",
        "secret": "s",
        "word": "long enough",
    }
    requests: list[tuple[str, str, Any]] = [
        ("POST", "/users", ANN | more),
        ("POST", "/users", ANN | {"born": "1000-01-01"}),
        ("POST", "/tags", {"label": "vip"}),
        ("PUT", "/users/1/tags/1", None),
        ("GET", "/users/1/tags", None),
        ("POST", "/orders", {"total": "1.50", "user_id": 1, "buyer_id": 1}),
        ("GET", "/users/1/buyer_orders", None),
        ("GET", "/users/1", None),
    ]
    write(steps(name, Operation(bigger)), tmp_path)
    made, refused, _, linked, tags, _, orders, shown = ask(project_python, tmp_path, *requests)
    assert made[0] == 201
    assert refused[0] == 400
    assert {"born", "email"} & refused[1]["errors"].keys() == {"born"}
    assert linked[0] == 204
    assert [tag["label"] for tag in tags[1]["items"]] == ["vip"]
    assert [order["total"] for order in orders[1]["items"]] == ["1.50"]
    row = shown[1]
    assert row["site"] == more["site"]
    assert row["born"] == more["born"]
    assert not {"secret", "word"} & row.keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", sampled(sorted(RESOURCE_CASES.keys() - BROKEN), every=3))
def test_an_edited_resource_answers_after_it_has_shrunk_and_changed_names(
    name: str, tmp_path: Path, project_python: Path
) -> None:
    refused = RESOURCE_CASES[name].refused
    fields, called, phone = dict(USERS), "users", "phone"
    operations = []
    if "remove a field" not in refused:
        fields.pop("age")
        operations.append(Operation(spec_of(users=fields, orders=ORDERS, tags=TAGS)))
    if "rename a field" not in refused:
        fields = {("mobile" if key == "phone" else key): text for key, text in fields.items()}
        phone = "mobile"
        renames = Renames(fields={("users", "phone"): "mobile"})
        operations.append(Operation(spec_of(users=fields, orders=ORDERS, tags=TAGS), renames))
    if "rename a route" not in refused:
        called = "people"
        orders = {**ORDERS, "user": "reference:to=people"}
        renames = Renames(routes={"users": "people"})
        operations.append(Operation(spec_of(people=fields, orders=orders, tags=TAGS), renames))
    if "destroy a route that leads here" not in refused:
        routes: dict[str, Fields] = {called: fields, "tags": TAGS}
        operations.append(Operation(spec_of(**routes), NO_RENAMES))
    body = {"name": "Ann", "email": "ann@example.com", phone: "1"}
    write(steps(name, *operations), tmp_path)
    made, listed, orders_there = ask(
        project_python,
        tmp_path,
        ("POST", f"/{called}", body),
        ("GET", f"/{called}?{phone}=1", None),
        ("GET", "/orders", None),
    )
    assert made[0] == 201, made
    assert made[1]["name"] == "Ann"
    assert ("age" in made[1]) is ("age" in fields)
    assert [row[phone] for row in listed[1]["items"]] == ["1"]
    assert orders_there[0] == (200 if "destroy a route that leads here" in refused else 404)
