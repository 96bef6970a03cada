"""What is wrong with a spec is told all at once, each with its place."""

import json
import os
from pathlib import Path

import pytest

from conftest import Ant

KNOWN = {
    "[]": "Spec must be a JSON object.",
    "null": "Spec must be a JSON object.",
    "{}": "Key 'routes' missing at top level.",
    '{"routes": {}}': "'routes' cannot be empty.",
    '{"routes": {"my-route": {}}}':
        "Invalid route name 'my-route' (must be a valid Python identifier).",
    '{"routes": {"users": {"subroutes": {"get-profile": {}}}}}':
        "Invalid subroute name 'get-profile' in route 'users' (must be a valid Python identifier).",
    '{"routes": {"users": {"type": "TRACE"}}}':
        "Invalid HTTP method 'TRACE' in route 'users' (must be GET, POST, PUT, PATCH, or DELETE).",
}  # fmt: skip

# Each line with a fault in it, and what is said of it.
WRONG_YAML = """\
project: {descripton: x, name: 5}           # 1:11 Unknown key 'descripton'; 1:26 'name' must be
routes:
  my-route: {type: TRACE}                   # 3:3 Invalid route name; 3:14 Invalid HTTP method
  users:
    type: null                              # 5:5 Invalid HTTP method null in route 'users'
    mocks: 1                                # 6:5 Unknown key 'mocks'
    subroutes:
      get-profile: {type: 5, mok: 1}        # 8:7 Invalid subroute; 8:21 method 5; 8:30 Unknown key
      USERS: {}                             # 9:7 Invalid subroute name 'USERS' in route 'users'
      x: []                                 # 10:7 Subroute 'x' in route 'users' must be an object
      aux: {}                               # 11:7 Invalid subroute name 'aux'
  Users: {}                                 # 12:3 Names 'users' and 'Users' are the same
  a1b: {}
  a_1b: {}                                  # 14:3 Routes 'a1b' and 'a_1b' would share the class A1b
  PK_users: {}                              # 15:3 would share the database name pk_users
  text: {subroutes: 1}                      # 16:10 'subroutes' must be
  café: {}                                  # 17:3 identifier in ASCII
  none: 1                                   # 18:3 Route 'none' must be
  orders:
    type: GET                               # 20:5 Route 'orders' has fields and so no 'type'
    fields:
      total: {type: decimal, scale: 20}     # 22:30 'scale' must be from 0 to the precision
      note: strin:max=5                     # 23:7 unknown type 'strin'
      user: reference:to=user               # 24:7 there is no route 'user'
      created_at: integer                   # 25:7 every route has it already
      a-b: {typ: text}                      # 26:7 field name 'a-b'; 26:13 'typ'; 26:7 no type
"""


def planted(path: str) -> set[tuple[str, str]]:
    """The places and texts that the comments promise."""
    notes = [line.split("# ")[1] for line in WRONG_YAML.splitlines() if "# " in line]
    each = [note.split(" ", 1) for line in notes for note in line.split("; ")]
    return {(f"{path}:{place}", text) for place, text in each}


@pytest.mark.parametrize("text", KNOWN)
def test_the_known_errors_keep_their_words(ant: Ant, tmp_path: Path, text: str) -> None:
    done = ant("generate", "api", "x", "--json", text)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[0] == f"Error: {KNOWN[text]}"
    assert done.stderr.count("Error:") == 1
    assert os.listdir(tmp_path) == []


def test_everything_that_is_wrong_is_told_at_once_with_its_place(ant: Ant, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text(WRONG_YAML, encoding="utf-8")
    done = ant("generate", "api", "x", "--json", "bad.yaml")
    assert (done.returncode, done.stdout, os.listdir(tmp_path)) == (1, "", ["bad.yaml"])
    problems = done.stderr.split("Error: ")[1:]
    expected = planted("bad.yaml")
    for place, text in expected:
        assert any(text in problem and f"({place})" in problem for problem in problems), (
            place,
            text,
        )
    assert len(problems) == len(expected)
    report = json.loads(ant("--report", "generate", "api", "x", "--json", "bad.yaml").stdout)
    assert report["status"] == "error"
    assert [f"Error: {error}" for error in report["errors"]] == [
        f"Error: {problem}".rstrip("\n") for problem in problems
    ]


def test_a_place_is_a_path_of_keys_and_in_a_json_file_line_and_column(
    ant: Ant, tmp_path: Path
) -> None:
    text = '{"routes": {\r\n\t"users": {"subroutes": {\r\n"é": {}, "get-profile": {}}}}}'
    done = ant("generate", "api", "x", "--json", text)
    assert "\n  at routes.users.subroutes.get-profile\n" in done.stderr
    (tmp_path / "bad.json").write_bytes(b"\xef\xbb\xbf" + text.encode())
    done = ant("generate", "api", "x", "--json", "bad.json")
    assert "\n  at routes.users.subroutes.get-profile (bad.json:3:10)\n" in done.stderr
    assert "\n  Did you mean 'get_profile'?\n" in done.stderr


@pytest.mark.parametrize(
    ("spec", "hint"),
    [
        ({"route": {}, "routes": {"u": {}}}, "Did you mean 'routes'?"),
        ({"routes": {"u": {"Type": "GET"}}}, "Did you mean 'type'?"),
        ({"routes": {"u": {"subroute": {}}}}, "Did you mean 'subroutes'?"),
        ({"routes": {"u": {"subroutes": {"x": {"fields": 1}}}}}, "Known keys: auth, type, mock."),
        ({"routes": {"u": {}}, "zzz": 1}, "Known keys: project, routes."),
        ({"routes": {"u": {}}, "project": {"json_keys": "camelCase"}}, "Did you mean 'json'?"),
        (
            {"routes": {"u": {}}, "project": {"zzz": 1}},
            "Known keys: auth, description, enums, idempotency, if_match, json, key, prefix.",
        ),
    ],
)
def test_an_unknown_key_names_the_nearest_known_one(
    ant: Ant, spec: dict[str, object], hint: str
) -> None:
    done = ant("generate", "api", "x", "--json", json.dumps(spec))
    assert done.returncode == 1
    assert done.stderr.startswith("Error: Unknown key ")
    assert done.stderr.splitlines()[-1].strip() == hint


def test_a_key_cannot_forge_a_line_or_flood_the_terminal(ant: Ant, tmp_path: Path) -> None:
    keys: dict[str, object] = {
        "a\nError: forged": {},
        "\x1b[31m": {},
        "k" * 100_000: {},
        "\ud800": {},
    }
    (tmp_path / "s.json").write_text(json.dumps({"routes": {"u": keys}, **keys}))
    done = ant("generate", "api", "x", "--json", "s.json")
    assert done.returncode == 1
    assert "\nError: forged" not in done.stderr
    assert "\x1b" not in done.stderr
    assert len(done.stderr) < 4000
    assert done.stderr.count("Error: Unknown key") == 8


def test_a_missing_file_and_a_folder_are_named(ant: Ant, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    missing = ant("generate", "api", "x", "--json", "nowhere.yaml")
    assert (missing.returncode, missing.stderr) == (1, "Error: There is no file 'nowhere.yaml'.\n")
    folder = ant("generate", "api", "x", "--json", "folder")
    assert (folder.returncode, folder.stderr) == (
        1, "Error: Cannot read 'folder': Is a directory.\n",
    )  # fmt: skip
    neither = ant("generate", "api", "x", "--json", "shop")
    assert neither.stderr.splitlines() == [
        "Error: This is not JSON: Expecting value.",
        "  at line 1, column 1",
        "  There is no file of that name either.",
    ]


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("date:default=today", "default=now gives each new row its own."),
        ("datetime:default=CURRENT_TIMESTAMP", "default=now gives each new row its own."),
        ("uuid:default=uuid_generate_v4()", "default=uuid gives each new row its own."),
        ("integer:default=x", "at routes.u.fields.f"),
    ],
)
def test_a_wrong_default_names_the_one_that_each_row_gets(ant: Ant, field: str, hint: str) -> None:
    spec = {"routes": {"u": {"fields": {"f": field}}}}
    done = ant("generate", "api", "x", "--json", json.dumps(spec))
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].strip() == hint
