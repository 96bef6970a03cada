"""The files of a route with fields: formatted, linted and typed for fields of every kind."""

import ast
import subprocess
import sys
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from ant.artifacts.project import render_project
from ant.artifacts.registry import render_route
from ant.core.fields.field import Default, Field
from ant.core.names.identifiers import ProjectName
from ant.core.names.route_names import RouteNames
from ant.core.relation_rules import broken_relations
from ant.core.spec import Route, Spec
from ant.core.spec_reader import read_spec
from ant.rendering.code import Code, assigned, call, text
from support.fields import fields

LENGTHS = (1, 8, 15, 22, 29, 36, 43, 50, 57)


def routes_with(given: list[Field], name: str) -> list[Route]:
    """A route with these fields, and those that they lead to."""
    targets = [Route(RouteNames(name), fields=(Field("x", "text"),)) for name in ("users", "tags")]
    return [Route(RouteNames(name), fields=tuple(given)), *targets]


def write_project(root: Path, routes: list[Route]) -> None:
    """Write the whole project: a linter looks for what is imported."""
    for path, content in render_project(Spec(ProjectName("x"), routes=tuple(routes))).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def assert_clean(folder: Path) -> None:
    """The formatter and the linter find nothing in any file below a folder."""
    for check in (["format", "--check"], ["check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *check, "--no-cache", "-q", "."],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout[:3000]) == (0, "")


@pytest.mark.slow
def test_fields_of_every_kind_stay_formatted_and_linted(tmp_path: Path) -> None:
    trees: list[list[Route]] = []

    @settings(
        max_examples=60, database=None, derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )  # fmt: skip
    @given(st.lists(fields(), min_size=1, max_size=8), st.sampled_from(LENGTHS))
    @example([Field("a", "list", of="uuid", default=Default([]))], 1)
    def collect(given_fields: list[Field], length: int) -> None:
        named = [
            field._replace(name=f"{chr(97 + number)}{'x' * (length - 1)}")
            for number, field in enumerate(given_fields)
        ]
        routes = routes_with(named, "r" * length)
        assume(not list(broken_relations(tuple(routes))))
        trees.append(routes)

    collect()
    for number, routes in enumerate(trees):
        write_project(tmp_path / str(number), routes)
    assert_clean(tmp_path)


@pytest.mark.parametrize("length", [1, 40])
@pytest.mark.parametrize("project", [{}, {"json": "camelCase", "key": "uuid", "auth": "token"}])
def test_words_of_routes_stay_formatted_and_linted_together(
    project: dict[str, Any], length: int, tmp_path: Path
) -> None:
    keys: tuple[dict[str, Any], ...] = (
        {},
        {"key": "integer"},
        {"key": "uuid"},
        {"key": "string:max=9"},
        {"key": "user"},
    )
    words: tuple[dict[str, Any], ...] = (
        {},
        {"delete": "soft"},
        {"bulk": True},
        {"delete": "soft", "bulk": True},
    )
    fields = {"user": "reference:to=users:required", "name": "string:unique", "photo": "binary"}
    routes: dict[str, Any] = {"users": {"fields": {"name": "string:required"}}}
    routes["b" + "r" * length] = {"fields": {"user": "reference:to=users:unique"}}
    routes["users"]["fields"] |= {"main": f"reference:unique:to=b{'r' * length}"}
    for number, (key, word, taken) in enumerate(product(keys, words, (2, 3))):
        named = chr(97 + number // 26) + chr(97 + number % 26) + "r" * length
        routes[named] = {**key, **word, "fields": dict(list(fields.items())[:taken])}
    files = render_project(
        read_spec({"project": project, "routes": routes}, ProjectName("x"), lambda path: str(path))
    )
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert_clean(tmp_path)


HOSTILE = st.text() | st.sampled_from(
    ['"""', "'''", "\\", '"\\', "{{ x }}", "{% if x %}", "#", "\r\n", "\u2028", "\ud800", "é'\""]
)


@given(HOSTILE)
def test_a_text_becomes_a_literal_that_gives_it_back(value: str) -> None:
    code = text(value)
    assert ast.literal_eval(code) == value
    assert code.isascii() and "\n" not in code


@given(st.lists(HOSTILE.filter(str.strip), min_size=1, max_size=4, unique=True))
def test_no_text_of_a_field_changes_the_code_around_it(values: list[str]) -> None:
    def shape(given: list[str]) -> list[str]:
        field = Field("kind", "enum", values=tuple(given), default=Default(given[0]))
        plain = Field("label", "string", maximum=255, default=Default(given[-1]))
        route = Route(RouteNames("things"), fields=(field, plain))
        return [_without_texts(content) for content in render_route(route).values()]

    assert shape(values) == shape([f"v{number}" for number, _ in enumerate(values)])


def _without_texts(content: bytes) -> str:
    tree = ast.parse(content)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


@pytest.mark.parametrize("width", range(70, 130))
def test_a_call_is_laid_out_as_the_formatter_would(width: int, tmp_path: Path) -> None:
    long = "a" * (width - 60)
    given = [
        assigned("x", call("f", call("g", long, b="1"), c="True"), ""),
        assigned("y", call("f", Code("[", ['"a"', long], "]"), call("h", long)), ""),
        assigned("z", call("f", call("g", long, long, Code("[", [long], "]"))), ""),
    ]
    code = "\n".join(given) + "\n"
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--line-length", "100", "-q", "-"],
        input=code, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == code
