"""Changes of Python code as text, for edits that go through whole files."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Mapping
from itertools import pairwise

from frozen.edits.editing import NotThere


def with_renamed_variables(text: str, names: Mapping[str, str]) -> str:
    """Rename identifiers wherever they stand by themselves, not as attributes or keywords."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    lines = text.splitlines(keepends=True)
    for before, token in reversed([*pairwise(tokens)]):
        if token.type == tokenize.NAME and token.string in names and before.string != ".":
            row, column = token.start
            line = lines[row - 1]
            lines[row - 1] = line[:column] + names[token.string] + line[token.end[1] :]
    ast.parse("".join(lines))
    return "".join(lines)


def with_single_quotes(text: str) -> str:
    """Quote texts as ``'…'`` wherever that needs no backslash."""
    options = ["--config", "format.quote-style='single'", "--config", "line-length=100"]
    command = [sys.executable, "-m", "ruff", "format", "--isolated", *options, "-"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return done.stdout


def with_moved_method(text: str, name: str, before: str) -> str:
    """Move a method of the only class of a module to stand before another one."""
    lines = text.splitlines(keepends=True)
    [owner] = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    methods = {node.name: node for node in owner.body if isinstance(node, ast.FunctionDef)}
    if not {name, before} <= methods.keys():
        raise NotThere(f"{owner.name} lacks {name} or {before}")
    moved, there = methods[name], methods[before]
    first, last, target = moved.lineno - 1, moved.end_lineno or 0, there.lineno - 1
    body = [*lines[first:last], "\n"]
    if target < first:
        lines = [*lines[:target], *body, *lines[target : first - 1], *lines[last:]]
    else:
        lines = [*lines[:first], *lines[last + 1 : target], *body, *lines[target:]]
    ast.parse("".join(lines))
    return "".join(lines)


def with_comments(text: str, remarks: Mapping[str, str]) -> str:
    """Put a comment above each line that matches, as deep as that line stands."""
    for pattern, remark in remarks.items():
        text, count = re.subn(
            rf"^([ ]*)(?={pattern})", rf"\1# {remark}\n\1", text, flags=re.MULTILINE
        )
        if not count:
            raise NotThere(f"no line matches {pattern!r}")
    ast.parse(text)
    return text
