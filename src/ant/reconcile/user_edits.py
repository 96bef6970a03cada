"""What somebody has changed in a generated file, unit by unit."""

import ast
from collections.abc import Iterator

from ant.core.errors import Problem
from ant.python_source.nodes import targets_of
from ant.python_source.source import Block, Definition, Source, same

HINT = "Take that back, or move the file out of the way."
_LONGEST = 60

Parts = dict[str, list[ast.AST]]
"""What a file consists of, by the words for it; one name may be defined more than once."""


def edit_problems(path: str, current: bytes, rendered: bytes) -> list[Problem]:
    """One problem for everything in a file that is not as it was generated.

    Other comments or another layout are named only where nothing else is different.
    """
    if not path.endswith(".py"):
        return [Problem(f"'{path}' is not as it was generated.", hint="Move it out of the way.")]
    try:
        source = Source(current)
    except (SyntaxError, ValueError) as error:
        reason = f"'{path}' is no Python that we can read: {error}."
        return [Problem(reason, hint="Move it out of the way.")]
    found = list(_edits(_parts(Source(rendered).tree.body), _parts(source.tree.body)))
    if not found:
        message = f"{path}: comments or layout are not as they were generated."
        return [Problem(message, hint=HINT)]
    return [Problem(f"{path}, {problem}", hint=HINT) for problem in found]


def _edits(old: Parts, new: Parts) -> Iterator[str]:
    whole = {f"{name}: " for name in {*old} ^ {*new}}
    for name in (*new, *(known for known in old if known not in new)):
        if any(name.startswith(scope) for scope in whole):
            continue  # its class was added or removed as a whole
        if name not in old:
            yield f"{name} was added by hand."
        elif name not in new:
            yield f"{name} was removed by hand."
        elif not same(old[name], new[name]):
            yield f"{name} is not as it was generated."


def _parts(block: Block) -> Parts:
    parts: Parts = {}
    for name, node in _named(block, ""):
        parts.setdefault(name, []).append(node)
    return parts


def _named(block: Block, scope: str) -> Iterator[tuple[str, ast.AST]]:
    for position, node in enumerate(block):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                alone = ast.ImportFrom(node.module, [alias], node.level)
                yield f"{scope}'{ast.unparse(alone)}'", alone
        elif isinstance(node, ast.ClassDef) and not scope:
            yield node.name, ast.Tuple([*node.decorator_list, *node.bases, *_values(node)])
            yield from _named(node.body, f"{node.name}: ")
        elif isinstance(node, Definition):
            yield f"{scope}{node.name}", node
        elif position == 0 and _is_text(node):
            yield f"{scope}the docstring", node
        else:
            yield f"{scope}{_called(node)}", node


def _values(node: ast.ClassDef) -> list[ast.expr]:
    """The keywords of a class, as expressions: their names count as well."""
    return [ast.Tuple([ast.Constant(keyword.arg), keyword.value]) for keyword in node.keywords]


def _is_text(node: ast.stmt) -> bool:
    value = node.value if isinstance(node, ast.Expr) else None
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _called(node: ast.stmt) -> str:
    """The variable that a statement gives a value to, or how the statement begins."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return ", ".join(map(ast.unparse, targets_of(node)))
    first = ast.unparse(node).partition("\n")[0]
    return f"'{first}'" if len(first) <= _LONGEST else f"'{first[:_LONGEST]}...'"
