"""Check the code of a project."""

from typing import NamedTuple

from ant.api.projects.versions import project_root
from ant.checking.check import check
from ant.checking.code import Finding
from ant.workspace.project import read_only_project

_FOLDERS = ("", ".ant", ".github/workflows")
"""Beside the code: where the files are that branches change as well."""


class Checked(NamedTuple):
    """The root of a project and what breaks a rule in it."""

    project_path: str
    findings: list[Finding]


def check_project(start: str) -> Checked:
    """Check the project around ``start``; nothing of it is run. Raises ``NotAProject``."""
    root = project_root(start)
    with read_only_project(root) as project:
        beside = [path for folder in _FOLDERS for path in project.list_files(folder)]
        return Checked(root, check({**project.read(beside), **project.all_code()}))
