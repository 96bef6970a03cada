"""Find the known faults in a project's code."""

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ant.core.text.python_text import parse_python
from ant.core.tree import Tree
from ant.python_source.nodes import assigned_names
from ant.recall.faults import FAULTS, Fault


class Finding(NamedTuple):
    """A known fault in a project."""

    fault: Fault
    line: int
    is_certain: bool
    """Whether the unit is as it was generated; otherwise it has been changed since."""

    def __str__(self) -> str:
        """One line for a person."""
        fault = self.fault
        unsure = "" if self.is_certain else " You have changed it: look whether that is still so."
        where = f"{fault.path}:{self.line} ({fault.unit})"
        return f"{fault.id} {fault.severity:6} {where}: {fault.consequence}{unsure}"


def find_faults(tree: Tree, recorded: Tree, faults: Iterable[Fault] = FAULTS) -> Iterator[Finding]:
    """Yield the faults that are in a project, by severity.

    ``tree`` holds its files, ``recorded`` the texts with which these were generated.
    """
    order = {"high": 0, "medium": 1, "low": 2}
    for fault in sorted(faults, key=lambda fault: (order[fault.severity], fault.id)):
        unit = find_unit(tree.get(fault.path), fault.unit)
        if unit is None:
            continue
        generated = find_unit(recorded.get(fault.path), fault.unit)
        is_certain = digest_of(unit) == fault.digest
        if is_certain or (generated is not None and digest_of(generated) == fault.digest):
            yield Finding(fault, unit.lineno, is_certain)


def find_unit(content: bytes | None, name: str) -> ast.stmt | None:
    """Return a definition or an assignment by its dotted name; None without one."""
    if content is None:
        return None
    try:
        block = parse_python(content).body
    except SyntaxError:
        return None
    found: ast.stmt | None = None
    for part in name.split("."):
        found = next((node for node in block if part in _names(node)), None)
        block = getattr(found, "body", [])
    return found


def digest_of(unit: ast.stmt) -> str:
    """Return a short text that is the same for code that differs in layout and docstrings alone.

    It is the same with every version of Python.
    """
    import hashlib  # noqa: PLC0415, slow to load

    text = "".join(_canonical(unit))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    return assigned_names(node)


def _canonical(value: object) -> Iterator[str]:
    """The parts of a syntax tree as text, without what is empty: versions add such fields."""
    if isinstance(value, ast.AST):
        yield f"({type(value).__name__}"
        for name, part in ast.iter_fields(value):
            if name in ("ctx", "kind", "type_comment") or part is None or part == []:
                continue
            yield f" {name}="
            yield from _canonical(_without_docstring(value, name, part))
        yield ")"
    elif isinstance(value, list):
        yield "["
        for part in value:
            yield from _canonical(part)
        yield "]"
    else:
        yield repr(value)


def _without_docstring(node: ast.AST, name: str, part: object) -> object:
    definitions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    if name == "body" and isinstance(node, definitions) and ast.get_docstring(node) is not None:
        return node.body[1:]
    return part
