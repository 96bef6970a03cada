"""Promises that hold for every way in which the fields of routes change."""

import ast
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ant.artifacts.project import render_project
from ant.core.fields.polymorphic import written
from ant.core.names.identifiers import parse_project_name
from ant.core.names.renames import Renames, renamed
from ant.core.planning.consent import Consent
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from ant.operations.add_field import add_field
from ant.reconcile.files import reconcile
from properties.test_growth import Files, code_of, edited_project, edits, is_kept, step

POOL = {
    "name": "string:required:max=120",
    "age": "integer:min=0",
    "price": "decimal:min=1",
    "born": "date:min=1900-01-01",
    "at": "datetime:default=now",
    "secret": "text:private",
    "word": "password:required",
    "token": "uuid:unique",
    "level": "integer:readonly:default=1",
    "kind": "enum:values=a,b:default=a",
    "rank": "enum:of=rank:default=low",
    "mood": "enum:of=mood",
    "extra": "json",
    "photo": "binary:max=900",
    "owner": "reference:to=users:on_delete=set_null",
    "labels": "many:to=tags",
    "subject": {"type": "reference", "to": ["orders"], "on_delete": "cascade"},
}
ROUTES = ("users", "orders", "tags")
ALWAYS = {"label": "string:required"}
"""So that references always lead to a route with fields."""
KEYS = {"tags": {"key": "uuid"}, "users": {"key": "string:max=9"}}

chosen = st.fixed_dictionaries(
    {route: st.lists(st.sampled_from(sorted(POOL)), unique=True, max_size=6) for route in ROUTES}
)


def spec_of(fields: dict[str, list[str]], ranks: tuple[str, ...] = ("low", "high")) -> Spec:
    routes: dict[str, Any] = {
        route: {
            **KEYS.get(route, {}),
            "fields": {**ALWAYS, **{name: POOL[name] for name in fields[route]}},
        }
        for route in ROUTES
    }
    enums = {"rank": [*ranks], "mood": ["good", "it's: bad"]}
    return read_spec(
        {"project": {"enums": enums}, "routes": routes}, parse_project_name("shop"), str
    )


@settings(deadline=None, max_examples=15)
@given(chosen, chosen, st.permutations(["low", "high", "top"]))
def test_any_fields_lead_to_any_others_and_then_there_is_nothing_to_do(
    one: dict[str, list[str]], other: dict[str, list[str]], ranks: list[str]
) -> None:
    old, new = spec_of(one), spec_of(other, ranks=tuple(ranks))
    files = step(render_project(old), old, new)
    assert code_of(files) == code_of(render_project(new))
    assert reconcile(files, new, new).effective == ()


@pytest.mark.slow
@settings(deadline=None, max_examples=15)
@given(chosen, chosen, edits)
@example(  # two names of one module come and go
    {"users": ["age"], "orders": [], "tags": []},
    {"users": ["labels", "owner"], "orders": [], "tags": []},
    frozenset({"code"}),
)
def test_growing_edited_resources_keeps_their_lines_and_shrinking_them_restores_them(
    fields: dict[str, list[str]], more: dict[str, list[str]], how: frozenset[str]
) -> None:
    spec = spec_of(fields)
    bigger = {
        route: [*fields[route], *(name for name in more[route] if name not in fields[route])]
        for route in ROUTES
    }
    grown = spec_of(bigger)
    files = edited_project(spec, how)
    after = step(files, spec, grown)
    for path, content in files.items():
        if path.endswith(".py"):
            ast.parse(after[path])
            if path.startswith(("api/repositories/", "api/routes/")) and bigger == fields:
                assert is_kept(content, after[path]), path
    assert reconcile(after, grown, grown).effective == ()
    assert code_of(step(after, grown, spec)) == code_of(files)


@pytest.mark.slow
@settings(deadline=None, max_examples=10)
@given(chosen, st.randoms(use_true_random=False), edits)
@example(  # a class comes that a variable which is there already is to be made of
    {"users": [], "orders": [], "tags": ["labels", "subject"]},
    Random(1),
    frozenset({"code"}),
)
def test_the_order_of_adding_fields_changes_nothing_but_their_order(
    fields: dict[str, list[str]], random: Any, how: frozenset[str]
) -> None:
    target = spec_of(fields)
    added = [
        (route.names.text, field) for route in target.routes for field in written(route.fields)[1:]
    ]
    shuffled = list(added)
    random.shuffle(shuffled)
    trees = []
    for order in (added, shuffled):
        spec = spec_of({route: [] for route in ROUTES})
        files = edited_project(spec, how)
        for route, field in order:
            larger = add_field(spec, route, field)
            files, spec = step(files, spec, larger), larger
        trees.append(_meanings(files))
    assert trees[0] == trees[1]


def _meanings(files: Files) -> dict[str, list[str]]:
    """What the models and schemas say, whatever stands first."""
    wanted = ("api/models/", "api/schemas/")
    return {
        path: sorted(_one_name_an_import(ast.parse(content)))
        for path, content in files.items()
        if path.startswith(wanted)
    }


def _one_name_an_import(module: ast.Module) -> Iterator[str]:
    """The lines of a module, each imported name in its own: how many fit into one depends."""
    for node in module.body:
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}: {ast.unparse(alias)}" for alias in node.names)
        else:
            yield from ast.unparse(node).splitlines()


@pytest.mark.slow
@settings(deadline=None, max_examples=10)
@given(chosen, edits, st.sampled_from(["code", "comments"]))
def test_new_names_and_the_old_ones_again_leave_every_byte_as_it_was(
    fields: dict[str, list[str]], how: frozenset[str], also: str
) -> None:
    spec = spec_of(fields)
    renames = Renames({"users": "people"}, {("users", "label"): "title"})
    files = edited_project(spec, how | {also})
    there = _renamed(files, spec, renames)
    assert code_of(there).keys() != code_of(files).keys()
    back = _renamed(there, renamed(spec, renames), renames.inverted())
    assert code_of(back) == code_of(files)


def _renamed(files: Files, spec: Spec, renames: Renames) -> Files:
    result = dict(files)
    for change in reconcile(files, spec, renamed(spec, renames), Consent(renames=renames)).changes:
        if change.after is None:
            del result[change.path]
        else:
            result[change.path] = change.after
    return result
