"""Edits of the decorators of a function with an edited body."""

import ast
import copy
from functools import partial

from ant.python_source.scopes import renamed
from ant.python_source.source import Function, Source, SourceLocation, first_line, has_comment, same
from ant.python_source.views import rule_in
from ant.reconcile.editing.definitions import required_definition
from ant.reconcile.editing.edit import edited
from ant.reconcile.editing.import_edit import with_imports
from ant.reconcile.refusal import EditRefused
from ant.reconcile.renaming.local_names import checked_names, names_at
from ant.reconcile.semantic_diff import Unit
from ant.rendering.guards import DECORATORS

Rendered = tuple[Source, Unit]


def differ_in_decorators_alone(old: Unit, new: Unit) -> bool:
    """Whether two versions of a function differ in their decorators alone."""
    nodes = [copy.copy(unit.node) for unit in (old, new)]
    for node in nodes:
        if not isinstance(node, Function):
            return False
        node.decorator_list = []
    return same(*nodes)


def with_decorators(source: Source, old: Rendered, new: Rendered) -> Source:
    """Give a function the decorators of a new version, and take those that it lacks.

    Those that somebody has put there stay. Raises ``EditRefused`` or ``Unproved``.
    """
    head = _head(new[1])
    try:
        locate = partial(required_definition, unit=new[1])
        rendered, bare = new[0], _bare(new[1])
        source = with_imports(source, rendered, bare, locate)
        location = locate(source)
        names = checked_names(source, location, bare, rendered)
        incoming = _decorators(renamed(bare.text, names))
        before = _bare(old[1])
        base = _decorators(renamed(before.text, names_at(source, location, before, old[0])))
        return _exchanged(source, location, base, incoming)
    except EditRefused as error:
        raise EditRefused(str(error), head) from error


def _exchanged(
    source: Source, location: SourceLocation, base: list[ast.expr], incoming: list[ast.expr]
) -> Source:
    node = source.statement(location)
    if not isinstance(node, Function):
        raise EditRefused(f"{getattr(node, 'name', 'it')} is no function here")
    decorators = node.decorator_list
    dropped = [decorator for decorator in base if not _among(decorator, incoming)]
    removed = [present for present in decorators if _among(present, dropped)]
    own = {_called(present) for present in decorators if not _among(present, [*base, *incoming])}
    if not all(_among(decorator, [*base, *decorators]) for decorator in incoming):
        own |= DECORATORS if own & DECORATORS else set()  # a guard may replace any other
    for unwanted in base:
        if not _among(unwanted, [*incoming, *decorators]) and _called(unwanted) in own:
            raise EditRefused(f"@{ast.unparse(unwanted)} is not as it was generated")
    after = [present for present in decorators if present not in removed]
    lines = _without(source, node, removed)
    ends = {id(present): present.end_lineno or present.lineno for present in decorators}
    for number, decorator in enumerate(incoming):
        if not _among(decorator, [*after, *base]):
            above = _above(after, incoming[:number])
            after.insert(after.index(above) + 1, decorator)
            end = ends[id(decorator)] = ends[id(above)]
            lines[end - 1].append(_line(source, node, decorator))
    changed = copy.copy(node)
    changed.decorator_list = after
    flat = [line for number in sorted(lines) for line in lines[number]]
    return edited(source, location, (first_line(node), node.lineno - 1, flat), [changed], 1)


def _line(source: Source, node: ast.FunctionDef | ast.AsyncFunctionDef, decorator: ast.expr) -> str:
    text = ast.unparse(decorator).replace("'", '"')  # names of roles and scopes hold no quotes
    return f"{source.indent_of(node)}@{text}{source.newline_at(node.lineno - 1)}"


def _without(
    source: Source, node: ast.FunctionDef | ast.AsyncFunctionDef, removed: list[ast.expr]
) -> dict[int, list[str]]:
    """The lines above a function by their numbers, without those of some decorators."""
    numbers = range(first_line(node), node.lineno - 1)
    lines = {number: [source.lines[number]] for number in numbers}
    for decorator in removed:
        for number in range(decorator.lineno - 1, decorator.end_lineno or decorator.lineno):
            if has_comment(lines[number]):
                raise EditRefused("somebody has written a comment there")
            lines[number] = []
    return lines


def _above(decorators: list[ast.expr], before: list[ast.expr]) -> ast.expr:
    """The lowest decorator of a function below which another one belongs.

    A guard protects only what is below it, so it goes below every URL of the view.
    """
    called = {_called(decorator) for decorator in before}
    peers = [present for present in decorators if _called(present) in called or rule_in(present)]
    if not peers:
        raise EditRefused("what stands above it is not as it was generated")
    return peers[-1]


def _among(decorator: ast.expr, others: list[ast.expr]) -> bool:
    return any(same(decorator, another) for another in others)


def _called(decorator: ast.expr) -> str:
    return ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)


def _bare(unit: Unit) -> Unit:
    """A function with nothing but its decorators, as a unit: all else is its owner's."""
    decorators = [f"@{ast.unparse(decorator)}\n" for decorator in _decorators(unit.text)]
    return unit._replace(text=f"{''.join(decorators)}def {unit.key}(): ...\n")


def _head(unit: Unit) -> str:
    """A function up to its body."""
    node = unit.node
    body = node.body[0].lineno if isinstance(node, Function) else 1
    return "".join(unit.text.splitlines(keepends=True)[: body - 1])


def _decorators(text: str) -> list[ast.expr]:
    node = ast.parse(text).body[0]
    return node.decorator_list if isinstance(node, Function) else []
