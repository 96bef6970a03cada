"""The files of a route: formatted for names of any length, and never shaped by anybody's text."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ant.artifacts.paths import DOCUMENTATION
from ant.artifacts.project import render_project
from ant.artifacts.registry import render_route
from ant.core.names.identifiers import ProjectName
from ant.core.names.route_names import RouteNames
from ant.core.spec import METHODS, Mock, Route, Spec, Subroute
from support.generated import TEMPLATE

TEXTS = st.text() | st.sampled_from(
    ['"""', "'''", "\\", 'x"\\', "{{ x }}", "{% if x %}", "{# x", "${X}", "$(id)", "`id`", "#",
     "%s", "a\nb", "\r\n", "\u2028", "*/", "-->", "</script>", "<<EOF", "'; DROP TABLE x; --", "\0"]
)  # fmt: skip
LENGTHS = (1, 10, 20, 25, 30, 35, 40, 45, 50, 55, 60)


def routes_of_all_lengths() -> list[Route]:
    """Routes by the length of their names and of their subroutes' names, mocked and not."""
    return [
        Route(
            RouteNames("r" * length),
            METHODS[length % 5],
            Mock([1]) if length % 3 == 0 else None,
            tuple(
                Subroute(
                    "s" * (below - 1) + "abcde"[number], method, Mock(1) if number % 2 else None
                )
                for number, method in enumerate(METHODS)
            )
            if below
            else (),
        )
        for length in range(1, 61)
        for below in (0, *LENGTHS)
    ]


@pytest.mark.slow
def test_names_of_every_length_stay_formatted_and_linted(tmp_path: Path) -> None:
    for number, route in enumerate(routes_of_all_lengths()):
        root = tmp_path / str(number)
        for path, content in render_route(route).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
    settings_of_projects = (TEMPLATE / "pyproject.toml").read_text()
    (tmp_path / "pyproject.toml").write_text(settings_of_projects)
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--check", "--no-cache", "-q", "."],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")
    assert len(list(tmp_path.rglob("*.py"))) == 60 * (len(LENGTHS) + 1) * 6


def structure(content: bytes) -> str:
    return ast.dump(ast.parse(content))


@pytest.mark.slow
@given(TEXTS, TEXTS, TEXTS)
@settings(deadline=None)
def test_no_text_of_a_spec_changes_the_structure_of_a_file(
    description: str, text: str, key: str
) -> None:
    def rendered(description: str, mock: object) -> dict[str, bytes]:
        subroutes = tuple(Subroute(f"x_{method.lower()}", method, Mock(mock)) for method in METHODS)
        route = Route(RouteNames("users"), "GET", Mock(mock), subroutes)
        return render_project(Spec(ProjectName("shop"), description, (route,)))

    mock = {key: [text, {text: None}]}
    plain, hostile = rendered("x", "x"), rendered(description, mock)
    assert plain.keys() == hostile.keys()
    for path, content in hostile.items():
        if path.startswith("api/mocks/"):
            assert json.loads(content) == mock
        elif path.endswith(".json"):
            continue
        elif path == DOCUMENTATION:
            (info,) = (
                ast.literal_eval(node.value)
                for node in ast.parse(content).body
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "INFO"
            )
            assert info.get("description", "") == description
        else:
            assert content == plain[path], path
    manifest = json.loads(hostile["ant.json"])
    assert manifest["routes"]["users"]["mock"] == mock
    assert manifest["project"].get("description", "") == description
    python = [content for path, content in hostile.items() if path.endswith(".py")]
    assert all(map(structure, python))
