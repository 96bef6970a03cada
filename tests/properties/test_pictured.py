"""Promises that hold for the picture in a README, however a project and its README change."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ant.artifacts.paths import README
from ant.artifacts.project import render_project
from ant.core.names.route_names import RouteNames
from ant.core.spec import Route, Spec
from ant.reconcile.files import reconcile
from support.pictured import SHAPES, spec_of

NAMES = [name for name in SHAPES if name not in ("star", "flat")]  # the small ones
stubs = st.lists(st.sampled_from(["health", "ping"]), unique=True, max_size=2)
lines = st.sampled_from(["mine", "", "## Mine", "```mermaid", "erDiagram", "## Settings"])


def stubbed(spec: Spec, names: list[str]) -> Spec:
    return spec._replace(routes=(*spec.routes, *(Route(RouteNames(name)) for name in names)))


specs = st.builds(stubbed, st.sampled_from(NAMES).map(lambda n: spec_of(SHAPES[n])), stubs)


def step(files: dict[str, bytes], old: Spec, new: Spec) -> dict[str, bytes]:
    result = dict(files)
    for change in reconcile(files, old, new).changes:
        if change.after is None:
            del result[change.path]
        else:
            result[change.path] = change.after
    return result


@pytest.mark.slow
@settings(max_examples=40)
@given(specs, specs)
def test_any_spec_leads_to_any_other_and_back(old: Spec, new: Spec) -> None:
    files = render_project(old)
    there = step(files, old, new)
    assert there[README] == render_project(new)[README]
    assert reconcile(there, new, new).effective == ()
    assert step(there, new, old)[README] == files[README]


@pytest.mark.slow
@settings(max_examples=40)
@given(specs, specs, st.lists(st.tuples(st.integers(0, 200), lines), min_size=1, max_size=5))
def test_no_edit_of_a_readme_stops_a_project_from_growing(
    old: Spec, new: Spec, edits: list[tuple[int, str]]
) -> None:
    files = render_project(old)
    text = files[README].decode().split("\n")
    for place, line in edits:
        text.insert(place, line)
    files[README] = "\n".join(text).encode()
    there = step(files, old, new)
    fresh = render_project(new)
    assert {path: there[path] for path in fresh if path != README} == {
        path: content for path, content in fresh.items() if path != README
    }
    assert there[README].decode().split("\n").count("mine") == text.count("mine")
