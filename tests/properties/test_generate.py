"""Promises that hold for every name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ant.artifacts.project import render_project
from ant.core.errors import InvalidName
from ant.core.names.identifiers import parse_project_name
from ant.operations.new_project import new_project
from ant.reconcile.files import reconcile

good_names = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,30}", fullmatch=True).filter(
    lambda name: not re.fullmatch(r"(?i)con|prn|aux|nul|com[1-9]|lpt[1-9]", name)
)


@given(st.text(max_size=120))
def test_a_name_is_one_safe_path_component_or_is_refused(text: str) -> None:
    try:
        name = parse_project_name(text)
    except InvalidName:
        return
    assert name.text == text
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}", text)


@given(good_names)
def test_slug_and_database_are_valid_wherever_they_are_used(text: str) -> None:
    name = parse_project_name(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name.slug)
    assert re.fullmatch(r"[a-z][a-z0-9_]*", name.database)


@pytest.mark.slow
@given(good_names, good_names)
def test_reconcile_leads_from_any_project_to_any_other_and_then_rests(old: str, new: str) -> None:
    before, after = new_project(old), new_project(new)
    tree = render_project(before)
    tree |= {c.path: c.after or b"" for c in reconcile(tree, before, after).changes}
    assert tree == render_project(after)
    assert reconcile(tree, before, after).effective == ()
    assert reconcile(tree, after, after).changes == ()
