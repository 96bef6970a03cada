"""The house rules that a machine can hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ant.cli.app import make_parser
from ant.cli.commands import MODULES
from support.generated import REPOSITORY
from support.grammar import commands as grammar

SOURCE = REPOSITORY / "src/ant"
TEMPLATES = SOURCE / "templates"
OURS = sorted(path for path in SOURCE.rglob("*.py") if TEMPLATES not in path.parents)
GENERATED = sorted(TEMPLATES.rglob("*.py"))
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(paths: list[Path]) -> Iterator[tuple[str, Function]]:
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, Function):
                yield f"{path.relative_to(SOURCE)}:{node.name}", node


def length(node: Function) -> int:
    docstring = len((ast.get_docstring(node) or "").splitlines())
    return (node.end_lineno or 0) - node.lineno + 1 - docstring


@pytest.mark.parametrize("paths", [OURS, GENERATED], ids=["ours", "generated"])
def test_modules_and_functions_stay_small(paths: list[Path]) -> None:
    lines = {path: len(path.read_text().splitlines()) for path in paths}
    assert max(lines.values()) <= 300, max(lines, key=lambda path: lines[path])
    sizes = {name: length(node) for name, node in functions(paths)}
    assert max(sizes.values()) <= 40, max(sizes, key=lambda name: sizes[name])


def test_no_function_takes_more_than_five_parameters_beside_self() -> None:
    for name, node in functions(OURS):
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        assert len([a for a in arguments if a.arg not in {"self", "cls"}]) <= 5, name


def test_a_folder_is_read_in_one_look() -> None:
    """But for the two that hold one file for each command and for each operation on a spec."""
    lists = {SOURCE / "cli/commands", SOURCE / "operations"}
    folders = {path.parent for path in OURS} - lists
    assert len(folders) > 20
    for folder in folders:
        modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
        assert len(modules) <= 17, folder


def test_templates_stay_small() -> None:
    for template in TEMPLATES.rglob("*.jinja"):
        if template.name not in {"README.md.jinja", ".env.example.jinja"}:  # prose, not logic
            assert len(template.read_text().splitlines()) <= 80, template


def test_only_the_output_module_prints() -> None:
    for path in OURS:
        if path == SOURCE / "cli/output.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) != "print", path
            if isinstance(node, ast.Attribute):
                assert ast.unparse(node) not in {"sys.stdout.write", "sys.stderr.write"}, path


@pytest.mark.parametrize("floor", ["core", "operations", "python_source", "reconcile"])
def test_the_pure_floors_read_no_clock_no_environment_and_no_disk(floor: str) -> None:
    forbidden = {"os", "time", "datetime", "pathlib", "random", "subprocess", "shutil", "io"}
    for path in (SOURCE / floor).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            module = node.module if isinstance(node, ast.ImportFrom) else None
            assert not forbidden & {*names, module}, path
            assert not (isinstance(node, ast.Name) and node.id == "open"), path


def test_no_word_of_a_command_line_stands_below_the_front_ends() -> None:
    commands = "|".join(MODULES)
    options = {
        option
        for parser in grammar(make_parser()).values()
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--")
    }
    word = re.compile(rf"\bant (?:{commands})\b|(?:{'|'.join(sorted(options))})(?![\w-])")
    for path in OURS:
        if path.is_relative_to(SOURCE / "cli"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                is_argument = path.is_relative_to(SOURCE / "runtime") and node.value in options
                said = word.search(node.value)
                assert is_argument or not said, f"{path}:{node.lineno}: {said and said[0]}"


@pytest.mark.slow
def test_public_names_are_documented() -> None:
    for path in [*OURS, *GENERATED]:
        if "tests" in path.parts and TEMPLATES in path.parents:
            continue
        tree = ast.parse(path.read_text())
        assert ast.get_docstring(tree), path
        for node in ast.walk(tree):
            if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
                inner = isinstance(node, Function) and _is_inside_function(tree, node)
                free = inner or _is_overload(node)
                assert free or ast.get_docstring(node), f"{path}: {node.name}"


def _is_overload(node: ast.AST) -> bool:
    """Whether it only says one of the types of what is defined, and documented, below it."""
    decorators = node.decorator_list if isinstance(node, Function) else []
    return any(ast.unparse(decorator) == "overload" for decorator in decorators)


def _is_inside_function(tree: ast.Module, node: ast.AST) -> bool:
    return any(
        node in ast.walk(other) and node is not other
        for other in ast.walk(tree)
        if isinstance(other, Function)
    )


def test_views_that_generated_tests_add_have_urls_of_no_route() -> None:
    """But for those of the document, which are only described."""
    added = re.compile(r'app\.(?:add_url_rule|get|post)\(\s*"(/[^"]*)"')
    found = {
        (path.name, url)
        for path in (TEMPLATES / "project/tests").glob("test_*.py")
        if path.name != "test_documentation.py"
        for url in added.findall(path.read_text())
    }
    assert len(found) > 10
    assert not [place for place in found if not place[1].startswith("/-/")]
