"""The documents say what is true: commands run, links lead somewhere, options are all there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ant import __version__
from ant.cli.commands import MODULES
from support.generated import REPOSITORY

DOCUMENTS = [REPOSITORY / f"{name}.md" for name in ("README", "ARCHITECTURE", "CONTRIBUTING")]


def test_every_command_is_named_in_the_readme() -> None:
    readme = (REPOSITORY / "README.md").read_text()
    missing = [name for name in MODULES if f"`ant {name}`" not in readme]
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_paths_lead_somewhere(document: Path) -> None:
    text = document.read_text()
    links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    paths = re.findall(r"`((?:src|tests|benchmarks)/[\w/.-]+)`", text)
    for path in [*links, *paths]:
        assert (REPOSITORY / path).exists(), path


def test_the_layout_in_the_manual_is_what_is_generated(pristine: Path) -> None:
    page = (REPOSITORY / "docs/explanation/layers.md").read_text()
    layout = page.split("\nmy-api/\n")[1].split("```")[0]
    named = re.findall(r"[├└]── ([\w./-]+)", layout)
    assert len(named) > 10
    for path in named:
        assert (pristine / path).exists() or (pristine / "api" / path).exists(), path


def test_the_words_of_dev_py_are_documented() -> None:
    done = subprocess.run(
        ["python3", "dev.py", "--help"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    words = re.search(r"\{([\w,]+)\}", done.stdout)
    assert words
    contributing = (REPOSITORY / "CONTRIBUTING.md").read_text()
    for word in words[1].split(","):
        assert f"`python3 dev.py {word}`" in contributing


def test_the_levels_of_tests_are_documented_and_everything_is_what_ci_runs() -> None:
    contributing = (REPOSITORY / "CONTRIBUTING.md").read_text()
    for option in ("--fast", "", "--all"):
        assert f"| `python3 dev.py test {option}".rstrip() + "` |" in contributing
    assert (REPOSITORY / ".ci/run").read_text().endswith("exec python3 dev.py test --all\n")


def test_the_next_release_is_written_of_files_for_each_change() -> None:
    tool = Path(sys.executable).parent / "towncrier"
    done = subprocess.run(
        [tool, "build", "--draft", "--version", __version__, "--date", "2030-12-31"],
        cwd=REPOSITORY, capture_output=True, text=True, check=True,
    )  # fmt: skip
    changes = [*(REPOSITORY / "changelog.d").glob("+*.md")]
    for change in changes:
        assert change.name.endswith((".command.md", ".generated.md")), change
        text = change.read_text().strip().replace("\n", "\n  ")
        assert f"\n- {text}\n" in done.stdout, change
    released = f"\n## {__version__}, " in (REPOSITORY / "CHANGELOG.md").read_text()
    assert bool(changes) != released, "a version is released, or has changes that are not"


def test_nothing_speaks_of_the_machine_it_was_made_on() -> None:
    listing = subprocess.run(
        ["git", "ls-files"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    for name in listing.stdout.split():
        text = (REPOSITORY / name).read_text(errors="replace")
        assert not re.search(r"(?<![\w.])/(work|root|home/\w+)/", text), name
