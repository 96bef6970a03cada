"""From a spec to files."""

import ast
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from minijinja import TemplateError

from ant import __version__
from ant.artifacts.project import FOLDER, render_env_file, render_project
from ant.core.names.identifiers import ProjectName
from ant.core.names.route_names import RouteNames
from ant.core.spec import METHODS, Mock, Route, Secrets, Spec, Subroute
from ant.core.table_rules.rules import NO_RULES, Comparison, TableRules, Together
from ant.operations.new_project import new_project
from ant.rendering.engine import render_template
from ant.rendering.manifest import manifest_text
from ant.rendering.templates import ROOT
from support.fields import fields
from support.generated import REPOSITORY

DOCUMENTED = REPOSITORY / "tests/rendering/documented_paths.txt"
NAMES = ["my-api", "My.API", "123", "___", "a" * 100]


@pytest.mark.parametrize("path", DOCUMENTED.read_text().split())
def test_every_documented_path_is_there(path: str) -> None:
    assert path in {*render_project(new_project("my-api")), ".env"}


def test_api_is_no_package_so_that_it_can_be_the_root_of_imports() -> None:
    assert "api/__init__.py" not in render_project(new_project("my-api"))


@pytest.mark.parametrize("name", NAMES)
def test_all_python_parses_and_nothing_of_a_template_is_left(name: str) -> None:
    for path, content in render_project(new_project(name)).items():
        text = content.decode()
        assert not re.search(r"\{%|%\}|(?<!\$)\{\{", text), path
        assert text.endswith("\n") and not text.endswith("\n\n"), path
        if path.endswith(".py"):
            ast.parse(text)


def test_the_secrets_are_in_the_env_file_and_nowhere_else() -> None:
    spec = new_project("my-api")
    content = render_env_file(spec, Secrets("the-jwt-secret", "the-password")).decode()
    assert "JWT_SECRET=the-jwt-secret\n" in content
    assert "POSTGRES_PASSWORD=the-password\n" in content
    assert ".env" not in render_project(spec)


def test_the_same_spec_gives_the_same_bytes() -> None:
    assert render_project(new_project("a")) == render_project(new_project("a"))


def test_the_template_is_what_git_tracks_and_no_cache_of_pip_or_a_tool() -> None:
    template = Path(ROOT) / FOLDER
    cache = template / ".mypy_cache"
    cache.mkdir(exist_ok=True)
    (cache / "x").touch()
    try:
        rendered = set(render_project(new_project("a"))) | {".env"}
    finally:
        shutil.rmtree(cache)
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "."],
        cwd=template, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert rendered == {path.removesuffix(".jinja") for path in listing.stdout.split()}


def test_a_name_that_the_view_lacks_is_an_error() -> None:
    with pytest.raises(TemplateError):
        render_template("route/model.py.jinja", {})


names = st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True)
methods = st.sampled_from(METHODS)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
mocks = st.none() | st.builds(Mock, json_values)
subroutes = st.lists(
    st.builds(Subroute, names, methods, mocks), unique_by=lambda subroute: subroute.name, max_size=2
)
RULES = TableRules(
    (Together(("a", "b"), (("c__isnull", True),)),), checks=(Comparison("a", "<", "b"),)
)
stubs = st.builds(
    Route,
    names.map(RouteNames),
    methods,
    mocks,
    subroutes.map(tuple),
    fields=st.just(()),
    rules=st.just(NO_RULES),
    id=st.none(),
)
whole = st.builds(
    Route, names.map(RouteNames), st.just("GET"), st.none(), subroutes.map(tuple),
    fields=st.lists(fields(), min_size=1, max_size=1).map(tuple),
    rules=st.sampled_from([NO_RULES, RULES]), id=st.none(),
)  # fmt: skip
routes = stubs | whole
specs = st.builds(
    Spec, st.just(ProjectName("x")), st.text(),
    st.lists(routes, unique_by=lambda route: route.names, max_size=2).map(tuple),
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(specs)
def test_ant_json_is_what_the_standard_library_would_write(spec: Spec) -> None:
    head = {"$schema": ".ant/schema.json", "ant": spec.made_by or __version__}
    expected = json.dumps({**head, **spec.to_json()}, indent=2, ensure_ascii=False)
    assert manifest_text(spec) == expected


def test_templates_are_plain() -> None:
    for template in REPOSITORY.joinpath(ROOT).rglob("*.jinja"):
        text = template.read_text()
        assert "{%-" not in text and "-%}" not in text and "macro" not in text, template
        for line in text.splitlines():
            assert "{%" not in line or re.fullmatch(r"\s*\{% [^%]+ %\}", line), (template, line)
