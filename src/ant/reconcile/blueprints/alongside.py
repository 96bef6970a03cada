"""Register a blueprint in the way that other routes are registered."""

import ast

from ant.python_source.blueprints import registering_calls
from ant.python_source.imports import Imported
from ant.python_source.source import Block, Source, same, walk_blocks
from ant.reconcile.blueprints.similar import (
    Named,
    is_plain,
    registered_like,
    renamed_text,
    route_of,
)
from ant.reconcile.refusal import EditRefused


def registered_blueprint(node: ast.stmt) -> str | None:
    """The blueprint that a statement registers, as its source says it."""
    call = call_in(node)
    if call is None:
        return None
    values = [
        *call.args,
        *(keyword.value for keyword in call.keywords if keyword.arg == "blueprint"),
    ]
    if values and isinstance(values[0], ast.Name):
        return values[0].id  # by far the most, and unparse() is slow
    return ast.unparse(values[0]) if values else None


def call_in(node: ast.stmt) -> ast.Call | None:
    """The call that a statement registers blueprints with, if it is one."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        function = node.value.func
        if isinstance(function, ast.Attribute) and function.attr == "register_blueprint":
            return node.value
    return None


def text_like(source: Source, nodes: Block, peers: list[Named], target: Imported) -> str:
    """The call that registers a blueprint like its siblings; '' where they have no arguments."""
    if all(is_plain(call) for node in nodes for call in registering_calls(ast.walk(node))):
        return ""
    new = Named(target.name or "", route_of(target))
    texts: set[str | None] = set()
    for node in nodes:
        call = call_in(node)
        known = [sibling for sibling in peers if sibling.variable == registered_blueprint(node)]
        texts.add(registered_like(source, call, known[0], new) if call and known else None)
    if len(texts) > 1 or None in texts:
        lines = sorted(str(node.lineno) for node in nodes)
        reason = f"it is not clear with which prefix, beside line {lines[-1]}"
        raise EditRefused(reason, max(filter(None, texts), key=len, default=new.variable))
    return f"{texts.pop()}\n"


def check_followed(source: Source, peers: list[Named], target: Imported) -> None:
    """Raise ``EditRefused`` where others have a prefix in a way that cannot be followed."""
    special = [call for call in registering_calls(ast.walk(source.tree)) if not is_plain(call)]
    if not special:
        return
    new = Named(target.name or "", route_of(target))
    line, text = special[-1].lineno, new.variable
    for _, block in walk_blocks(source.tree):
        for node in block:
            mentioned = [sibling for sibling in peers if mentions(node, sibling.variable)]
            if isinstance(node, ast.Expr) and len(mentioned) == 1:
                statement = ast.get_source_segment(source.text, node) or ""
                line, text = node.lineno, renamed_text(statement, mentioned[0], new)
    raise EditRefused(
        f"others are registered with a prefix in a way of their own, in line {line}", text
    )


def mentions(node: ast.AST, name: str) -> bool:
    """Whether a variable of this name is in a tree."""
    return any(isinstance(inner, ast.Name) and inner.id == name for inner in ast.walk(node))


def is_like_others(source: Source, node: ast.stmt, peers: list[Named], target: Imported) -> bool:
    """Whether a statement registers a blueprint as another one registers that of its route."""
    call, variable = call_in(node), registered_blueprint(node)
    for _, block in walk_blocks(source.tree):
        for other in block:
            other_call = call_in(other)
            for sibling in peers:
                if other_call and sibling.variable == registered_blueprint(other):
                    new = Named(variable or "", route_of(target))
                    text = registered_like(source, other_call, sibling, new)
                    if text and same(ast.parse(text, mode="eval").body, call):
                        return True
    return False
