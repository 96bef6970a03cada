"""A file is as it was generated whatever tools lay it out, and is not once somebody edited it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from ant.reconcile.untouched import is_untouched
from golden.regenerate import NAMES, golden_tree

BIN = Path(sys.executable).parent
PATHS = {content: f"{name}/{path}" for name in NAMES for path, content in golden_tree(name).items()}
GENERATED = {path: content for content, path in PATHS.items()}  # each file that differs, once
PYTHON = {path: content for path, content in GENERATED.items() if path.endswith(".py")}
RUFF = "ruff format -q --isolated --no-cache"
SORT = "ruff check -q --isolated --no-cache --select I --fix"
TOOLS = {
    "black": "black -q",
    "black, narrow": "black -q -l 60",
    "black, wide": "black -q -l 140 -S -C",
    "black, unstable": "black -q --preview --unstable -l 70",
    "ruff, narrow": f"{RUFF} --line-length 60",
    "ruff, wide": f"{RUFF} --line-length 120",
    "ruff, single quotes": f"{RUFF} --config format.quote-style='single'",
    "ruff, tabs": f"{RUFF} --config format.indent-style='tab' --line-length 80",
    "ruff, imports": SORT,
    "ruff, single imports": f"{SORT} --config lint.isort.force-single-line=true",
    "isort": "isort -q",
    "isort, black": "isort -q --profile black",
    "isort, google": "isort -q --profile google",
    "isort, pycharm": "isort -q --profile pycharm",
    "isort, hug": "isort -q --profile hug",
    "isort, single lines": "isort -q --sl --fass -l 50",
}
CODE = '''\
"""What it is."""

import os
from a.b import c, d

# A comment.
NUMBER = 1  # one


class Thing:
    """A thing.

    It is "good".
    """

    size = 'a"b'

    def method(self, first: int, second: str = "x") -> list[int]:
        """Do it."""
        try:
            return [first, int(second), os.getpid()]
        except ValueError:
            import d
            import e

            return d(c, e, f"{first}")
'''


THOROUGH = (
    "black, narrow", "black, wide", "black, unstable", "ruff, wide", "isort, google",
    "isort, pycharm", "isort, hug", "ruff, narrow", "ruff, single quotes", "ruff, single imports",
    "isort, black", "isort, single lines",
)  # fmt: skip
"""The tools that try every file; each other one tries a third, so that a family tries most."""


def files_for(tool: str) -> dict[str, bytes]:
    """The files that a tool lays out."""
    chosen = sorted(PYTHON)[[*TOOLS].index(tool) % 3 :: 3]
    return PYTHON if tool in THOROUGH else {path: PYTHON[path] for path in chosen}


def is_slow(tool: str) -> bool:
    return tool.startswith("black")


@pytest.mark.exhaustive_for(*THOROUGH)
@pytest.mark.parametrize(
    "tool", [pytest.param(tool, marks=[pytest.mark.slow] * is_slow(tool)) for tool in TOOLS]
)
def test_what_a_tool_laid_out_is_untouched(tool: str, tmp_path: Path) -> None:
    files = files_for(tool)
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    program, *arguments = TOOLS[tool].replace("'", '"').split()
    subprocess.run([BIN / program, *arguments, "."], cwd=tmp_path, check=True)
    after = {path: (tmp_path / path).read_bytes() for path in files}
    assert sum(after[path] != files[path] for path in files) > len(files) // 12  # it did something
    assert [path for path in files if not is_untouched(path, after[path], files[path])] == []


@pytest.mark.slow
def test_every_file_with_other_newlines_is_untouched() -> None:
    for path, content in GENERATED.items():
        assert is_untouched(path, content, content)
        assert is_untouched(path, content.replace(b"\n", b"\r\n"), content), path
        assert is_untouched(path, b"\xef\xbb\xbf" + content, content), path


@pytest.mark.slow
def test_every_file_with_a_word_changed_is_touched() -> None:
    for path, content in GENERATED.items():
        words = content.split(b" ")
        for position in {len(words) // 3, len(words) // 2, len(words) - 1}:
            edited = [*words]
            edited[position] = b"other" + edited[position].strip()
            assert not is_untouched(path, b" ".join(edited), content), (path, words[position])
        assert not is_untouched(path, b"", content) or not content.strip()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import os\nfrom a.b import c, d\n", "from a.b import (\n    d,\n    c,\n)\nimport os\n"),
        ("from a.b import c, d\n", "from a.b import c\nfrom a.b import d\n"),
        ("            import d\n            import e\n", "            import e, d\n"),
        ('"""What it is."""', "''' What it is. '''"),
        ('    It is "good".\n    """', '     It is "good".  """'.replace("     It", "    It")),
        ("'a\"b'", '"a\\"b"'),
        ("first: int, second", "\n        first: int,\n        second"),
        ('second: str = "x")', 'second: str = "x",)'),
        ("# A comment.", "#A  comment."),
        ("NUMBER = 1  # one", "NUMBER = (\n    1 # one\n)"),
        ("1  # one", "0x1 # one"),
        ("\n\n\nclass", "\n\n\n\n\nclass"),
        ("class Thing:", "class Thing():"),
        ("    ", "\t"),
    ],
)
def test_layout_is_no_edit(before: str, after: str) -> None:
    assert before in CODE
    edited = CODE.replace(before, after)
    assert ast.parse(edited)
    assert is_untouched("a.py", edited.encode(), CODE.encode())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("import os\n", "import os\nimport re\n"),
        ("import os\n", ""),
        ("c, d", "c, d as x"),
        ("from a.b", "from .a.b"),
        ("# A comment.", "# Another comment."),
        ("# A comment.\n", ""),
        ("# A comment.\n", "# A comment.\n# A comment.\n"),
        ("NUMBER = 1", "NUMBER = 1.0"),
        ("NUMBER = 1", "NUMBER = True"),
        ("It is", "It was"),
        ('"good".', '"good".\n\n    More.'),
        ("'a\"b'", "'a\"b '"),
        ('"x"', 'b"x"'),
        ("first: int, second", "first: float, second"),
        ("size =", "size: str ="),
        ('f"{first}"', 'f"{first!r}"'),
        ("  # one\n", "  # one\nimport os\n"),
        ("os.getpid()", "os.getpid( "),
        ("return d", "pass\n            return d"),
    ],
)
def test_an_edit_is_seen(before: str, after: str) -> None:
    assert before in CODE
    edited = CODE.replace(before, after)
    assert not is_untouched("a.py", edited.encode(), CODE.encode())
    assert not is_untouched("a.py", CODE.encode(), edited.encode())


def test_the_order_of_imports_that_give_one_name_matters() -> None:
    one, other = b"from a import x\nfrom b import x\n", b"from b import x\nfrom a import x\n"
    assert not is_untouched("a.py", one, other)
    star, last = b"from a import *\nfrom b import c\n", b"from b import c\nfrom a import *\n"
    assert not is_untouched("a.py", star, last)
    assert is_untouched("a.py", b"import a.b\nimport a.c\n", b"import a.c\nimport a.b\n")


def test_an_import_does_not_move_across_other_code() -> None:
    assert not is_untouched("a.py", b"import a\nx()\nimport b\n", b"import a\nimport b\nx()\n")


@pytest.mark.parametrize(
    ("path", "current", "recorded", "expected"),
    [
        ("a.json", '{ "a":1,\n"b": [ 1 ] }', '{"a": 1, "b": [1]}', True),
        ("a.json", '{"b": 1, "a": 1}', '{"a": 1, "b": 1}', False),
        ("a.json", '{"a": 1.0}', '{"a": 1}', False),
        ("a.json", '{"a": true}', '{"a": 1}', False),
        ("a.json", '{"a": 1, "a": 1}', '{"a": 1}', False),
        ("a.json", '{"a": "\\u00e9"}', '{"a": "é"}', True),
        ("a.json", "[]", "{}", False),
        ("a.json", "{", "{}", False),
        ("a.toml", "a = 1  \n\n", "a = 1\n", True),
        ("a.toml", "a = 2\n", "a = 1\n", False),
        ("a.yml", "a:\n   b: 1\n", "a:\n  b: 1\n", False),
        ("Dockerfile", "FROM a\t\r\nRUN b", "FROM a\nRUN b\n", True),
        ("Dockerfile", "FROM a\n\nRUN b", "FROM a\nRUN b\n", False),
        ("README.md", "a\fb\n", "a\nb\n", False),
        (".gitignore", "# mine\n.env\n", ".env\n", False),
        ("a.py", "x = (\n", "x = 1\n", False),
        ("a.py", "x = 1\0\n", "x = 1\n", False),
        ("a.py", "(" * 5000 + ")" * 5000, "x = 1\n", False),
    ],
)
def test_each_kind_of_file_has_its_own_layout(
    path: str, current: str, recorded: str, expected: bool
) -> None:
    assert is_untouched(path, current.encode(), recorded.encode()) is expected


def test_bytes_that_are_no_text_are_touched_unless_they_are_equal() -> None:
    for path in ("a.py", "a.json", "logo.png"):
        assert is_untouched(path, b"\xff\x00", b"\xff\x00")
        assert not is_untouched(path, b"\xff\x00", b"x = 1\n")
