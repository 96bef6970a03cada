"""Rules about unreachable code, and about settings that are read from the environment directly."""

import ast
import re
from collections.abc import Iterator

from ant.checking.code import Code, Finding, Rule, at, imports_of
from ant.python_source.blueprints import (
    Module,
    Origin,
    defined_blueprints,
    parse_module,
    parse_modules,
    registered_blueprints,
)
from ant.python_source.nodes import assigned_names

SETTINGS = ("api/startup/Environment.py", "api/startup/account_settings.py")
"""The files that read the environment: the settings, and those of accounts."""

_LOOKED_UP = re.compile(
    rb"\b(iter_modules|walk_packages|find_modules|import_string|listdir|glob)\b"
)
"""Functions that find modules at run time; with them it is unknown which modules are used."""
_WRITES = ("setdefault", "update", "pop", "clear")


def _unregistered(code: Code) -> Iterator[Finding]:
    if _is_looked_up(code):
        return
    modules = parse_modules({path: code.files[path] for path in code.application})
    made = defined_blueprints(modules)
    modules |= _naming(code, {name for _, name in made}, modules)
    reached = {*registered_blueprints(modules), *_mentioned(modules)}
    for module_name, name in made:
        if (module_name, name) not in reached:
            module = modules[module_name]
            message = f"No application registers the blueprint {name}."
            yield at("blueprint-unregistered", module.path, _assignment(module, name), message)


def _naming(code: Code, names: set[str], parsed: dict[str, Module]) -> dict[str, Module]:
    """The modules that name a blueprint and are not parsed yet."""
    words = [name.encode() for name in names]
    known = {module.path for module in parsed.values()}
    found = (
        parse_module(path, code.files[path])
        for path in code.application
        if path not in known and any(word in code.files[path] for word in words)
    )
    return {module.name: module for module in found if module}


def _mentioned(modules: dict[str, Module]) -> Iterator[Origin]:
    """Blueprints that are handed on: used in another module, or as a value in their own."""
    for module in modules.values():
        owners = {
            id(node.value) for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)
        }
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
                origin = module.origin(node)
                if origin and (origin[0] != module.name or id(node) not in owners):
                    yield origin


def _assignment(module: Module, name: str) -> ast.stmt:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and name in assigned_names(node):
            return node
    return module.tree.body[0]


def _unimported(code: Code) -> Iterator[Finding]:
    if _is_looked_up(code):
        return
    names = set(_imported_names(code))
    for path, tree in code.of_layer("models"):
        dotted = path.removeprefix("api/").removesuffix(".py").replace("/", ".")
        table = next(filter(_has_table, ast.walk(tree)), None)
        if isinstance(table, ast.ClassDef) and dotted not in names:
            message = f"Nothing imports the model {table.name}, so the application has no table."
            yield at("model-unimported", path, table, message)


def _imported_names(code: Code) -> Iterator[str]:
    for path, tree in code.application.items():
        for imported in imports_of(path, tree):
            yield imported.module
            yield f"{imported.module}.{imported.name}"
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _has_table(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any(
        isinstance(statement, ast.Assign | ast.AnnAssign)
        and "__tablename__" in ast.unparse(statement).partition("=")[0]
        for statement in node.body
    )


def _is_looked_up(code: Code) -> bool:
    return any(
        _LOOKED_UP.search(code.files[path])
        for path in code.application
        if b"register_blueprint" in code.files[path] or b"import_module" in code.files[path]
    )


def _environment(code: Code) -> Iterator[Finding]:
    for path, tree in code.application.items():
        if path in SETTINGS:
            continue
        harmless = set(_written(tree))
        for imported in imports_of(path, tree):
            if imported.module == "os" and imported.name in ("environ", "getenv"):
                message = f"os.{imported.name} is imported outside of the settings."
                yield at("environment-read", path, imported.node, message)
        for node in ast.walk(tree):
            if id(node) not in harmless and _is_environment(node):
                message = f"{ast.unparse(node)} is read outside of the settings."
                yield at("environment-read", path, node, message)  # type: ignore[arg-type]


def _is_environment(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Attribute)
        and node.attr in ("environ", "getenv")
        and isinstance(node.value, ast.Name)
        and node.value.id == "os"
    )


def _written(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if (isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)) or (
            isinstance(node, ast.Attribute) and node.attr in _WRITES
        ):
            yield id(node.value)


RULES = (
    Rule(
        "blueprint-unregistered",
        "The endpoints of a blueprint that no application registers answer with a 404.",
        "Add app.register_blueprint(...) to create_app, or remove the blueprint.",
        _unregistered,
    ),
    Rule(
        "model-unimported",
        "SQLAlchemy and the migrations know only the models that something imports.",
        "Add it to import_models in api/startup/Alchemy.py, or remove the file.",
        _unimported,
    ),
    Rule(
        "environment-read",
        "A setting that is read in Environment.py has a type, is checked at the start, and can be"
        " replaced by a test.",
        "Add an attribute to api/startup/Environment.py and read myEnvironment.",
        _environment,
    ),
)
"""The rules of this module."""
