"""The command as a whole: help, version, start-up, completion."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ant import __version__
from conftest import Ant


def test_version(ant: Ant) -> None:
    done = ant("--version")
    assert (done.returncode, done.stdout) == (0, f"ant, version {__version__}\n")


@pytest.mark.parametrize("words", [[], ["-h"], ["--help"], ["generate", "-h"], ["run", "--help"]])
def test_help_is_text_on_stdout(ant: Ant, words: list[str]) -> None:
    done = ant(*words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Usage: ant")


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
    assert "click" in modules
    assert not {"minijinja", "json", "subprocess", "socket", "ant.rendering"} & modules


def test_generate_imports_nothing_that_only_run_needs(tmp_path: Path) -> None:
    modules = imported(["generate", "api", "x"], tmp_path)
    assert "minijinja" in modules
    assert not {"subprocess", "socket", "hashlib", "ant.runtime"} & modules


def test_bash_completes_commands_and_options(ant: Ant, ant_path: Path, tmp_path: Path) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.fail("bash is needed to try its completion; install it")
    script = tmp_path / "ant.bash"
    script.write_text(ant("completion", "bash").stdout)
    program = (
        f'. "{script}"; COMP_WORDS=(ant generate a); COMP_CWORD=2; '
        '_ant_completion ant; echo "${COMPREPLY[@]}"; '
        "COMPREPLY=(); COMP_WORDS=(ant generate api --dry); COMP_CWORD=3; "
        '_ant_completion ant; echo "${COMPREPLY[@]}"'
    )
    env = {**os.environ, "PATH": f"{ant_path.parent}:{os.environ['PATH']}"}
    done = subprocess.run([bash, "-c", program], env=env, capture_output=True, text=True)
    assert done.stdout.split() == ["api", "--dry-run"], done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(ant: Ant, shell: str) -> None:
    done = ant("completion", shell)
    assert done.returncode == 0
    assert "_ANT_COMPLETE" in done.stdout


def test_names_reach_the_terminal_without_its_escape_codes(ant: Ant) -> None:
    done = ant("generate", "api", "a\x1b]0;owned\x07")
    assert "\x1b" not in done.stderr
    assert r"\x1b" in done.stderr
