"""Where a unit belongs in a file that somebody may have rearranged."""

import ast
from collections.abc import Iterator

from ant.reconcile.binding import imports_module, local_name, renamed
from ant.reconcile.source import Place, Source, Step, walk_blocks
from ant.reconcile.units import Definition, Imported, Unit, key_of

Way = tuple[Step, ...]


class NoPlace(Exception):
    """There is no place that is surely right; the text says what is missing."""


def is_satisfied(source: Source, unit: Unit, text: str) -> bool:
    """Whether the file does already what a unit would add; raise ``NoPlace`` for a clash."""
    node = ast.parse(text).body[0]
    if isinstance(node, Definition):
        block = _scope(source, unit.scope)[1] if unit.scope else source.tree.body
        if any(isinstance(each, Definition) and each.name == node.name for each in block):
            raise NoPlace(f"there is already a {_kind(node)} {node.name}()")
        return False
    module = _imported_model(node)
    if module is not None:
        return imports_module(source, module) or _mentions(source, module)
    registered = _registered(node)
    return registered is not None and any(
        _registered(each) == registered for _, block in walk_blocks(source.tree) for each in block
    )


def place_for(source: Source, unit: Unit, text: str) -> tuple[Place, str]:
    """Where to insert a unit, and its text in the names of that place."""
    node = ast.parse(text).body[0]
    if _registered(node) is not None:
        return _after_registrations(source, unit, text)
    if _imported_model(node) is not None:
        return _after_model_imports(source), _as_imported_there(source, node, text)
    if not isinstance(node, Definition):
        raise NoPlace("there is no rule for where this statement belongs")
    if unit.scope is None:
        return _behind_definitions(source.tree.body, (), unit), text
    way, block = _scope(source, unit.scope)
    return _behind_definitions(block, way, unit), text


def place_of(source: Source, unit: Unit, text: str) -> Place:
    """Where a unit stands; raise ``NoPlace`` where it is gone or not as it was generated."""
    wanted = ast.parse(text).body[0]
    blocks = [_scope(source, unit.scope)] if unit.scope else [((), source.tree.body)]
    if _registered(wanted) is not None or _imported_model(wanted) is not None:
        blocks = walk_blocks(source.tree)
    for way, block in blocks:
        for index, node in enumerate(block):
            if ast.dump(node) == ast.dump(wanted):
                return Place(way, index)
    raise NoPlace(f"{_name(wanted)} is not there as it was generated")


def _scope(source: Source, name: str) -> tuple[Way, list[ast.stmt]]:
    found = [
        (index, node)
        for index, node in enumerate(source.tree.body)
        if isinstance(node, Definition) and node.name == name
    ]
    if len(found) != 1:
        raise NoPlace(f"there is no {name} at the top of the file, or more than one")
    index, node = found[0]
    return ((index, "body"),), node.body


def _behind_definitions(block: list[ast.stmt], way: Way, unit: Unit) -> Place:
    """Behind the nearest of the units that stand before it in the rendering, or behind all."""
    keys = [key_of(node) for node in block]
    for key in unit.before:
        if key in keys:
            index = len(keys) - 1 - keys[::-1].index(key)
            if isinstance(block[index], Definition):
                return Place(way, index + 1)
    definitions = [index for index, node in enumerate(block) if isinstance(node, Definition)]
    return Place(way, definitions[-1] + 1 if definitions else len(block))


def _registered(node: ast.stmt) -> str | None:
    """The blueprint that a statement registers, as its source says it."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        call = node.value
        if isinstance(call.func, ast.Attribute) and call.func.attr == "register_blueprint":
            return ast.unparse(call.args[0]) if call.args else None
    return None


def _after_registrations(source: Source, unit: Unit, text: str) -> tuple[Place, str]:
    found = [each for each in _unconditional(source.tree) if _registers(each[2])]
    if found:
        way, index, node = found[-1]
        return Place(way, index + 1), _on_receiver(text, _receiver(node))
    return _before_return(source, unit, text)


def _registers(node: ast.stmt) -> bool:
    if isinstance(node, ast.For) and not node.orelse:
        return any(_registered(each) is not None for each in node.body)
    return _registered(node) is not None


def _receiver(node: ast.stmt) -> str:
    """What blueprints are registered on: ``app``, or what people call it."""
    while isinstance(node, ast.For):
        node = next(each for each in node.body if _registered(each) is not None)
    assert isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    assert isinstance(node.value.func, ast.Attribute)
    return ast.unparse(node.value.func.value)


def _on_receiver(text: str, receiver: str) -> str:
    return text if not receiver.isidentifier() else renamed(text, {"app": receiver})


def _before_return(source: Source, unit: Unit, text: str) -> tuple[Place, str]:
    """Before ``return app`` in the function that makes the application."""
    for way, block in walk_blocks(source.tree):
        names = [_made_application(node) for node in block]
        last = block[-1]
        made = next((name for name in names if name), None)
        if way and made and isinstance(last, ast.Return) and isinstance(last.value, ast.Name):
            if last.value.id == made:
                return Place(way, len(block) - 1), renamed(text, {"app": made})
    raise NoPlace("no function registers blueprints, and none makes and returns a Flask()")


def _made_application(node: ast.stmt) -> str | None:
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        target = node.targets[0]
        if ast.unparse(node.value.func).rpartition(".")[2] == "Flask" and isinstance(
            target, ast.Name
        ):
            return target.id
    return None


def _after_model_imports(source: Source) -> Place:
    found = [each for each in _unconditional(source.tree) if _imports_a_model(each[2])]
    inside = [each for each in found if each[0]] or found
    if inside:
        way, index, _ = inside[-1]
        return Place(way, index + 1)
    way, block = _scope(source, "init_db")
    return Place(way, 1 if _is_docstring(block[0]) else 0)


def _imported_model(node: ast.stmt) -> str | None:
    """The module that ``import_module("models.X_model")`` names."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        call = node.value
        if ast.unparse(call.func).rpartition(".")[2] == "import_module" and call.args:
            name = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
            return name if isinstance(name, str) and name.startswith("models.") else None
    return None


def _mentions(source: Source, module: str) -> bool:
    return any(
        _imported_model(node) == module for _, block in walk_blocks(source.tree) for node in block
    )


def _as_imported_there(source: Source, node: ast.stmt, text: str) -> str:
    """A statement, where the file knows no ``import_module()``."""
    if local_name(source, Imported("importlib", "import_module")):
        return text
    return f"import {_imported_model(node)}  # noqa: F401, imported for its table\n"


def _imports_a_model(node: ast.stmt) -> bool:
    if _imported_model(node) is not None:
        return True
    if isinstance(node, ast.Import):
        return any(alias.name.startswith("models.") for alias in node.names)
    module = node.module if isinstance(node, ast.ImportFrom) else None
    return module == "models" or bool(module and module.startswith("models."))


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _unconditional(tree: ast.Module) -> Iterator[tuple[Way, int, ast.stmt]]:
    """Every statement that always runs when its function does, in the order of the file."""
    for way, block in _plain_blocks(tree.body, ()):
        for index, node in enumerate(block):
            yield way, index, node


def _plain_blocks(block: list[ast.stmt], way: Way) -> Iterator[tuple[Way, list[ast.stmt]]]:
    yield way, block
    for index, node in enumerate(block):
        if isinstance(node, ast.FunctionDef | ast.With):
            yield from _plain_blocks(node.body, (*way, (index, "body")))


def _kind(node: ast.stmt) -> str:
    return "class" if isinstance(node, ast.ClassDef) else "function"


def _name(node: ast.stmt) -> str:
    return node.name if isinstance(node, Definition) else f"'{ast.unparse(node)}'"
