"""TOML is merged by lines, and what comes out says what both sides meant."""

import tomllib

import pytest

from ant.reconcile.texts.structured.toml_merge import merge_toml

OLD = """\
# Settings.

[tool.ruff]
line-length = 100
target-version = "py311"
src = ["api", "tests"]

[tool.ruff.lint]
select = ["E", "F"]
ignore = ["E501"] # long names
per-file = [
  "a",
  "b",
]

[tool.mypy]
strict = true
"""


def edited(*replacements: tuple[str, str], text: str = OLD) -> str:
    for old, new in replacements:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def merged(mine: str, ours: str, old: str = OLD) -> str:
    result = merge_toml("pyproject.toml", mine.encode(), old.encode(), ours.encode())
    assert not result.problems, result.problems[0]
    return result.content.decode()


def places(mine: str, ours: str) -> tuple[str, list[str | None]]:
    """The content, and where the problems are."""
    result = merge_toml("pyproject.toml", mine.encode(), OLD.encode(), ours.encode())
    return result.content.decode(), [problem.where for problem in result.problems]


@pytest.mark.parametrize(
    ("mine", "ours"),
    [
        ([("100", "120")], [("strict = true", "strict = false")]),
        ([("100", "120")], [('"py311"', '"py312"')]),  # lines side by side
        ([("100\n", "100\nmine = 1\n")], [("100\n", "100\nours = 2\n")]),  # two keys at one place
        ([('src = ["api", "tests"]\n', "")], [("py311", "py312")]),
        ([('"F"', '"F", "PL"')], [('"F"', '"F", "S"')]),  # two items in one line
        ([('["E"', '["D", "E"')], [('"F"]', '"F", "S"]')]),
        ([('"E", ', "")], [('"F"', '"F", "S"')]),
        ([('  "b",\n', '  "b",\n  "mine",\n')], [('  "b",\n', '  "b",\n  "ours",\n')]),
        ([("strict = true\n", "strict = true\nmine = 1\n")], [("strict = true\n", "a = 1\n")]),
        ([("true\n", "true\n\n[tool.mine]\na = 1\n")], [("true\n", "true\nours = 1\n")]),
        (
            [("true\n", "true\n\n[tool.mine]\na = 1\n")],
            [("true\n", "true\n\n[tool.ours]\na = 1\n")],
        ),
    ],
)
def test_what_both_sides_changed_is_there_afterwards(
    mine: list[tuple[str, str]], ours: list[tuple[str, str]]
) -> None:
    there, wanted = edited(*mine), edited(*ours)
    text = merged(there, wanted)
    value, both = tomllib.loads(text), [tomllib.loads(side) for side in (there, wanted)]
    assert flat(value) - flat(tomllib.loads(OLD)) == (flat(both[0]) | flat(both[1])) - flat(
        tomllib.loads(OLD)
    )
    removed = flat(tomllib.loads(OLD)) - flat(both[0]) & flat(both[1])
    assert not removed & flat(value)
    assert "# long names" in text
    assert merged(there.replace("\n", "\r\n"), wanted) == text.replace("\n", "\r\n")


def flat(value: object, path: str = "") -> set[str]:
    """Every key and item with the way to it."""
    if isinstance(value, dict):
        return {leaf for key, item in value.items() for leaf in flat(item, f"{path}.{key}")}
    if isinstance(value, list):
        return {leaf for item in value for leaf in flat(item, f"{path}[]")}
    return {f"{path}={value!r}"}


def test_a_value_that_both_changed_is_a_problem_and_the_rest_is_merged() -> None:
    mine = edited(("100", "120"), ('"F"', '"F", "PL"'))
    ours = edited(("100", "110"), ('"F"', '"F", "S"'), ("true", "false"))
    content, where = places(mine, ours)
    assert where == ["pyproject.toml, line 4"]
    assert content == edited(("100", "120"), ('"F"', '"F", "PL", "S"'), ("true", "false"))


def test_parts_of_one_value_are_never_mixed() -> None:
    mine, ours = edited(('"py311"', '"py3.11"')), edited(('"py311"', '"cpy311"'))
    assert places(mine, ours) == (mine, ["pyproject.toml, line 5"])


def test_a_key_that_somebody_has_elsewhere_in_its_table_is_not_there_twice() -> None:
    mine = edited(("[tool.ruff]\n", "[tool.ruff]\nfix = true\n"))
    same = edited(('"tests"]\n', '"tests"]\nfix = true\n'))
    assert merged(mine, same) == mine
    other = edited(('"tests"]\n', '"tests"]\nfix = false\n'))
    assert places(mine, other) == (mine, ["pyproject.toml, line 8"])


def test_a_comment_that_both_changed_is_a_problem_though_the_values_are_clear() -> None:
    mine, ours = edited(("# long names", "# mine")), edited(("# long names", "# ours"))
    assert places(mine, ours) == (mine, ["pyproject.toml, line 10"])


def test_text_of_several_lines_is_merged_as_text() -> None:
    old = 'a = """\none\ntwo\nthree\n"""\n'
    mine, ours = old.replace("one", "ONE"), old.replace("three", "THREE")
    assert merged(mine, ours, old) == mine.replace("three", "THREE")


def test_what_is_no_toml_is_left_with_the_reason_and_all_that_would_change() -> None:
    mine, ours = OLD + "a = \n", edited(("100", "110"))
    (problem,) = merge_toml("a.toml", mine.encode(), OLD.encode(), ours.encode()).problems
    assert "this is not TOML that we can read: Invalid value" in problem.message
    assert "-line-length = 100\n    +line-length = 110" in (problem.hint or "")
