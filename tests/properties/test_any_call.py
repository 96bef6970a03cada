"""Whatever a coding agent sends, a server answers it with what is wrong, and writes nothing."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ant.mcp.folders import Folders
from ant.mcp.plans import Plans
from ant.mcp.requests import REQUESTS
from ant.mcp.server import TOOLS, answer
from ant.mcp.tools.tool import Context
from conftest import GrownProject
from support.trees import snapshot

LOOKING = sorted(name for name, tool in TOOLS.items() if tool.destroys is None)
WORDS = st.sampled_from(
    ["users", "name", "age", "note", "../x", "", ".", "public", "role:admin", "losses", "string",
     "fill:users.age", "rename:users.age=x", "users.name", "name:string", "age:integer:min=3",
     "a:reference:to=users", "GET", "age > 3", "by_hand", "force", "routes: {x: {}}"]
)  # fmt: skip
KEYS = st.sampled_from(
    ["type", "to", "fields", "routes", "auth", "mock", "subroutes", "values", "default", "min",
     "max", "where", "unique", "index", "check", "project", "users", "age"]
)  # fmt: skip
LEAVES = st.one_of(
    WORDS, st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6)
)  # fmt: skip
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    """The name of a request, and for its arguments anything."""
    name = draw(st.sampled_from([*REQUESTS]))
    arguments = {
        field: draw(WORDS | VALUES)
        for field in REQUESTS[name]._fields
        if field not in REQUESTS[name]._field_defaults or draw(st.booleans())
    }
    return {"request": name, "arguments": arguments}


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A tool that only looks, most often ``plan``, and its arguments."""
    tool = draw(st.sampled_from(["plan", "plan", "plan", *LOOKING]))
    given_ = {
        name.removesuffix("!"): draw(WORDS | VALUES)
        for name in TOOLS[tool].takes
        if name != "project_path" and (name.endswith("!") or draw(st.booleans()))
    }
    if tool == "plan" and draw(st.booleans()):
        given_ = draw(requests())
    return tool, given_


@pytest.mark.exhaustive
def test_no_call_leads_to_a_fault_of_ours_or_leaves_a_trace(grown_project: GrownProject) -> None:
    project: Path = grown_project(("generate", "route", "users", "name:string", "age:integer"))
    before = snapshot(project)
    context = Context(Folders([str(project)]), Plans())

    @settings(max_examples=300)
    @given(calls())
    def look(call: tuple[str, dict[str, Any]]) -> None:
        result = answer(context, TOOLS[call[0]], call[1])
        problems = (result.structured_content or {}).get("problems", [])
        assert result.is_error is False or problems
        assert "internal_error" not in {problem["code"] for problem in problems}, problems

    look()
    assert snapshot(project) == before
