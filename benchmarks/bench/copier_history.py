"""A template for copier with two versions, and a project that was made from the first."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from bench.equal_templates import write_copier
from bench.trees import Entry, Tree

ANSWERS = ".copier-answers.yml"
"""What copier keeps in a project, to know later which version it is of."""
VERSIONS = ("v1.0.0", "v2.0.0")

_ANSWERS_TEMPLATE = Entry(0o644, b"{{ _copier_answers|to_nice_yaml }}")
_GIT = ("git", "-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0")


def write_versions(trees: tuple[Tree, Tree], folder: Path, environment: Mapping[str, str]) -> None:
    """Write a template of two trees, each a tagged commit, as ``copier update`` needs it."""
    for version, tree in zip(VERSIONS, trees, strict=True):
        if folder.exists():
            shutil.rmtree(folder / "project")
            (folder / "copier.yml").unlink()
        write_copier(tree, folder)
        content = _ANSWERS_TEMPLATE.content or b""
        (folder / "project" / "{{ _copier_conf.answers_file }}.jinja").write_bytes(content)
        if version == VERSIONS[0]:
            git(folder, environment, "init", "--quiet")
        # By force also what the template has of what its projects shall ignore.
        commit(folder, environment, "--force")
        git(folder, environment, "tag", version)


def commit(folder: Path, environment: Mapping[str, str], *options: str) -> None:
    """Commit all files that git does not ignore."""
    git(folder, environment, "add", "--all", *options)
    git(folder, environment, "commit", "--quiet", "--message", "a version")


def git(folder: Path, environment: Mapping[str, str], *words: str) -> None:
    """Run git, which must succeed."""
    subprocess.run(
        [*_GIT, *words], cwd=folder, env=dict(environment), check=True, stdout=subprocess.DEVNULL
    )
