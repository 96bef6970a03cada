"""Every edited resource is either changed right or left alone, and the refusal says why."""

import re
from collections import Counter

import pytest

from ant.artifacts.project import render_project
from ant.artifacts.shared import PERMANENT
from ant.core.errors import AntError, CannotMerge, TargetExists
from ant.reconcile.files import reconcile
from corpus.edits import Files
from corpus.meaning import Facts, facts
from corpus.resource_cases import EDITED, RESOURCE_CASES, Case
from corpus.resource_growth import BASE, FRESH, OPERATIONS, carried
from corpus.verdicts import compare

HEAD = re.compile(r"(ClassDef \w+) \[.*?\] body")
STAYS = {path: content for path, content in FRESH.items() if path in PERMANENT}
NEW = {name: STAYS | render_project(operation.new) for name, operation in OPERATIONS.items()}


def edited(case: Case) -> Files:
    files = dict(FRESH)
    for edit in case.edits:
        edit(files)
    return files


FILES = {name: edited(case) for name, case in RESOURCE_CASES.items()}


def expected_refusal(name: str, operation: str) -> str | None:
    refused = RESOURCE_CASES[name].refused
    return refused.get(operation) or refused.get("*")


def verdict(name: str, operation: str) -> str:
    """Do one thing to one project and take it back; what came of it."""
    files, change = FILES[name], OPERATIONS[operation]
    before = dict(files)
    try:
        after = carried(files, BASE, change)
    except AntError as error:
        assert files == before
        assert isinstance(error, CannotMerge | TargetExists)
        assert all(problem.hint for problem in error.problems)
        return str(error)
    if operation == "rename a route":
        check_moved(name, files, after)
    else:
        check_changed(name, files, after, operation)
    assert reconcile(after, change.new, change.new).effective == ()
    return "merged"


def check_changed(name: str, before: Files, after: Files, operation: str) -> None:
    """What comes and goes in each file is what comes and goes in a fresh project."""
    fresh, case = NEW[operation], RESOURCE_CASES[name]
    for path in before:
        if path not in EDITED or path not in fresh:
            if FRESH.get(path) == before[path]:
                assert after.get(path) == fresh.get(path), path
            else:
                assert after.get(path) == before[path], path
            continue
        expected = meanings(FRESH[path]), meanings(fresh[path])
        if before[path] == after[path]:
            assert expected[0] == expected[1], path
            continue
        was, now = meanings(before[path]), meanings(after[path])
        for change, wanted in (
            (now - was, expected[1] - expected[0]), (was - now, expected[0] - expected[1])
        ):  # fmt: skip
            if case.own_imports:
                assert sum(change.values()) >= sum(without_imports(wanted).values()), path
            else:
                assert change == wanted, path
        if operation in ("add a field", "add fields that need imports", "add a field in front"):
            assert is_kept(before[path], after[path]), path


def meanings(content: bytes) -> Facts:
    """What a file says, whatever its classes have above them."""
    found: Facts = Counter()
    for (where, text), count in facts(content).items():
        if not text.startswith("ClassDef"):
            found[HEAD.sub(r"\1 body", where), text] += count
    return found


def without_imports(changes: Facts) -> Facts:
    return Counter({key: number for key, number in changes.items() if not key[1].endswith(" None")})


def is_kept(before: bytes, after: bytes) -> bool:
    """Whether the lines that people wrote are all still there."""
    lines = (line.strip() for line in before.splitlines() if not line.startswith(b"from "))
    return not Counter(lines) - Counter(line.strip() for line in after.splitlines())


def check_moved(name: str, before: Files, after: Files) -> None:
    """Every file has the same lines under the new names; nothing of people's is touched."""
    for path, content in before.items():
        moved = path.replace("Users", "People").replace("users", "people")
        assert moved in after, moved
        if FRESH.get(path) == content:
            assert after[moved] == NEW["rename a route"][moved], path
        elif path in EDITED:
            assert len(after[moved].splitlines()) == len(content.splitlines()), path
            called = content.replace(b"Users", b"People").replace(b"users", b"people")
            assert sorted(called.split()) == sorted(after[moved].split()), path
        else:
            assert after[moved] == content, path
    assert name in RESOURCE_CASES


@pytest.mark.slow
def test_every_edited_resource_comes_to_the_verdict_that_is_written_here(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = compare(RESOURCE_CASES, OPERATIONS, expected_refusal, verdict)
    with capsys.disabled():
        print(f"\n{found.table}")  # noqa: T201
    assert not found.wrong, "\n".join(found.wrong)
