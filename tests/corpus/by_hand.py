"""An owner who does exactly what a refusal shows, and nothing else."""

import ast
import json
import re
from collections.abc import Iterable
from typing import Any

from ant.core.errors import Problem
from corpus.edits import Files

_VERBS = {"Add this by hand:": "add", "Change to this by hand:": "change",
          "Remove this by hand:": "remove"}  # fmt: skip


def _with_blueprint(tree: ast.Module, line: str) -> str:
    """The line with a blueprint that the file has: the owner was told that ours is not there."""
    made = [
        ast.unparse(node.targets[0])
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Blueprint(")
    ]
    found = re.match(r"@(\w+_bp)\.", line)
    return line.replace(found[1], made[0], 1) if found and made and found[1] not in made else line


def is_shown(problem: Problem) -> bool:
    """Whether a problem has the lines that are to be written."""
    return "by hand" in (problem.hint or "")


def carried_out(files: Files, problems: Iterable[Problem]) -> Files:
    """The files after an owner has done what some problems show."""
    result = dict(files)
    for problem in problems:
        where = problem.where or ""
        path, _, place = where.partition(", ")
        if path.endswith(".json"):
            result[path] = _in_json(result[path], place, problem.hint or "")
        else:
            result[path] = _in_code(result[path], place, problem.hint or "")
    return result


def _in_json(content: bytes, place: str, hint: str) -> bytes:
    first, _, rest = hint.partition("\n")
    document = json.loads(content)
    *outer, last = place.split(" > ")
    here: Any = document
    for key in outer:
        here = here[key]
    if first == "Remove it by hand.":
        here.pop(last, None)
    else:
        assert first == "Change it by hand to:"
        here[last] = json.loads(rest)
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def _in_code(content: bytes, place: str, hint: str) -> bytes:
    first, _, rest = hint.partition("\n")
    verb, shown = _VERBS[first], [line.removeprefix("    ") for line in rest.split("\n")]
    scope, _, key = place.rpartition(": ")
    text = content.decode("utf-8-sig")
    newline = next(iter(re.findall(r"\r\n|\r|\n", text)), "\n")
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", text)
    tree = ast.parse(text)
    shown[0] = _with_blueprint(tree, shown[0])
    if not lines[-1].endswith(("\r", "\n")):
        lines[-1] += newline
    if re.match(r"(from|import) ", shown[0]):
        start, end = _import_at(tree, shown[0], verb)
        block = tree.body
    else:
        block = _block(tree, scope)
        start, end = _place(tree, block, scope, key, verb)
    indent = "" if start == 0 or key.startswith("@") else _indent(lines, block)
    if verb == "remove":
        new = []
        if len(block) == 1 and end > start:
            new = [f"{indent}pass{newline}"]
    else:
        unit = indent or "    "
        new = [f"{indent}{line.replace('    ', unit)}{newline}" if line else newline
               for line in shown]  # fmt: skip
    lines[start:end] = new
    bom = content[:3] if content.startswith(b"\xef\xbb\xbf") else b""
    return bom + "".join(lines).encode()


def _block(tree: ast.Module, scope: str) -> list[ast.stmt]:
    """The body of the class or function that is meant: the last, or the only one of the file."""
    if not scope:
        return tree.body
    owners = [node for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    named = [node for node in owners if node.name == scope]
    if not named and scope[0].islower():  # a function, whose statements may run in the module
        return tree.body
    return (named or [node for node in owners if isinstance(node, ast.ClassDef)])[-1].body


def _place(
    tree: ast.Module, block: list[ast.stmt], scope: str, key: str, verb: str
) -> tuple[int, int]:
    """From which line to which something stands, or where it is to be put."""
    if key.startswith("@"):
        (node,) = (node for node in tree.body if getattr(node, "name", "") == scope)
        for decorator in getattr(node, "decorator_list", []):
            if f"@{ast.unparse(decorator)}".startswith(key):
                return decorator.lineno - 1, decorator.end_lineno or 0
    for node in block:
        if key and (key == _name(node) or _plain(key) == ast.unparse(node)):
            first = min(
                [
                    node.lineno,
                    *(decorator.lineno for decorator in getattr(node, "decorator_list", [])),
                ]
            )
            return first - 1, node.end_lineno or 0
    last = block[-1]
    if verb == "add" and isinstance(last, ast.Return):
        return last.lineno - 1, last.lineno - 1
    return last.end_lineno or 0, (last.end_lineno or 0)


def _import_at(tree: ast.Module, line: str, verb: str) -> tuple[int, int]:
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    for node in imports:
        if ast.unparse(node) == line:
            return node.lineno - 1, node.end_lineno or 0
    last = (imports or tree.body[:1])[-1].end_lineno or 0
    assert verb == "add", line
    return last, last


def _plain(code: str) -> str:
    try:
        return ast.unparse(ast.parse(code))
    except SyntaxError:
        return code


def _name(node: ast.stmt) -> str:
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
    return getattr(node, "name", "")


def _indent(lines: list[str], block: list[ast.stmt]) -> str:
    line = lines[block[-1].lineno - 1]
    return line[: len(line) - len(line.lstrip(" \t"))]
