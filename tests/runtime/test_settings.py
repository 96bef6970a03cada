"""The settings of a project, read without its code: as python-dotenv would read them."""

import json
import subprocess
from pathlib import Path

import pytest

from ant.runtime.settings import read_settings, sqlite_file

TEXTS = [
    "A=1\nB=2\n", "A = 1 \n\n# B=2\nexport C=3", "A='x # y'  # z\nB=\"x # y\" # z\nC=x # y\nD=x#y",
    'A="a\\nb\\"c\\\\d"\nB=\'a\\nb\\\'c\'\nC=a\\nb', "A=1\nB=${A}\nC=${D}\nE=${D:-4}${A}\nF='${A}'",
    "A\nB=\nC=''\nD=\"\"\n", "A=1\r\nB=2\r\nC=3", "A=\"1\n2\"\nB=3\n", "A=1\nA=2\n",
    "'A'=1\nB=x y z\n",
    "A==1\nB=a=b\n", "  A=1\n\tB=2", "A=$B\nB=\\$A", "SET=file\nB=${SET}\n", "A=é\nB=\"ü\"\n", "",
    "A='1\n2'\nB=3", "A= 'x'\nB =\t\"y\"", "# only a comment", "A=x   \t# y\nB=#y\nC= #y\n",
    "A=1\n\n\n=2\nB=3\n", "export A\nB=1",
]  # fmt: skip
_READ = """
import json, os, sys
from dotenv import load_dotenv
found = []
for text in json.load(sys.stdin):
    open(".env", "w", newline="").write(text)
    os.environ.clear()
    os.environ["SET"] = "environment"
    load_dotenv(".env")
    found.append(dict(os.environ))
print(json.dumps(found))
"""


def test_the_file_is_read_as_the_project_reads_it(project_python: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [project_python, "-c", _READ], input=json.dumps(TEXTS), cwd=tmp_path, check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    for text, wanted in zip(TEXTS, json.loads(done.stdout), strict=True):
        (tmp_path / ".env").write_bytes(text.encode())
        assert read_settings(str(tmp_path), {"SET": "environment"}) == wanted, text


def test_a_variable_of_the_environment_wins_even_where_it_is_empty(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DB_URL=db\nSQLITE_FILE=a.db\n")
    found = read_settings(str(tmp_path), {"DB_URL": ""})
    assert found == {"DB_URL": "", "SQLITE_FILE": "a.db"}
    assert read_settings(str(tmp_path / "nothing"), {"A": "1"}) == {"A": "1"}


@pytest.mark.parametrize(
    ("given", "path"),
    [({}, "/p/api/instance/app.db"), ({"SQLITE_FILE": ""}, "/p/api/instance/app.db"),
     ({"SQLITE_FILE": "x.db"}, "/p/api/x.db"), ({"SQLITE_FILE": "/var/x.db"}, "/var/x.db")],
)  # fmt: skip
def test_the_embedded_database_is_where_the_settings_say(given: dict[str, str], path: str) -> None:
    assert sqlite_file("/p", given) == path
