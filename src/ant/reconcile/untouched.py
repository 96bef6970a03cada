"""Whether a file is as it was generated, but for what tools that lay out code change."""

import ast
import inspect
import tokenize
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from ant.core.text.json_depth import read_json
from ant.core.text.json_value import Json
from ant.core.text.python_text import parse_python
from ant.python_source.source import Block, same

_IMPORT = (ast.Import, ast.ImportFrom)
_HAS_DOCSTRING = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def is_untouched(path: str, current: bytes, recorded: bytes) -> bool:
    """Whether a file is unedited since it was generated.

    Python code may be laid out by a formatter and its imports sorted: statements, comments and
    docstrings have to be the same. JSON has to have the same entries in the same order. Any other
    file has to have the same lines, except for line endings and trailing white space.
    """
    if current == recorded:
        return True
    try:
        if path.endswith(".py"):
            return _is_same_code(current, recorded)
        if path.endswith(".json"):
            return bool(_value(current) == _value(recorded))
        return _lines(current) == _lines(recorded)
    except (SyntaxError, ValueError):
        return False


def own_header(path: str, current: bytes, recorded: bytes) -> bytes:
    """The comments that somebody has put above a module, such as a licence; empty for none."""
    if not path.endswith(".py") or recorded.startswith(b"#"):
        return b""
    lines = current.splitlines(keepends=True)
    count = 0
    while count < len(lines) and (lines[count].startswith(b"#") or not lines[count].strip()):
        count += 1
    return b"".join(lines[:count])


def is_untouched_below(path: str, current: bytes, recorded: bytes) -> bool:
    """Whether a file is as it was generated below such comments."""
    return is_untouched(path, current.removeprefix(own_header(path, current, recorded)), recorded)


def _is_same_code(current: bytes, recorded: bytes) -> bool:
    trees = [_Laid().visit(parse_python(content)) for content in (current, recorded)]
    return same(*trees) and _comments(current) == _comments(recorded)


class _Laid(ast.NodeTransformer):
    """Gives code that differs in its layout alone the same tree."""

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Sort the imports in a node's blocks, and take the indentation off its docstring."""
        super().generic_visit(node)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list):
                setattr(node, name, _sorted_imports(block))
        if isinstance(node, _HAS_DOCSTRING) and ast.get_docstring(node, clean=False) is not None:
            text = node.body[0].value  # type: ignore[attr-defined]
            lines = inspect.cleandoc(text.value).split("\n")
            text.value = "\n".join(line.rstrip() for line in lines).strip()
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        """Forget the prefix of ``u"text"``."""
        node.kind = None
        return node


def _sorted_imports(block: Block) -> Block:
    """The block with every run of imports taken apart into names, sorted, each name once."""
    result: Block = []
    for is_import, run in groupby(block, lambda node: isinstance(node, _IMPORT)):
        statements = [*run]
        result += _sorted_run(statements) if is_import else statements
    return result


def _sorted_run(statements: Block) -> Block:
    singles = [single for statement in statements for single in _singles(statement)]
    by_text = {ast.unparse(single): single for single in singles}
    names = Counter(name for single in by_text.values() if (name := _bound(single)))
    if any(count > 1 for count in names.values()) or "*" in names:
        return [*singles]  # the last one to bind a name wins, so their order means something
    return [by_text[text] for text in sorted(by_text)]


def _singles(statement: ast.stmt) -> Iterator[ast.Import | ast.ImportFrom]:
    """A statement for each name that is imported."""
    if isinstance(statement, ast.Import):
        yield from (ast.Import([alias]) for alias in statement.names)
    elif isinstance(statement, ast.ImportFrom):
        module, level = statement.module, statement.level
        yield from (ast.ImportFrom(module, [alias], level) for alias in statement.names)


def _bound(single: ast.Import | ast.ImportFrom) -> str | None:
    """The name that an import binds; None for a package, which other imports may bind as well."""
    alias = single.names[0]
    is_package = isinstance(single, ast.Import) and alias.asname is None
    return None if is_package else alias.asname or alias.name


def _comments(content: bytes) -> Counter[str]:
    """The comments of a file, in any order, without the white space in them that tools change."""
    tokens = tokenize.tokenize(iter(content.splitlines(keepends=True)).__next__)
    return Counter(
        " ".join(token.string.removeprefix("#").split())
        for token in tokens
        if token.type == tokenize.COMMENT
    )


def _value(content: bytes) -> Json:
    """The value of a JSON text, with the order of keys; 1, 1.0 and true differ."""
    return read_json(
        content,
        object_pairs_hook=lambda pairs: ("object", *pairs),
        parse_int=lambda digits: ("number", digits),
        parse_float=lambda digits: ("number", digits),
        parse_constant=lambda name: ("number", name),
    )


def _lines(content: bytes) -> list[str]:
    text = content.decode("utf-8-sig").rstrip()
    return [line.rstrip() for line in text.split("\n")]
