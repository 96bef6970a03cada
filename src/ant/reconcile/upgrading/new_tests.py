"""Leave out new tests of code that the owner of a project has removed or rewritten."""

import ast
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from ant.artifacts.of_routes import route as endpoints
from ant.artifacts.of_routes import service
from ant.artifacts.of_routes import tests as tests_of_routes
from ant.artifacts.paths import APP, CODE, TESTS, module_of
from ant.core.names.route_names import RouteNames
from ant.core.text.words import listed
from ant.core.tree import Tree
from ant.python_source.imports import local_names
from ant.python_source.scopes import is_used
from ant.python_source.source import Definition, Source
from ant.reconcile.editing.edit import Unproved
from ant.reconcile.editing.import_edit import remove_import
from ant.reconcile.editing.unit_edit import remove_changed_unit
from ant.reconcile.own_tests import PREFIX, has_tests_alone, left_out
from ant.reconcile.refusal import EditRefused
from ant.reconcile.renaming.local_names import imports_needed
from ant.reconcile.semantic_diff import Unit, difference_in_large

LAYERS = (endpoints.ARTIFACT, service.ARTIFACT)
"""What tests of endpoints call."""


def without_unwanted_tests(tree: Tree, old: Tree, new: Tree) -> tuple[Tree, tuple[str, ...]]:
    """Return the newer version without new tests that would fail, and notes about these.

    ``old`` and ``new`` hold the generated files of both versions by path, ``tree`` the present
    ones. A missing module has been removed or moved by its owner; an edited view or method of a
    service may answer differently. New tests do not replace a file that a person has written under
    their name either.
    """
    removed = {
        module_of(path): path
        for path in old
        if path.startswith(CODE) and path.endswith(".py") and path not in tree
    }
    result: dict[str, bytes] = {}
    notes: list[str] = []
    for path, content in new.items():
        rest: bytes | None = content
        if path in tree and path not in old and has_tests_alone(path):
            notes.append(left_out(path))
            continue
        is_new = content != old.get(path) and (path in tree or path not in old)
        if is_new and path.startswith(TESTS) and path.endswith(".py"):
            route = tests_of_routes.ARTIFACT.name_in(path)
            edited = _edited(route, tree, old) if route else set()
            missing = {module for module in removed if module.encode() in content}
            tests = _NewTests(old.get(path, b""), content, missing, edited)
            notes += tests.notes(path, removed)
            rest = tests.rest or old.get(path)
        if rest is not None:
            result[path] = rest
    return result, tuple(notes)


def _edited(route: str, tree: Tree, old: Tree) -> set[str]:
    """The views and methods of a route that are not as they were generated, or not at their URL."""
    layers = [layer.path_for(RouteNames(route)) for layer in LAYERS]
    generated = {path: _definitions(old.get(path, b"")) for path in layers}
    edited = {
        name
        for path, definitions in generated.items()
        for name, code in definitions.items()
        if _definitions(tree.get(path, b"")).get(name) != code
    }
    blueprint = f"{route}_bp"
    if blueprint in edited or _mounted(blueprint, tree) != _mounted(blueprint, old):
        return {name for definitions in generated.values() for name in definitions}
    return edited


def _definitions(content: bytes) -> Mapping[str, str]:
    """What functions, methods and variables of a file are, by name."""
    found = {}
    for node in _nodes(content):
        if isinstance(node, ast.FunctionDef):
            found[node.name] = ast.dump(node)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = ast.dump(node.value)
    return found


def _mounted(blueprint: str, tree: Tree) -> list[str]:
    """How an application registers a blueprint."""
    return [
        ast.dump(node)
        for node in _nodes(tree.get(APP, b""))
        if isinstance(node, ast.Call)
        if any(isinstance(value, ast.Name) and value.id == blueprint for value in node.args)
    ]


def _nodes(content: bytes) -> Iterator[ast.AST]:
    """All nodes of a file; none where it cannot be read."""
    try:
        tree = Source(content).tree
    except (SyntaxError, ValueError):
        return
    yield from ast.walk(tree)


def _tested(unit: Unit) -> str:
    """The view that a test calls: the class of a test names both routes."""
    constants = dict(re.findall(r"^    (owner|name) = \"?(\w+)", unit.text, re.M))
    if constants.keys() == {"owner", "name"}:
        return f"get_{constants['owner'].removesuffix('_factory')}_{constants['name']}"
    return unit.key.removeprefix(PREFIX)


def _modules_needed(unit: Unit, rendered: Source) -> set[str]:
    """The modules that a unit of a file imports from."""
    return {imported.module for imported in imports_needed(unit, rendered).values()}


class _NewTests:
    """What a newer version of a file of tests adds, and what of it does not fit a project."""

    def __init__(self, old: bytes, new: bytes, removed: set[str], edited: set[str]) -> None:
        """Take both versions, the modules that are not there, and the functions that are edited."""
        self.removed: set[str] = set()
        """Those modules that something new needs, and that was left out."""
        self.edited: list[str] = []
        """The new tests of edited functions that were left out."""
        self.rest: bytes | None = new
        """The newer version without what does not fit; None where no test is left."""
        if not removed and not edited:
            return
        source = rendered = Source(new)
        change = difference_in_large(Source(old), rendered)
        added = change.added
        needed = {unit: _modules_needed(unit, rendered) & removed for unit in added}
        asks_otherwise = [
            unit for _, unit in change.replaced if isinstance(unit.node, ast.ClassDef)
        ]  # classes with other bases
        of_edited = [
            unit
            for unit in (*added, *asks_otherwise)
            if unit.scope is None and _tested(unit) in edited
        ]
        unfit = [*of_edited, *(unit for unit in added if needed[unit] and unit not in of_edited)]
        for unit in unfit:  # to which those are added that use it
            word = re.compile(rf"\b{re.escape(unit.key)}\b")
            unfit += [user for user in added if user not in unfit and word.search(user.text)]
        for unit in unfit:
            with suppress(Unproved, EditRefused):  # its imports are then reported as missing
                source = remove_changed_unit(source, rendered, unit)
                self.removed |= needed.get(unit, set())
                self.edited += [unit.key] if unit in of_edited else []
        if source is rendered:
            return
        for name, imported in local_names(rendered.tree.body).items():
            was_used = is_used(rendered, name, of_objects=False)
            if was_used and not is_used(source, name, of_objects=False):
                with suppress(Unproved):
                    source = remove_import(source, imported)
        has_tests = any(isinstance(node, Definition) for node in source.tree.body)
        self.rest = source.encode() if has_tests else None

    def notes(self, path: str, paths: Mapping[str, str]) -> Iterator[str]:
        """Notes about the tests that are left out; ``paths`` has the file of each module."""
        for module in sorted(self.removed):
            yield (
                f"'{paths[module]}' has been removed or moved, and stays so: what is new in"
                f" '{path}' and tests it was left out."
            )
        if self.edited:
            yield (
                f"New tests were left out of '{path}', since what they test is not as it was"
                f" generated: {listed(self.edited)}"
            )
