"""All rules, and the comments that suppress findings on a line."""

import io
import re
import tokenize
from collections.abc import Iterable, Iterator

from ant.checking import layers, reached, requirements, whole
from ant.checking.code import Code, Finding, Rule, read_modules
from ant.core.text.words import quoted
from ant.core.tree import Tree
from ant.runtime.distributions import Distribution

IGNORE = re.compile(r"#\s*ant:\s*ignore\[([^\]]*)\]")
"""A comment that takes findings out, and the names of their rules in it."""


def _elsewhere(_code: Code) -> Iterable[Finding]:
    return ()  # found where more is known than the code


RULES: tuple[Rule, ...] = (
    *layers.RULES,
    *reached.RULES,
    *whole.RULES,
    *requirements.RULES,
    Rule(
        "spec-disagrees",
        "ant.json, the code, the migrations and the record say the same of a project; where they do"
        " not, the next change would carry the difference along.",
        "Apply ant.json, or put it back to what the code has.",
        _elsewhere,
    ),
    Rule(
        "ignore-unknown",
        "A comment that names no rule ignores nothing.",
        "Name one of the rules.",
        _elsewhere,
    ),
    Rule(
        "ignore-unused",
        "A comment that is not needed any more would hide the next finding on its line.",
        "Remove the comment.",
        _elsewhere,
    ),
)
"""Every rule, in the order of the manual."""

RULE_BY_ID = {rule.id: rule for rule in RULES}


def check(files: Tree, installed: tuple[Distribution, ...] = ()) -> list[Finding]:
    """Return the findings that are not ignored, by file and line.

    ``installed`` are the distributions in the project's environment.
    """
    code = read_modules(files, installed)
    return without_ignored(code, find_all(code))


def find_all(code: Code) -> set[Finding]:
    """Return all that breaks a rule, ignored or not."""
    return {finding for rule in RULES for finding in rule.find(code)}


def without_ignored(code: Code, found: set[Finding]) -> list[Finding]:
    """Return what no comment ignores, and the comments that ignore nothing, by file and line."""
    files = code.files
    commented = [path for path in (*code.modules, requirements.REQUIREMENTS) if path in files]
    ignored = {path: dict(_ignores(path, files[path])) for path in commented}
    kept = {finding for finding in found if not _is_ignored(finding, ignored)}
    used = {(finding.path, finding.line, finding.rule) for finding in found - kept}
    comments = {
        finding
        for path, by_line in ignored.items()
        for line, names in by_line.items()
        for finding in _listed(path, line, names, used)
    }
    return sorted(kept | comments, key=lambda finding: (finding[1:4], finding.rule))


def _is_ignored(finding: Finding, ignored: dict[str, dict[int, tuple[int, list[str]]]]) -> bool:
    _, names = ignored.get(finding.path, {}).get(finding.line, (0, []))
    return finding.rule in names


def _ignores(path: str, content: bytes) -> Iterator[tuple[int, tuple[int, list[str]]]]:
    """The lines with such a comment: where it begins, and which rules it names."""
    if b"ignore[" not in content:
        return
    for line, column, comment in _comments(path, content):
        match = IGNORE.match(comment)
        if match:
            yield line, (column, [name.strip() for name in match[1].split(",")])


def _comments(path: str, content: bytes) -> Iterator[tuple[int, int, str]]:
    """The comments of a file: line, column and text."""
    if path.endswith(".py"):
        for token in tokenize.tokenize(io.BytesIO(content).readline):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.start[1] + 1, token.string
        return
    for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
        if "#" in line:
            yield number, line.index("#") + 1, line[line.index("#") :]


def _listed(
    path: str, line: int, comment: tuple[int, list[str]], used: set[tuple[str, int, str]]
) -> Iterator[Finding]:
    column, names = comment
    for name in names:
        if name not in RULE_BY_ID:
            message = f"There is no rule {quoted(name)}."
            yield Finding("ignore-unknown", path, line, column, message)
        elif (path, line, name) not in used:
            message = f"Nothing on this line breaks the rule {name}."
            yield Finding("ignore-unused", path, line, column, message)
