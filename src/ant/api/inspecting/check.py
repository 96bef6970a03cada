"""Check the code of a project."""

from collections.abc import Iterator
from typing import NamedTuple

from ant.api.projects.applying import planner_of_spec_file
from ant.api.projects.manifests import project_root
from ant.api.steps.notes import Options
from ant.artifacts.paths import MANIFEST
from ant.checking.check import check, find_all, without_ignored
from ant.checking.code import Finding, read_modules
from ant.checking.fixing import fixed
from ant.core.errors import AntError, Undecided
from ant.core.planning.plan import FileChange, Plan, make_plan
from ant.core.planning.requests import ApplySpec
from ant.core.tree import Tree
from ant.runtime.distributions import installed_in
from ant.workspace.project import Project, ReadOnlyProject, read_only_project
from ant.workspace.transaction import JOURNAL, UNDO
from ant.workspace.turn import change_project

_FOLDERS = ("", ".ant", ".github/workflows")
"""Beside the code: where the files are that branches change as well."""

_OF_THIS_MACHINE = {f".ant/{name}" for name in (JOURNAL, UNDO)}
"""They hold files as they were before the last command; git does not have them."""

_UNREADABLE = {"conflict-marker", "not-python", "migration-heads"}
"""Rules whose findings make the results of the other rules unreliable, and so come first."""


class Checked(NamedTuple):
    """The root of a project and what breaks a rule in it."""

    project_path: str
    findings: list[Finding]


def check_project(start: str) -> Checked:
    """Check the project around ``start``; nothing of it is run. Raises ``NotAProject``."""
    root = project_root(start)
    with read_only_project(root) as project:
        code = read_modules(_files(project), installed_in(root))
        found = find_all(code)
        if MANIFEST in code.files and not _UNREADABLE & {finding.rule for finding in found}:
            found |= {*_disagreements(project)}
        return Checked(root, without_ignored(code, found))


def mend_project(start: str, label: str) -> tuple[str, ...]:
    """Mend what has one sure answer, in one turn that an undo takes back as ``label``.

    Returns the paths of the files that were changed. Raises ``NotAProject`` and what writing does.
    """

    def plan(project: ReadOnlyProject) -> Plan:
        files = _files(project)
        mended = fixed(files, check(files, installed_in(root)))
        return make_plan(*(FileChange(path, files[path], text) for path, text in mended.items()))

    def carry_out(project: Project, planned: Plan) -> None:
        project.apply(planned, label)

    root = project_root(start)
    planned = change_project(root, plan, lambda found: bool(found.effective), carry_out)
    return tuple(change.path for change in planned.effective)


def _files(project: ReadOnlyProject) -> Tree:
    beside = [path for folder in _FOLDERS for path in project.list_files(folder)]
    shared = [path for path in beside if path not in _OF_THIS_MACHINE]
    return {**project.read(shared), **project.all_code()}


def _disagreements(project: ReadOnlyProject) -> Iterator[Finding]:
    """What applying ``ant.json`` would change, or why it could not be applied."""
    try:
        planned = planner_of_spec_file(ApplySpec())(project, Options())
    except Undecided:
        message = "It says something of which nobody has decided yet what it means for the rows."
        yield _disagreement(message)
    except AntError as error:
        for problem in error.problems:
            yield _disagreement(problem.message)
    else:
        changes = planned.plan.effective
        if changes:
            count = f"{len(changes)} file{'' if len(changes) == 1 else 's'}"
            yield _disagreement(f"Applying it would change {count}.")


def _disagreement(message: str) -> Finding:
    return Finding("spec-disagrees", MANIFEST, 1, 1, message)
