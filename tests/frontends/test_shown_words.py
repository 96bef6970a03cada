"""Whatever somebody types, messages stay readable, short and harmless."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from conftest import GrownProject
from support.runners import Forked

HOSTILE = {
    "control": "\x1f",
    "quote": "'",
    "both quotes": "a'b\"c",
    "escape": "a\x1b[31mb\x1b]0;title\x07",
    "csi": "a\x9b2Jb",
    "lines": "a\nError: b",
    "return": "a\rError: b",
    "bidi": "a\u202eb",
    "invisible": "a\u200b",
    "half": "\udce9t",
    "long": "x" * 5000,
    "separator": "a\u2028b",
}
PLACES = [
    ("generate", "api", "{}"),
    ("generate", "api", "x", "--json", "{}"),
    ("generate", "api", "x", "--json", '{{"routes": {{"{}": {{}}}}}}'),
    ("generate", "route", "{}"),
    ("generate", "route", "{}", "name:string", "--mock", "1"),
    ("generate", "route", "posts", "{}"),
    ("generate", "route", "posts", "{}:string"),
    ("generate", "route", "posts", "title:{}"),
    ("generate", "route", "posts", "title:string:{}"),
    ("generate", "route", "posts", "title:string:default={}:max=2"),
    ("generate", "route", "posts", "title:enum:values={},{}"),
    ("generate", "route", "posts", "user:reference:to={}"),
    ("generate", "route", "posts", "title:string:pattern=({}"),
    ("generate", "route", "posts", "--mock", "{}"),
    ("generate", "route", "posts", "--type", "{}"),
    ("generate", "subroute", "users", "{}"),
    ("generate", "subroute", "{}", "x"),
    ("generate", "field", "{}", "x:string"),
    ("generate", "field", "users", "x:integer:required", "--fill", "users.{}=1"),
    ("generate", "field", "users", "x:integer:required", "--fill", "users.x={}"),
    ("generate", "field", "users", "x:string", "--fill", "{}"),
    ("destroy", "route", "{}"),
    ("destroy", "subroute", "users", "{}"),
    ("destroy", "field", "users", "{}"),
    ("rename", "field", "users", "{}", "x"),
    ("rename", "field", "users", "name", "{}"),
    ("rename", "route", "users", "{}"),
    ("apply", "--renamed", "users.{}=x"),
    ("apply", "--renamed", "users={}"),
    ("apply", "--renamed", "{}"),
    ("run", "--port", "{}"),
    ("seed", "--count", "{}"),
    ("seed", "--seed", "{}"),
    ("graph", "--what", "{}"),
    ("graph", "--output", "nowhere/{}"),
    ("completion", "{}"),
    ("{}",),
    ("routes", "{}"),
]


@pytest.fixture(scope="module")
def users(grown_project: GrownProject) -> Path:
    """A project with a route; nothing here changes it."""
    return grown_project(("generate", "route", "users", "name:string:required"))


def check_readable(said: str) -> None:
    for line in said.splitlines():
        assert line.isprintable(), line
        assert re.match(r"Error: |  |Try 'ant", line), line
    assert not re.search(r"^Error: (b|name)", said, re.M)
    assert "'''" not in said and len(said) < 6000


@pytest.mark.slow
@pytest.mark.parametrize("place", PLACES, ids=lambda place: " ".join(place))
def test_what_is_refused_is_shown_and_does_nothing(
    forked_ant: Forked, users: Path, place: tuple[str, ...]
) -> None:
    for name, hostile in HOSTILE.items():
        words = [word.format(hostile, hostile) for word in place]
        done = forked_ant.run(users, *words, *(["--dry-run"] if "generate" in words else []))
        if done.code == 0:
            continue  # some of them are good values there
        assert done.code in (1, 2) and not done.stdout, (name, done)
        assert "Internal error" not in done.stderr, (name, done.stderr)
        check_readable(done.stderr)


def test_a_character_is_named(forked_ant: Forked, tmp_path: Path) -> None:
    for char, words in (("'", "a single quote (U+0027)"), ("\x1f", "the control character U+001F")):
        done = forked_ant.run(tmp_path, "generate", "api", char)
        assert f": it contains {words}.\n" in done.stderr
        report = json.loads(forked_ant.run(tmp_path, "--report", "generate", "api", char).stdout)
        assert f": it contains {words}." in report["errors"][0]


def test_bytes_that_are_no_text_are_shown(ant_path: Path, tmp_path: Path) -> None:
    command = [os.fsencode(ant_path), b"generate", b"api", b"caf\xe9"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    check_readable(done.stderr)
    assert "'caf\\udce9': it contains half of a character, U+DCE9." in done.stderr


def test_files_with_such_names_are_told_in_one_line(forked_ant: Forked, users: Path) -> None:
    odd = users / "api/helper/odd\nError: \x1b[31mname.py"
    odd.write_text("import services.users_service\n")
    try:
        done = forked_ant.run(users, "destroy", "route", "users", "--yes")
    finally:
        odd.unlink()
    assert done.code == 1
    check_readable(done.stderr)
    assert "Error: 'api/helper/odd\\nError: \\x1b[31mname.py':1 uses" in done.stderr
