"""Patterns are merged by lines, and what both sides added at one place is no conflict."""

import pytest

from ant.reconcile.texts.merge_text import merge_text

OLD = """\
# Secrets
.env
!.env.example

# Python
.venv/
*.pyc
"""


def merge(mine: str, ours: str, path: str = ".gitignore") -> tuple[str, list[str | None]]:
    """The content, and where the problems are."""
    result = merge_text(path, mine.encode(), OLD.encode(), ours.encode())
    return result.content.decode(), [problem.where for problem in result.problems]


@pytest.mark.parametrize("path", [".gitignore", ".dockerignore", "sub/.gitignore"])
def test_what_both_added_at_one_place_is_there(path: str) -> None:
    mine, ours = OLD + "\n# Mine\nmine/\n", OLD + ".ruff_cache/\n"
    assert merge(mine, ours, path) == (OLD + "\n# Mine\nmine/\n.ruff_cache/\n", [])
    windows = merge(mine.replace("\n", "\r\n"), ours, path)[0]
    assert windows == (OLD + "\n# Mine\nmine/\n.ruff_cache/\n").replace("\n", "\r\n")


def test_what_was_added_beside_something_that_was_removed_is_there() -> None:
    mine, ours = OLD + "mine/\n", OLD.replace("*.pyc\n", "*.py[co]\n")
    assert merge(mine, ours) == (ours + "mine/\n", [])


def test_the_order_around_a_pattern_that_takes_back_others_is_not_guessed() -> None:
    mine, ours = OLD + "!mine.pyc\n", OLD + "*.pyd\n"
    assert merge(mine, ours) == (mine, [".gitignore, line 8"])
    assert merge(ours, mine) == (ours, [".gitignore, line 8"])
    apart = OLD.replace("# Secrets\n", "# Secrets\n!.env.ci\n")
    assert merge(OLD + "mine/\n", apart) == (apart + "mine/\n", [])


def test_a_line_that_both_changed_is_a_problem() -> None:
    mine, ours = OLD.replace("# Python", "# Mine"), OLD.replace("# Python", "# Ours")
    assert merge(mine, ours) == (mine, [".gitignore, line 5"])
