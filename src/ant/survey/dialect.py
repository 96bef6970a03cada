"""The two dialects of a route's files: that of ant, and that of ``backant-cli``."""

import ast
from typing import NamedTuple

from ant.artifacts.paths import ALCHEMY, DECORATORS, LOAD_BODY, path_of
from ant.core.errors import InvalidSpec, Problem
from ant.core.names.route_names import CapitalizedNames, RouteNames
from ant.core.planning.messages import Text
from ant.core.planning.requests import NewProject
from ant.core.spec import Route, Spec
from ant.core.text.python_text import parse_if_python
from ant.core.tree import Tree
from ant.python_source.nodes import last_name

_BASE = "declarative_base"


class Dialect(NamedTuple):
    """How the files of a route are written."""

    names: RouteNames
    plain_columns: bool
    loads_bodies: bool


def in_dialect(tree: Tree, old: Spec, new: Spec) -> tuple[Spec, Spec]:
    """Return both specs with the dialect of the code for the routes that differ between them.

    ``tree`` holds the files of these routes, ``Alchemy.py`` and the helper that loads bodies. A
    present route keeps its dialect; a new one fits the declarative base of the project, and
    validates bodies where the project has that helper.
    """
    plain = _is_of_backant_cli(tree)
    loads = "load_body" in _names(tree, LOAD_BODY)
    dialects = {}
    for route in old.routes_unlike(new):
        dialects[route.names.text] = _dialect(tree, route.names, loads)
    for route in new.routes_unlike(old):
        dialects.setdefault(route.names.text, Dialect(route.names, plain, loads))
    return _with_dialects(old, dialects), _with_dialects(new, dialects)


def check_stack(tree: Tree) -> None:
    """Raise ``InvalidSpec`` where a project cannot hold routes with fields.

    ``tree`` holds its ``Alchemy.py``.
    """
    if _is_of_backant_cli(tree):
        reason = (
            ", for SQLAlchemy 1.4 and without CrudRepository: "
            "its routes can neither have fields nor be renamed."
        )
        raise _too_old(reason, NewProject("NAME"))


def check_decorators(tree: Tree) -> None:
    """Raise ``InvalidSpec`` where the decorators of a project would not keep anybody out.

    ``tree`` holds them and ``Alchemy.py``. Its owner may have taken over those of a new project.
    """
    if _is_of_backant_cli(tree) and not has_guards(tree):
        reason = (
            ", whose decorators let through whoever sends any token, a made-up one as well: "
            "it cannot have guards."
        )
        raise _too_old(reason, NewProject("NAME", auth="token"))


def has_guards(tree: Tree) -> bool:
    """Whether the decorators of a project, in ``tree``, check what the generated ones do."""
    return "check_guard" in _names(tree, DECORATORS)


def _is_of_backant_cli(tree: Tree) -> bool:
    # Parsing a file that lists all routes takes its time, and in most the word is nowhere at all.
    return _BASE.encode() in tree.get(ALCHEMY, b"") and _BASE in _names(tree, ALCHEMY)


def _too_old(reason: str, instead: NewProject) -> InvalidSpec:
    message = f"This project was made by backant-cli{reason}"
    hint = Text("Generate a new project for them with: ", instead)
    return InvalidSpec(Problem(message, hint=hint))


def _with_dialects(spec: Spec, dialects: dict[str, Dialect]) -> Spec:
    """The spec with the dialects; where they are those of its routes, the very same one."""
    for name, dialect in dialects.items():
        route = spec.route(name)
        if route is not None and not _has_dialect(route, dialect):
            spec = spec.with_route(route, route._replace(**dialect._asdict()))
    return spec


def _has_dialect(route: Route, dialect: Dialect) -> bool:
    is_alike = type(route.names) is type(dialect.names)  # they compare equal all the same
    return is_alike and Dialect(route.names, route.plain_columns, route.loads_bodies) == dialect


def _dialect(tree: Tree, names: RouteNames, loads: bool) -> Dialect:
    old = CapitalizedNames(names.text)
    modules = (names.service_module, names.repository_module, names.model_module)
    known = {name for module in modules for name in _names(tree, path_of(module))}
    current = {names.class_name, names.service_class, names.repository_class}
    capitalized = {old.class_name, old.service_class, old.repository_class}
    model = _names(tree, path_of(names.model_module))
    plain = bool(model) and "mapped_column" not in model
    used = old if capitalized & known and not current & known else names
    has_schema = used.schema_class in _names(tree, path_of(used.schema_module))
    return Dialect(used, plain, loads and has_schema)


def _names(tree: Tree, path: str) -> set[str]:
    """The classes and functions that a file defines, and the functions that it calls."""
    return {
        node.name if isinstance(node, ast.ClassDef | ast.FunctionDef) else last_name(node.func)
        for node in ast.walk(parse_if_python(tree.get(path, b"")))
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.Call)
    }
