"""Every generated file that is not Python is merged in the way of its kind."""

import json
import random
import tomllib
from collections.abc import Callable

import pytest
import yaml

from ant.reconcile.texts.merge_text import merge_text
from golden.regenerate import NAMES, golden_tree

GENERATED = {
    path: content
    for name in NAMES
    for path, content in golden_tree(name).items()
    if not path.endswith(".py")
}  # those of the last one where several have a path
READERS: dict[str, Callable[[bytes], object]] = {
    ".json": json.loads,
    ".toml": lambda content: tomllib.loads(content.decode()),
    ".yml": yaml.safe_load,
}


def is_readable(path: str, content: bytes) -> bool:
    """Whether the file still has the structure that its name promises."""
    for suffix, read in READERS.items():
        if path.endswith(suffix):
            read(content)
    return True


@pytest.mark.parametrize("path", GENERATED)
def test_one_side_alone_may_change_anything(path: str) -> None:
    content = GENERATED[path]
    for other in (b"", b"{}\n", content[: content.index(b"\n") + 1]):
        assert merge_text(path, content, content, other) == (other, (), False)
        assert merge_text(path, other, content, content) == (other, (), False)


@pytest.mark.parametrize("path", [path for path in GENERATED if not path.endswith(".json")])
def test_a_copy_with_other_newlines_becomes_the_new_version_with_them(path: str) -> None:
    new = GENERATED[path]
    lines = new.split(b"\n")
    for position in random.Random(path).sample(range(len(lines)), min(12, len(lines))):
        line = lines[position]
        if not line.strip() or line.endswith((b":", b"[", b"{", b"\\")):
            continue
        old = b"\n".join([*lines[:position], *lines[position + 1 :]])
        try:
            is_readable(path, old)
        except (ValueError, yaml.YAMLError):
            continue
        result = merge_text(path, old.replace(b"\n", b"\r\n"), old, new)
        assert result == (new.replace(b"\n", b"\r\n"), (), False), line


@pytest.mark.parametrize(
    "path", [path for path in GENERATED if not path.endswith((".json", ".lock"))]
)
def test_lines_that_both_sides_took_out_are_gone_or_named(path: str) -> None:
    old, chance = GENERATED[path], random.Random(path)
    lines = old.split(b"\n")
    for _ in range(20):
        mine, ours = (chance.randrange(len(lines) - 1) for _ in range(2))
        current, new = (b"\n".join([*lines[:at], *lines[at + 1 :]]) for at in (mine, ours))
        try:
            assert is_readable(path, current) and is_readable(path, new)
        except (ValueError, yaml.YAMLError):
            continue
        result = merge_text(path, current, old, new)
        assert is_readable(path, result.content)
        both = b"\n".join(line for at, line in enumerate(lines) if at not in (mine, ours))
        if result.problems:
            assert result.content == current
            assert all(problem.where and problem.hint for problem in result.problems)
        elif abs(mine - ours) > 1:
            assert words(path, result.content) == words(path, both)


def words(path: str, text: bytes) -> list[bytes]:
    """The words of a file; not of comments of settings, which go with the setting below them."""
    lines = text.split(b"\n")
    if path == ".env.example":
        lines = [line for line in lines if not line.startswith(b"#")]
    return sorted(b" ".join(lines).split())


def test_json_is_merged_by_its_values() -> None:
    result = merge_text("a.json", b'{\n  "a": 2\n}\n', b'{\n  "a": 1\n}\n', b'{\n  "a": 3\n}\n')
    assert result.content == b'{\n  "a": 2\n}\n'
    assert [problem.where for problem in result.problems] == ["a.json, a"]
    result = merge_text("a.json", b'{\n  "b": 2\n}\n', b"{}\n", b'{\n  "a": 3\n}\n')
    assert (json.loads(result.content), result.problems) == ({"a": 3, "b": 2}, ())


@pytest.mark.parametrize(
    ("path", "current", "old", "new", "merged"),
    [
        ("requirements-dev.txt", "b==1\na>=1\n", "a>=1\n", "a>=2\n", "b==1\na>=2\n"),
        (".env.example", "B=1\nA=1\n", "A=1\n", "A=2\n", "B=1\nA=2\n"),
        ("sub/pyproject.toml", "a = 1\nm = 1\n", "a = 1\n", "a = 1\nb = 2\n", None),
        ("a.yaml", "a: 1\nm: 1\n", "a: 1\n", "a: 1\nb: 2\n", None),
        ("Dockerfile", "A 1\nM\n", "A 1\n", "A 1\nB\n", ""),
    ],
)
def test_the_name_of_a_file_says_how_it_is_merged(
    path: str, current: str, old: str, new: str, merged: str | None
) -> None:
    result = merge_text(path, current.encode(), old.encode(), new.encode())
    if merged == "":
        assert result.problems  # two lines were added at one place, and nothing says in what order
    else:
        expected = merged or current + new.removeprefix(old)
        assert (result.content.decode(), result.problems) == (expected, ())
