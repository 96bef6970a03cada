"""Rules about whether the project is whole: no unfinished merge, and one chain of migrations."""

from collections.abc import Iterator

from ant.checking.code import Code, Finding, Rule
from ant.core.errors import CannotMerge
from ant.core.text.merge_markers import marked_line
from ant.core.text.python_text import parse_python
from ant.reconcile.migrations.history import JOIN, heads


def _markers(code: Code) -> Iterator[Finding]:
    for path, content in code.files.items():
        line = marked_line(content)
        if line:
            message = "The file has the marks of an unfinished merge."
            yield Finding("conflict-marker", path, line, 1, message)


def _unreadable(code: Code) -> Iterator[Finding]:
    for path, content in code.files.items():
        if not path.endswith(".py") or path in code.modules or marked_line(content):
            continue
        try:
            parse_python(content)
        except SyntaxError as error:
            message = f"The file is no Python: {error.msg}."
            line, column = max(error.lineno or 1, 1), max(error.offset or 1, 1)  # unknown: -1
            yield Finding("not-python", path, line, column, message)


def _several_heads(code: Code) -> Iterator[Finding]:
    try:
        found = heads(code.files)
    except CannotMerge:
        return  # another rule reports a migration that is no Python
    if len(found) > 1:
        for head in found:
            others = ", ".join(other.path for other in found if other is not head)
            message = f"The migrations have several heads: this one beside {others}."
            yield Finding("migration-heads", head.path, 1, 1, message)


RULES = (
    Rule(
        "conflict-marker",
        "A merge that was committed half done leaves a file that nothing can read.",
        "Decide between the two sides and remove the marks.",
        _markers,
    ),
    Rule(
        "not-python",
        "What cannot be read cannot be checked, nor run.",
        "Mend the syntax.",
        _unreadable,
    ),
    Rule(
        "migration-heads",
        "With several heads, 'alembic upgrade head' fails and the application does not start.",
        f"{JOIN}.",
        _several_heads,
    ),
)
"""The rules of this module."""
