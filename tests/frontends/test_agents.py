"""The AGENTS.md of a project is true to it, grows with it, and is its owner's once edited."""

import re
from pathlib import Path

import pytest

from ant.cli.app import make_parser
from conftest import Ant
from support.frozen import unpack
from support.grammar import commands

LONGEST = 60
OF_ACCOUNTS = "`ant user` makes accounts"


def with_accounts(ant: Ant, project: Path) -> str:
    done = ant("generate", "auth", "--yes", cwd=project)
    assert (done.returncode, done.stderr) == (0, "")
    return (project / "AGENTS.md").read_text()


def test_what_it_names_is_there_and_it_is_short(project: Path) -> None:
    text = (project / "AGENTS.md").read_text()
    named = re.findall(r"`((?:api|tests)/[\w./-]*|README\.md|ant\.json|\.env\S*|\.ant/)`", text)
    assert len(named) > 10
    assert [path for path in named if not (project / path).exists()] == []
    known = [*commands(make_parser())]
    told = re.findall(r"`(ant [a-z]+(?: [a-z]+)?)", text)
    assert len(told) > 8
    assert [words for words in told if not any(name.startswith(words) for name in known)] == []
    assert len(text.splitlines()) <= LONGEST


@pytest.mark.slow
def test_it_tells_of_accounts_once_there_are_some(ant: Ant, project: Path) -> None:
    assert OF_ACCOUNTS not in (project / "AGENTS.md").read_text()
    text = with_accounts(ant, project)
    assert OF_ACCOUNTS in text
    assert len(text.splitlines()) <= LONGEST
    assert ant("undo", cwd=project).returncode == 0
    assert OF_ACCOUNTS not in (project / "AGENTS.md").read_text()


def test_one_of_its_owner_is_left_alone(ant: Ant, project: Path) -> None:
    (project / "AGENTS.md").write_text("# Ours\n\nAsk Ann.\n")
    assert with_accounts(ant, project) == "# Ours\n\nAsk Ann.\n"


@pytest.mark.slow
def test_an_upgrade_brings_it_and_leaves_one_that_is_there_alone(ant: Ant, tmp_path: Path) -> None:
    store = unpack("0.2.0/store", tmp_path)
    assert ant("upgrade", "--yes", cwd=store).returncode == 0
    assert "# Working on this project" in (store / "AGENTS.md").read_text()
    assert ant("undo", cwd=store).returncode == 0
    assert not (store / "AGENTS.md").exists()
    (store / "AGENTS.md").write_text("Ask Ann.\n")
    done = ant("upgrade", "--yes", cwd=store)
    assert done.returncode == 0, done.stderr
    assert "'AGENTS.md' is yours" in done.stdout
    assert (store / "AGENTS.md").read_text() == "Ask Ann.\n"
    assert ant("upgrade", "--yes", cwd=store).stdout.startswith("Nothing to do")
