"""Where blueprints are registered, and where the next one belongs."""

import ast
from collections.abc import Iterator, Set
from typing import NamedTuple

from ant.python_source.blueprints import registering_calls
from ant.python_source.imports import Imported, imported_names, imports_of
from ant.python_source.nodes import assigned_call, last_name
from ant.python_source.scopes import is_used
from ant.python_source.source import (
    Block,
    BlockPath,
    Function,
    Source,
    SourceLocation,
    always_runs,
    inner_blocks,
    walk_blocks,
)
from ant.reconcile.blueprints.alongside import (
    call_in,
    check_followed,
    is_like_others,
    mentions,
    registered_blueprint,
    text_like,
)
from ant.reconcile.blueprints.similar import (
    assigned_value,
    is_of_route,
    is_plain,
    listed_elements,
    named,
    peers_of,
)
from ant.reconcile.editing.edit import remove
from ant.reconcile.editing.import_edit import imports_module, remove_import
from ant.reconcile.refusal import EditRefused

FACTORY = "create_app"


class Registration(NamedTuple):
    """A statement that always runs when its function does and registers one blueprint or more."""

    path: BlockPath
    position: int
    receiver: str | None
    """The variable that they are registered on; None where it is no plain variable."""
    names: frozenset[str]
    """The generated blueprints among them, by their local names."""


def location_for_registration(
    source: Source, rendered: Source, target: Imported
) -> tuple[SourceLocation, str, str]:
    """Where to register a blueprint, on what, and with which call; raise ``EditRefused``.

    It is registered beside the blueprints of other routes, with the same arguments; the text of the
    call is '' where there are none.
    """
    peers = named(source, peers_of(rendered) - {target})
    generated = _local_names(source, rendered)
    found = list(_registrations(source, generated))
    nested = _blueprint_variables(source)
    beside = [
        registration
        for registration in found
        if registration.names & {name.variable for name in peers}
    ]
    if not beside and peers_of(rendered) - {target}:
        check_followed(source, peers, target)
    beside = beside or [registration for registration in found if registration.names]
    chosen = beside or [
        registration for registration in found if registration.receiver not in nested
    ]
    chosen = _of_one_function(source, chosen)
    if not chosen:
        return *_before_return(source), ""
    if len({registration.receiver for registration in chosen}) != 1 or chosen[-1].receiver is None:
        raise EditRefused("it is not clear which application blueprints are registered on")
    path, index, receiver, _ = chosen[-1]
    if any(isinstance(node, ast.Return | ast.Raise) for node in source.block(path)[:index]):
        raise EditRefused("the registrations stand behind a return")
    nodes = [source.block(registration.path)[registration.position] for registration in chosen]
    text = text_like(source, nodes, peers, target)
    return SourceLocation(path, index + 1), receiver or "", text


def is_registered(source: Source, target: Imported, peers: Set[Imported] = frozenset()) -> bool:
    """Whether a blueprint is registered; raise ``EditRefused`` where it is used in another way.

    It may be used like those of other routes, ``peers``, if no statement registers these either.
    """
    names = names_for(source, {target})
    if _is_direct(source, names):
        return True
    others = names_for(source, peers)
    if imports_module(source, target.module) and not _is_direct(source, others):
        return not names or any(is_used(source, name) for name in names)
    for name in names:
        if is_used(source, name):
            raise EditRefused(f"'{name}' is used here already, in a way that cannot be followed")
    return False


def _is_direct(source: Source, names: set[str]) -> bool:
    """Whether a statement or a loop registers one of some blueprints."""
    for _, block in walk_blocks(source.tree) if names else ():
        for node in block:
            if registered_blueprint(node) in names or names & _in_loop(source, node):
                return True
    return bool(names) and bool(listed_elements(source, names, of_all_loops=True))


def find_registration(
    source: Source, target: Imported, peers: Set[Imported] = frozenset(), *, changed: bool = False
) -> SourceLocation | None:
    """The statement that registers a blueprint, or None; raise ``EditRefused`` for a changed one.

    It may have the arguments of those of other routes, ``peers``; with ``changed``, one with any
    other arguments or on another object is accepted.
    """
    names = names_for(source, {target})
    for path, block in walk_blocks(source.tree):
        for index, node in enumerate(block):
            call = call_in(node)
            if call is not None and registered_blueprint(node) in names:
                if changed or (len(call.args) == 1 and not call.keywords and _receiver(node)):
                    return SourceLocation(path, index)
                if is_like_others(source, node, named(source, {*peers}), target):
                    return SourceLocation(path, index)
                line = ast.unparse(node)
                raise EditRefused("the registration is not as it was generated", line)
    return None


def says_more(content: bytes) -> bool:
    """Whether a file registers blueprints with a prefix or the like, or on other blueprints."""
    try:
        source = Source(content)
    except (SyntaxError, ValueError):
        return False
    nested = _blueprint_variables(source)
    return any(
        not is_plain(call) or ast.unparse(call.func).rpartition(".")[0] in nested
        for call in registering_calls(ast.walk(source.tree))
    )


def unregistered(content: bytes, target: Imported) -> bytes:
    """Return a file without the statement that registers a blueprint, and without its import."""
    source = Source(content)
    location = find_registration(source, target, changed=True)
    if location is None:
        return content
    source = remove(source, location)
    return remove_import(source, target).encode()


def _registrations(source: Source, generated: set[str]) -> Iterator[Registration]:
    functions = {
        node.name: (index, node)
        for index, node in enumerate(source.tree.body)
        if isinstance(node, Function)
    }
    reached = _reached(source, {name: node for name, (_, node) in functions.items()})
    blocks: list[tuple[BlockPath, Block]] = [((), source.tree.body)]
    for name, (index, function) in functions.items():
        if name in reached:
            blocks.append((((index, "body"),), function.body))
    for path, block in blocks:
        for index, node in enumerate(block):
            loop = _in_loop(source, node)
            blueprint = registered_blueprint(node)
            if loop or blueprint is not None:
                names = frozenset(generated & {*loop, blueprint or ""})
                yield Registration(path, index, _receiver(node), names)
            if always_runs(node):
                blocks += [
                    ((*path, (index, step)), inner)
                    for step, inner in inner_blocks(node)
                    if step == "body"
                ]


def _reached(source: Source, functions: dict[str, Function]) -> set[str]:
    """The functions that create the application, as far as their names show."""
    if FACTORY in functions:
        todo = [FACTORY]
    else:
        todo = [name for name, node in functions.items() if any(map(_made, ast.walk(node)))]
    reached = set(todo)
    if not any(source.text.count(name) > 1 for name in functions if name not in reached):
        return reached
    roots: list[ast.AST] = [node for node in source.tree.body if not isinstance(node, Function)]
    roots += [functions[name] for name in todo]
    for root in roots:
        for node in ast.walk(root):
            if isinstance(node, ast.Name) and node.id in functions and node.id not in reached:
                reached.add(node.id)
                roots.append(functions[node.id])
    return reached


def _of_one_function(source: Source, found: list[Registration]) -> list[Registration]:
    """Those in the function that registers generated blueprints; raise ``EditRefused`` for two."""
    owners = {registration.path[:1] for registration in found}
    if len(owners) > 1:
        owners = {path for path in owners if path and _name_at(source, path) == FACTORY}
    if found and len(owners) != 1:
        raise EditRefused("more than one function registers blueprints")
    return [registration for registration in found if registration.path[:1] in owners]


def _name_at(source: Source, path: BlockPath) -> str:
    return getattr(source.tree.body[path[0][0]], "name", "")


def _receiver(node: ast.stmt) -> str | None:
    call = call_in(node)
    if isinstance(node, ast.For):
        call = next(inner for inner in map(call_in, node.body) if inner is not None)
    if call is not None and isinstance(call.func, ast.Attribute):
        return call.func.value.id if isinstance(call.func.value, ast.Name) else None
    return None


def _in_loop(source: Source, node: ast.stmt) -> set[str]:
    """The blueprints that a loop registers, which may be in a separate list."""
    if not isinstance(node, ast.For) or not any(map(call_in, node.body)) or node.orelse:
        return set()
    names = {name.id for name in ast.walk(node.iter) if isinstance(name, ast.Name)}
    for _, block in walk_blocks(source.tree):
        for statement in block:
            value = assigned_value(statement, names)
            values = ast.walk(value) if value else ()
            names |= {inner.id for inner in values if isinstance(inner, ast.Name)}
    return names or {""}


def _local_names(source: Source, rendered: Source) -> set[str]:
    generated = imports_of(rendered.tree.body)
    return names_for(source, {imported for imported in generated if is_of_route(imported.module)})


def names_for(source: Source, target: Set[Imported]) -> set[str]:
    """The names under which any of these is imported, anywhere in a file."""
    return {
        name
        for _, block in walk_blocks(source.tree)
        for node in block
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name, imported in imported_names(node)
        if imported in target
    }


def _blueprint_variables(source: Source) -> set[str | None]:
    return {
        made[0]
        for _, block in walk_blocks(source.tree)
        for made in map(assigned_call, block)
        if made and last_name(made[1].func) == "Blueprint"
    }


def _made(node: ast.AST) -> str | None:
    """The variable that a statement makes an application in."""
    made = assigned_call(node)
    return made[0] if made and last_name(made[1].func) == "Flask" else None


def _before_return(source: Source) -> tuple[SourceLocation, str]:
    """Before the last statement of the function that makes the application and returns it."""
    found = {}
    for index, function in enumerate(source.tree.body):
        if isinstance(function, Function):
            made = [name for name in map(_made, function.body) if name]
            last = function.body[-1]
            returns = [node for node in function.body if isinstance(node, ast.Return | ast.Raise)]
            if len(made) == 1 and returns == [last] and mentions(last, made[0]):
                location = SourceLocation(((index, "body"),), len(function.body) - 1)
                found[function.name] = (location, made[0])
    if len(found) > 1:
        found = {name: function for name, function in found.items() if name == FACTORY}
    if len(found) != 1:
        raise EditRefused("no function registers blueprints, and none makes and returns a Flask()")
    return next(iter(found.values()))
