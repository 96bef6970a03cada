"""Any edit of a generated file, and any change of its template: right, or refused and reported."""

import ast
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ant.artifacts.project import render_project
from ant.core.spec_reader import read_manifest
from ant.reconcile.untouched import is_untouched
from ant.reconcile.upgrading.files import Upgraded, carry_upgrade

SPEC = {
    "ant": "0.3.0",
    "project": {"name": "shop"},
    "routes": {
        "users": {"fields": {"name": "string:required", "age": "integer:min=0"}},
        "orders": {
            "fields": {"user": "reference:required:to=users", "total": "decimal"},
            "subroutes": {"open": {"mock": []}},
        },
        "health": {"mock": {"ok": True}},
    },
}
CODE = (
    "api/app.py", "api/models/Orders_model.py", "api/services/orders_service.py",
    "api/repositories/orders_repository.py", "api/routes/users_route.py",
    "api/routes/health_route.py", "api/services/health_service.py", "api/helper/DBSession.py",
    "api/startup/Environment.py", "api/startup/error_handlers.py",
    "api/schemas/PostUsers_schema.py", "tests/conftest.py", "tests/factories/users_factory.py",
)  # fmt: skip
TEXTS = (
    "Dockerfile", "docker-compose.yml", "pyproject.toml", "requirements.txt", "alembic.ini",
    ".gitignore", ".dockerignore", ".env.example",
    ".github/workflows/build_and_push_to_ecr.yml",
)  # fmt: skip
MINE, OURS = "of_mine", "of_ours"
"""Parts of what people and templates write, by which it is found again."""

Pick = Callable[[int], int]
Edit = Callable[[str, Pick], str]
"""Edits a text; the other argument gives a number below a limit."""


@cache
def generated() -> dict[str, str]:
    spec = read_manifest(SPEC, str)
    return {path: text.decode() for path, text in render_project(spec).items() if text}


def at_definition(text: str, pick: Pick, kinds: tuple[type, ...] = (ast.FunctionDef,)) -> ast.stmt:
    """Some definition of a kind, or the first statement where there is none."""
    tree = ast.parse(text)
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    found = [node for node in statements if isinstance(node, kinds)]
    ordered = sorted(found, key=lambda node: node.lineno) or tree.body[:1]
    return ordered[pick(len(ordered))]


def first_line(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)]) - 1


def lines_of(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def inserted(text: str, line: int, *new: str) -> str:
    lines = lines_of(text)
    return "".join([*lines[:line], *(f"{added}\n" for added in new), *lines[line:]])


def fresh(text: str, pick: Pick, word: str) -> str:
    """A name with a word in it that the text does not have yet."""
    number = pick(10**6)
    while f"{word}_{number}" in text:
        number += 1
    return f"{word}_{number}"


def comment(text: str, pick: Pick, word: str) -> str:
    """Put a comment above some definition."""
    node = at_definition(text, pick, (ast.FunctionDef, ast.ClassDef))
    return inserted(text, first_line(node), f"{' ' * node.col_offset}# {fresh(text, pick, word)}")


def statement(text: str, pick: Pick, word: str) -> str:
    """Put a statement at the beginning of some function, below its docstring."""
    node = at_definition(text, pick)
    if not isinstance(node, ast.FunctionDef):
        return text
    has_docstring = ast.get_docstring(node) is not None
    last = node.body[0]
    line = (last.end_lineno or 0) if has_docstring else first_line(last)
    return inserted(text, line, f"{' ' * last.col_offset}{fresh(text, pick, word)} = 1")


def method(text: str, pick: Pick, word: str) -> str:
    """Put a function at the end of some class, or of the module."""
    node = at_definition(text, pick, (ast.ClassDef,))
    name = fresh(text, pick, word)
    if not isinstance(node, ast.ClassDef):
        return f"{text}\n\ndef {name}() -> int:\n    return 1\n"
    indent = " " * node.body[0].col_offset
    new = ("", f"{indent}def {name}(self) -> int:", f"{indent}    return 1")
    return inserted(text, node.end_lineno or 0, *new)


def imported(text: str, pick: Pick, word: str) -> str:
    """Import something more, and use it at the end."""
    tree = ast.parse(text)
    line = next((node.lineno - 1 for node in tree.body if isinstance(node, ast.Import)), None)
    if line is None:
        line = next(
            (
                statement.lineno - 1
                for statement in tree.body
                if isinstance(statement, ast.ImportFrom)
            ),
            0,
        )
    modules = ("glob", "html", "locale") if word == MINE else ("colorsys", "heapq", "keyword")
    module = modules[pick(3)]
    name = fresh(text, pick, word)
    if f"import {module}" in text:
        return text
    return f"{inserted(text, line, f'import {module} as {name}')}\nOWN_{name} = {name}\n"


def docstring(text: str, pick: Pick, word: str) -> str:
    """Change some docstring."""
    found = [*re.finditer(r'"""(?=[A-Z])', text)]
    if not found:
        return text
    end = found[pick(len(found))].end()
    return f"{text[:end]}{fresh(text, pick, word)}. {text[end:]}"


def removed(text: str, pick: Pick, _word: str) -> str:
    """Take out some method of a class that has others."""
    classes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)]
    methods = [m for c in classes for m in c.body[1:] if isinstance(m, ast.FunctionDef)]
    if not methods:
        return text
    gone = methods[pick(len(methods))]
    lines = lines_of(text)
    return "".join(lines[: first_line(gone)] + lines[gone.end_lineno :])


def moved(text: str, pick: Pick, _word: str) -> str:
    """Move some method of a class to its end."""
    classes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef)]
    pairs = [(c, m) for c in classes for m in c.body[1:] if isinstance(m, ast.FunctionDef)]
    if not pairs:
        return text
    owner, node = pairs[pick(len(pairs))]
    lines, end = lines_of(text), owner.end_lineno or 0
    own = lines[first_line(node) : node.end_lineno]
    rest = lines[node.end_lineno : end]
    return "".join([*lines[: first_line(node)], *rest, "\n", *own, *lines[end:]])


def renamed(text: str, pick: Pick, word: str) -> str:
    """Call the local variables ``row``, ``data`` and their like something else."""
    names = [name for name in ("row", "rows", "query", "response") if f"{name} = " in text]
    if not names:
        return text
    name = names[pick(len(names))]
    return re.sub(rf"(?<![\w.\"'=]){name}(?![\w=(\"'])", f"{word}_{name}", text)


def reformatted(text: str, _pick: Pick, _word: str) -> str:
    """Put a blank line below every one that has one, as some people like it."""
    return re.sub(r"\n\n(?= )", "\n\n\n", text)


CODE_EDITS = (
    comment, statement, method, imported, docstring, removed, moved, renamed, reformatted,
)  # fmt: skip
NEWLINES = st.sampled_from(["\n", "\r\n"])
CODE_CHANGES = (docstring, statement, method, imported, removed)


class Case(NamedTuple):
    """The versions of a file."""

    path: str
    current: str
    old: str
    new: str


def picker(draw: st.DrawFn) -> Pick:
    return lambda limit: draw(st.integers(0, limit - 1))


@st.composite
def code_cases(draw: st.DrawFn) -> Case:
    path = draw(st.sampled_from(CODE))
    old = generated()[path]
    current, new = old, old
    for change in draw(st.lists(st.sampled_from(CODE_CHANGES), min_size=1, max_size=3)):
        new = _valid(change(new, picker(draw), OURS), new)
    for edit in draw(st.lists(st.sampled_from(CODE_EDITS), min_size=1, max_size=4)):
        current = _valid(edit(current, picker(draw), MINE), current)
    return Case(path, current.replace("\n", draw(NEWLINES)), old, new)


def _valid(text: str, before: str) -> str:
    """The text, if it is Python: an edit that makes it none is left out."""
    try:
        ast.parse(text)
    except SyntaxError:
        return before
    return text


@st.composite
def text_cases(draw: st.DrawFn) -> Case:
    path = draw(st.sampled_from(TEXTS))
    old = generated()[path]
    current = new = old
    for _ in range(draw(st.integers(1, 3))):
        new = _one_line(draw, path, new, OURS)
        current = _one_line(draw, path, current, MINE)
    return Case(path, current.replace("\n", draw(NEWLINES)), old, new)


def _one_line(draw: st.DrawFn, path: str, text: str, word: str) -> str:
    """Put a line somewhere that is right there, or take one away."""
    lines = lines_of(text)
    number = draw(st.integers(0, 10**6))
    while re.search(rf"{word}[-_]{number}\b", text, re.IGNORECASE):  # no template says it twice
        number += 1
    if path.endswith(".json"):
        return re.sub(r"^\{\n", f'{{\n  "x-{word}-{number}": 1,\n', text)
    if draw(st.booleans()):
        empty = [index for index, line in enumerate(lines) if not line.strip()]
        at = draw(st.sampled_from([*empty, len(lines)]))
        return "".join([*lines[:at], f"# {word}_{number}\n", *lines[at:]])
    if path == "requirements.txt":
        return f"{text}{word}-{number}==1.0\n"
    if path == ".env.example":
        return f"{text}{word.upper()}_{number}=1\n"
    if path.startswith("."):
        return f"{text}{word}_{number}/\n" if "ignore" in path else f"{text}# {word}_{number}\n"
    return f"{text}\n# {word}_{number}\n"


def carried(case: Case) -> tuple[Upgraded, str]:
    path, current, old, new = case
    upgraded = carry_upgrade({path: current.encode()}, {path: old.encode()}, {path: new.encode()})
    changed = {change.path: change.after for change in upgraded.plan.effective}
    after = changed.get(path, current.encode())
    assert after is not None
    return upgraded, after.decode()


def own_lines(case: Case) -> Counter[str]:
    """The lines that stand in somebody's file more often than in what was generated."""
    current, old = (Counter(map(str.strip, text.splitlines())) for text in (case.current, case.old))
    del current[""]
    return current - old


def check(case: Case) -> None:
    """Nothing of anybody's is lost, nothing is there twice, and what is missing is reported."""
    upgraded, after = carried(case)
    if is_untouched(case.path, case.current.encode(), case.old.encode()):
        assert not upgraded.problems
    else:
        lost = own_lines(case) - Counter(map(str.strip, after.splitlines()))
        assert not lost, (lost, upgraded.problems)
    for word in re.findall(rf"{OURS}[-_]\d+|{OURS.upper()}_\d+", case.new):
        assert after.count(word) <= case.new.count(word), word
    for problem in upgraded.problems:
        assert problem.where and case.path in f"{problem.message}{problem.where}"
    if "\r\n" in case.current and not is_untouched(
        case.path, case.current.encode(), case.old.encode()
    ):
        assert not re.search(r"(?<!\r)\n", after)
    assert "<<<<<<<" not in after
    again = carried(case._replace(current=after, old=case.new))[0]
    assert not again.plan.effective
    new = {case.path: case.new.encode()}
    tried_again = carry_upgrade({case.path: after.encode()}, new, new, upgraded.unresolved)
    assert len(upgraded.reported) == len(upgraded.problems)
    for change in tried_again.plan.effective:  # what is reported as left may be carried in later
        assert upgraded.problems and change.after is not None
        now = Counter(map(str.strip, change.after.decode().splitlines()))
        assert not own_lines(case) - now


def check_brought(case: Case) -> None:
    """What a template has added is there, or a problem says what is not."""
    upgraded, after = carried(case)
    words = set(re.findall(rf"{OURS}[-_]\d+|{OURS.upper()}_\d+", case.new))
    reported = "".join(map(str, upgraded.problems))
    missing = {word for word in words if word not in after and word not in reported}
    if upgraded.problems:
        return
    gone = [line for line in case.old.splitlines() if line not in case.current.splitlines()]
    assert not missing or gone, missing


def check_code(case: Case) -> None:
    _, after = carried(case)
    ast.parse(after)
    tree = ast.parse(after)
    for block in [
        tree.body,
        *(node.body for node in ast.walk(tree) if isinstance(node, ast.ClassDef)),
    ]:
        names = Counter(
            statement.name
            for statement in block
            if isinstance(statement, ast.FunctionDef | ast.ClassDef)
        )
        assert not [name for name, count in names.items() if count > 1 and OURS in name]


everyday_and_all = pytest.mark.parametrize(
    "examples", [50, pytest.param(200, marks=pytest.mark.exhaustive)]
)


@pytest.mark.slow
@everyday_and_all
def test_any_edit_of_code_meets_any_change_of_it(examples: int) -> None:
    @settings(max_examples=examples, suppress_health_check=[*HealthCheck], derandomize=True)
    @given(code_cases())
    def holds(case: Case) -> None:
        check(case)
        check_brought(case)
        check_code(case)

    holds()


@pytest.mark.slow
@everyday_and_all
def test_any_edit_of_a_text_meets_any_change_of_it(examples: int) -> None:
    @settings(max_examples=examples, suppress_health_check=[*HealthCheck], derandomize=True)
    @given(text_cases())
    def holds(case: Case) -> None:
        check(case)
        check_brought(case)

    holds()
