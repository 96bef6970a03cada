"""YAML is merged by lines, and what comes out says what both sides meant."""

import pytest

from ant.reconcile.texts.structured.yaml_merge import merge_yaml

OLD = """\
# Development.
services:
  db:
    image: postgres:16
    environment:
      A: ${A:-}
      B: ${B:-}
    test: ["CMD", "ready"]
  backend:
    build: .
    ports:
      - "5000:5000"
    cap_drop: [ALL]
volumes:
  data:
"""
STEPS = """\
on: push
jobs:
  test:
    steps:
      - uses: actions/checkout@v4
      - name: Test
        run: |
          make
          make test
      - name: Ship
        run: ship
"""


def edited(*replacements: tuple[str, str], text: str = OLD) -> str:
    for old, new in replacements:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def merge(mine: str, ours: str, old: str = OLD) -> tuple[str, list[str | None]]:
    """The content, and where the problems are."""
    result = merge_yaml("a.yml", mine.encode(), old.encode(), ours.encode())
    return result.content.decode(), [problem.where for problem in result.problems]


@pytest.mark.parametrize(
    ("mine", "ours", "result"),
    [
        ([("s:16", "s:17")], [("ALL", "ALL, X")], [("s:16", "s:17"), ("ALL", "ALL, X")]),
        ([("A: ${A:-}", "A: 1")], [("B: ${B:-}", "B: 2")],
         [("A: ${A:-}", "A: 1"), ("B: ${B:-}", "B: 2")]),
        ([("B:-}\n", "B:-}\n      MINE: 1\n")], [("B:-}\n", "B:-}\n      OURS: 2\n")],
         [("B:-}\n", "B:-}\n      MINE: 1\n      OURS: 2\n")]),
        ([('5000"\n', '5000"\n      - "1:1"\n')], [('5000"\n', '5000"\n      - "2:2"\n')],
         [('5000"\n', '5000"\n      - "1:1"\n      - "2:2"\n')]),
        ([("[ALL]", "[ALL, MINE]")], [("[ALL]", "[ALL, OURS]")],
         [("[ALL]", "[ALL, MINE, OURS]")]),
        ([("  data:\n", "  data:\n  mine:\n")], [("  data:\n", "  data:\n  ours:\n")],
         [("  data:\n", "  data:\n  mine:\n  ours:\n")]),
    ],
)  # fmt: skip
def test_what_both_sides_changed_is_there_afterwards(
    mine: list[tuple[str, str]], ours: list[tuple[str, str]], result: list[tuple[str, str]]
) -> None:
    assert merge(edited(*mine), edited(*ours)) == (edited(*result), [])


def test_a_value_that_both_changed_is_a_problem_and_the_rest_is_merged() -> None:
    mine, ours = edited(("16", "17")), edited(("16", "18"), ("[ALL]", "[ALL, X]"))
    assert merge(mine, ours) == (edited(("16", "17"), ("[ALL]", "[ALL, X]")), ["a.yml, line 4"])


def test_a_list_is_never_changed_by_half() -> None:
    old = "x:\n  b:\n  - q\n  - p\n"
    mine, ours = old + "  a: 0\n", "x:\n  b: []\n  a:\n  - q\n"
    content, where = merge(mine, ours, old)
    assert content == mine
    assert where


def test_words_of_a_command_have_an_order_that_is_not_guessed() -> None:
    mine, ours = edited(('"ready"', '"ready", "-q"')), edited(('"ready"', '"ready", "-v"'))
    assert merge(mine, ours) == (mine, ["a.yml, line 8"])


def test_steps_are_told_apart_by_their_names_and_two_new_ones_have_no_clear_order() -> None:
    mine = edited(("      - name: Test\n", "      - run: mine\n      - name: Test\n"), text=STEPS)
    ours = edited(("@v4", "@v5"), ("make test", "make check"), text=STEPS)
    expected = edited(("@v4", "@v5"), ("make test", "make check"), text=mine)
    assert merge(mine, ours, STEPS) == (expected, [])
    also = edited(("      - name: Test\n", "      - run: ours\n      - name: Test\n"), text=STEPS)
    assert merge(mine, also, STEPS) == (mine, ["a.yml, line 6"])


def test_a_key_that_somebody_has_elsewhere_is_not_there_twice() -> None:
    mine = edited(("    build: .\n", "    restart: always\n    build: .\n"))
    same = edited(("[ALL]\n", "[ALL]\n    restart: always\n"))
    assert merge(mine, same) == (mine, [])
    other = edited(("[ALL]\n", "[ALL]\n    restart: never\n"))
    assert merge(mine, other) == (mine, ["a.yml, line 15"])


def test_an_indentation_that_would_move_our_lines_elsewhere_is_a_problem() -> None:
    mine = edited(("    cap_drop: [ALL]\n", "    cap_drop: [ALL]\n    x:\n      y: 1\n"))
    ours = edited(("volumes:\n", "      z: 1\nvolumes:\n"), ("    cap_drop: [ALL]\n", "    x:\n"))
    content, where = merge(mine, ours)
    assert where
    assert content == mine


@pytest.mark.parametrize(
    "odd", ["x-a: &a\n  b: 1\n", "x-a: !t 1\n", "---\nmore: 1\n", "x-a:\n  <<: {b: 1}\n"]
)
def test_a_file_with_more_than_plain_values_is_merged_by_lines_that_are_apart(odd: str) -> None:
    mine = OLD + odd
    ours = edited(("16", "17"))
    assert merge(mine, ours) == (ours + odd, [])
    beside = edited(("  data:\n", "  data:\n  ours:\n"))
    assert merge(mine, beside) == (mine, ["a.yml, line 16"])


@pytest.mark.parametrize("broken", ["a: [\n", "services: 1\n", "\ta: 1\n"])
def test_what_is_no_yaml_is_left_with_the_reason(broken: str) -> None:
    result = merge_yaml("a.yml", (OLD + broken).encode(), OLD.encode(), OLD[:-8].encode())
    assert result.content == (OLD + broken).encode()
    (problem,) = result.problems
    assert "this is not YAML that we can read" in problem.message
