"""The module with the values of a project's enums, which makes the rules of their columns."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ant.artifacts.paths import ENUMS
from ant.artifacts.plugins import plugin_of, render_with_plugins
from ant.core.names.identifiers import ProjectName
from ant.core.spec import Spec
from ant.core.spec_reader import read_spec
from ant.rendering.tables.checks import checks_of

VALUES = st.lists(
    st.text(st.sampled_from("ab :'\"%é\\_,"), min_size=1, max_size=60)
    | st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=9),
    min_size=1, max_size=6, unique=True,
)  # fmt: skip


def spec_with(values: list[str], **more: Any) -> Spec:
    route = {"fields": {"group": "enum:of=rank"}, **more}
    said = {"project": {"enums": {"rank": values}}, "routes": {"users": route}}
    return read_spec(said, ProjectName("shop"), json.dumps)


@settings(deadline=None, max_examples=60)
@given(VALUES)
def test_the_rule_of_a_column_is_that_of_its_migration(values: list[str]) -> None:
    spec = spec_with(values)
    module: dict[str, Any] = {}
    exec(render_with_plugins(spec)[ENUMS].decode(), module)
    assert module["RANK_VALUES"] == tuple(values)
    [check] = checks_of(spec.routes[0].fields[0])
    assert module["one_of"]('"group"', module["RANK_VALUES"]) == check.sql("group")


def test_a_plugin_of_the_document_is_made_of_those_before_it() -> None:
    plain = spec_with(["a"])._replace(enums=())
    both = spec_with(["a"], bulk=True)
    assert plugin_of(plain) == "helper.openapi_resources import ResourcePlugin"
    assert plugin_of(both) == "helper.openapi_enums import EnumsPlugin"
    files = render_with_plugins(both)
    base = b"from helper.openapi_many_rows import ManyRowsPlugin as Plugin"
    assert base in files["api/helper/openapi_enums.py"]
    assert render_with_plugins(plain) == {}
