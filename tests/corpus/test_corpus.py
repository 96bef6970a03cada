"""Every edited project is either grown right or left alone, with the lines to write by hand."""

import difflib
import re
from collections.abc import Iterable

import pytest

from ant.artifacts.paths import MANIFEST
from ant.artifacts.project import render_project
from ant.core.errors import AntError, CannotMerge, TargetExists
from ant.reconcile.files import affected_paths, reconcile
from ant.rendering.migrations.migration import VERSIONS
from corpus.app_cases import APP_CASES
from corpus.edits import Files
from corpus.growth import BASE, FRESH, OPERATIONS, SOME, edited, expected_refusal, grown
from corpus.layer_cases import LAYER_CASES
from corpus.meaning import facts
from corpus.verdicts import compare

CASES = APP_CASES | LAYER_CASES
FILES = {name: edited(case) for name, case in CASES.items()}
IMPORT = re.compile(r"from .*|import (?!models).*|\w+,")
OTHERS = [name for name in OPERATIONS if name not in SOME]
NEW = {operation: render_project(spec) for operation, spec in OPERATIONS.items()}


def python_changes(before: Files, after: Files) -> list[str]:
    return [path for path in before if path.endswith(".py") and after.get(path) != before[path]]


def added_lines(before: bytes, after: bytes) -> list[str]:
    """The lines that are new; a line that is gone must have become one that holds it."""
    old, new = (content.decode().splitlines(keepends=True) for content in (before, after))
    lines = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace":
            for was, now in zip(old[i:j], new[k : k + j - i], strict=True):
                is_longer_import = was.startswith("from ") and is_part(was.strip(), now)
                assert is_longer_import or was.rstrip("\r\n") == now.rstrip("\r\n"), (was, now)
            lines += new[k + j - i : m]
        elif tag == "insert":
            lines += new[k:m]
        assert tag != "delete", old[i:j]
    return lines


def is_part(short: str, long: str) -> bool:
    """Whether the characters of one text are in another, in the same order."""
    rest = iter(long)
    return all(character in rest for character in short)


def not_imports(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip() and not IMPORT.fullmatch(line.strip())]


def verdict(name: str, operation: str) -> str:
    """Grow one project by one operation and take it back; what came of it."""
    files, new = FILES[name], OPERATIONS[operation]
    before = dict(files)
    assert set(affected_paths(BASE, new)) >= set(python_changes(FRESH, NEW[operation]))
    try:
        after = grown(files, BASE, new)
    except AntError as error:
        assert files == before
        assert isinstance(error, CannotMerge | TargetExists)
        for problem in error.problems:
            assert problem.hint
            assert any(path in str(problem) for path in FRESH | NEW[operation])
            if "by hand" in problem.hint:
                assert len(problem.hint.splitlines()) > 1
        return str(error)
    check_grown(files, after, operation)
    assert reconcile(after, new, new).effective == ()
    back = grown(after, new, BASE)
    for path in set(back) | set(files):
        if path == MANIFEST or path.startswith(VERSIONS):
            continue
        if CASES[name].leaves_imports and path.endswith(".py"):
            now, was = (side[path].decode().split("\n") for side in (back, files))
            assert not_imports(now) == not_imports(was), path
        else:
            assert back.get(path) == files.get(path), f"{path} after removal"
    return "merged"


def check_grown(before: Files, after: Files, operation: str) -> None:
    """Nothing is lost, and what is new in each file is what is new in a fresh project."""
    fresh = NEW[operation]
    for path in python_changes(FRESH, fresh):
        if path not in before:
            continue
        new, wanted = facts(after[path]), facts(fresh[path])
        gained, expected = new - facts(before[path]), wanted - facts(FRESH[path])
        assert not facts(before[path]) - new, path
        # Imports may be there already, under another name; the rest comes one to one.
        texts = [text for _, text in gained if not text.endswith(" None")]
        wanted_texts = [text for _, text in expected if not text.endswith(" None")]
        assert len(texts) == len(wanted_texts), (path, texts, wanted_texts)
        lines = [line for line in added_lines(before[path], after[path]) if line.strip()]
        fresh_lines = [line for line in added_lines(FRESH[path], fresh[path]) if line.strip()]
        assert len(not_imports(lines)) == len(not_imports(fresh_lines)), path
    for path in set(fresh) - set(FRESH):
        assert after[path] == fresh[path]


@pytest.mark.exhaustive_for("others")
@pytest.mark.slow
@pytest.mark.parametrize("operations", [SOME, OTHERS], ids=["some", "others"])
def test_every_edited_project_comes_to_the_verdict_that_is_written_here(
    operations: Iterable[str], capsys: pytest.CaptureFixture[str]
) -> None:
    def expected(name: str, operation: str) -> str | None:
        return expected_refusal(CASES[name], operation)

    found = compare(CASES, operations, expected, verdict)
    with capsys.disabled():
        print(f"\n{found.table}")  # noqa: T201
    assert not found.wrong, "\n".join(found.wrong)
