"""The command as a whole: help, version, start-up, completion."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ant import __version__
from ant.cli.app import make_parser
from ant.cli.commands import MODULES
from conftest import Ant
from support.grammar import commands


def test_version(fresh_ant: Ant) -> None:
    done = fresh_ant("--version")
    assert (done.returncode, done.stdout) == (0, f"ant, version {__version__}\n")


@pytest.mark.parametrize("words", [[], ["-h"], ["--help"], ["generate", "-h"], ["run", "--help"]])
def test_help_is_text_on_stdout(fresh_ant: Ant, words: list[str]) -> None:
    done = fresh_ant(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("usage: ant")


@pytest.mark.parametrize("command", ["rename route", "check", "generate field"])
def test_words_that_belong_to_nothing_lead_to_the_help_of_their_command(
    fresh_ant: Ant, command: str
) -> None:
    done = fresh_ant(*command.split(), "orders", "lines", "--no-such-option")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"Try 'ant {command} --help' for help." in done.stderr


def test_each_command_is_the_same_alone_as_among_all() -> None:
    names = []
    for words in commands(make_parser()):
        name = words.split()[1]
        names += [] if name in names else [name]
    assert names == list(MODULES)
    together = {words: parser.format_help() for words, parser in commands(make_parser()).items()}
    alone = {
        words: parser.format_help()
        for name in MODULES
        for words, parser in commands(make_parser(name)).items()
    }
    assert alone == together


def test_python_dash_m_works_as_well(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ant", "--version"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.stdout == f"ant, version {__version__}\n"


def imported(words: list[str], folder: Path) -> set[str]:
    code = (
        "import sys\nfrom ant.cli.main import main\n"
        f"try:\n    main({words!r})\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(' '.join(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_help_imports_no_template_engine_no_parser_and_no_work(tmp_path: Path) -> None:
    modules = imported(["--help"], tmp_path)
    assert "argparse" in modules
    assert (
        not {"minijinja", "argcomplete", "json", "subprocess", "socket", "ant.rendering"} & modules
    )


def test_generate_imports_nothing_that_only_run_needs(tmp_path: Path) -> None:
    modules = imported(["generate", "api", "x"], tmp_path)
    assert "minijinja" in modules
    assert not {"subprocess", "socket", "hashlib", "ant.runtime"} & modules


def completions(ant_path: Path, line: str, folder: Path) -> set[str]:
    """What the shell's script gets when it asks how a line could go on."""
    answer = folder / "completions"
    variables = {
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(answer),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
    }
    subprocess.run(
        [ant_path], env={**os.environ, **variables}, check=True, capture_output=True, cwd=folder
    )
    return {word.strip() for word in answer.read_text().split("\x0b")}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("ant ", {"generate", "run", "test", "completion"}),
        ("ant gen", {"generate"}),
        ("ant generate a", {"api"}),
        ("ant generate api --dry", {"--dry-run"}),
        ("ant generate route users name:string --dry", {"--dry-run"}),
        ("ant completion z", {"zsh"}),
    ],
)
def test_commands_and_options_are_completed(
    ant_path: Path, tmp_path: Path, line: str, expected: set[str]
) -> None:
    assert expected <= completions(ant_path, line, tmp_path)


def test_bash_completes_with_the_script(fresh_ant: Ant, ant_path: Path, tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.fail("bash is needed to try its completion; install it")
    script = tmp_path / "ant.bash"
    script.write_text(fresh_ant("completion", "bash").stdout)
    program = (
        f'. "{script}"; COMP_LINE="ant generate ap"; COMP_POINT=15; COMP_TYPE=9; '
        "COMP_WORDS=(ant generate ap); COMP_CWORD=2; "
        '_python_argcomplete ant ap generate; echo "${COMPREPLY[@]}"'
    )
    env = {**os.environ, "PATH": f"{ant_path.parent}:{os.environ['PATH']}"}
    done = subprocess.run([bash, "-c", program], env=env, capture_output=True, text=True)
    assert done.stdout.split() == ["api"], done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(fresh_ant: Ant, shell: str) -> None:
    done = fresh_ant("completion", shell)
    assert done.returncode == 0
    assert "_ARGCOMPLETE" in done.stdout
    assert "ant" in done.stdout


def test_names_reach_the_terminal_without_its_escape_codes(fresh_ant: Ant) -> None:
    done = fresh_ant("generate", "api", "a\x1b]0;owned\x07")
    assert "\x1b" not in done.stderr
    assert r"\x1b" in done.stderr


def test_a_traceback_comes_before_an_error_for_those_who_ask(fresh_ant: Ant) -> None:
    plain = fresh_ant("generate", "api", "a b")
    debugged = fresh_ant("generate", "api", "a b", env={"ANT_DEBUG": "1"})
    assert (debugged.returncode, debugged.stdout) == (plain.returncode, plain.stdout)
    traceback = debugged.stderr.removesuffix(plain.stderr)
    assert (
        traceback.startswith("Traceback (most recent call last):\n")
        and "identifiers.py" in traceback
    )
