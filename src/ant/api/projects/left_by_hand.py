"""Conflicts that upgrades have left to the owner of a project."""

from collections.abc import Iterable

from ant import __version__
from ant.api.projects.manifests import last_applied_spec
from ant.api.steps.imports import find_broken_imports, find_lost_imports
from ant.api.steps.moved import Unmoved, all_as_generated, as_it_is
from ant.api.steps.notes import Draft, Options, Planner
from ant.core.errors import NothingLeft, Problem
from ant.core.planning.plan import FileChange, Plan, make_plan
from ant.core.planning.requests import MarkDone
from ant.core.text.words import listed, quoted_path
from ant.core.tree import Tree
from ant.reconcile.upgrading.files import Unresolved
from ant.record.bundles import pack, read_bundles, write_bundles
from ant.record.layout import BY_HAND
from ant.workspace.project import ReadOnlyProject


def read_unresolved(project: ReadOnlyProject) -> Unresolved:
    """Return the conflicts that earlier upgrades left by hand; raise ``BrokenRecord``."""
    content = project.read([BY_HAND]).get(BY_HAND, b"")
    bundles = read_bundles(content, BY_HAND).by_key
    return {path: same[0].files.get(path) for path, same in bundles.items()}


def unresolved_change(project: ReadOnlyProject, unresolved: Unresolved) -> FileChange:
    """Return the change of the file of such conflicts; it is removed with the last one."""
    content = project.read([BY_HAND]).get(BY_HAND)
    if content is not None and read_unresolved(project) == unresolved:
        return FileChange(BY_HAND, content, content)
    bundles = [
        pack(path, __version__, {} if text is None else {path: text})
        for path, text in unresolved.items()
    ]
    return FileChange(BY_HAND, content, write_bundles(bundles) if bundles else None)


def broken_imports(project: ReadOnlyProject, plan: Plan) -> list[Problem]:
    """Return problems about imports that would not resolve once a plan is applied."""
    project, plan = as_it_is(project, plan)
    return [*find_broken_imports(project, plan), *find_lost_imports(project, plan)]


def changes_since(unresolved: Unresolved, tree: Tree, plan: Plan) -> Plan:
    """Return how files with unresolved conflicts differ from their pristine texts after a plan."""
    after = {**tree, **plan.results}
    return make_plan(
        *(FileChange(path, text, after.get(path)) for path, text in unresolved.items())
    )


def files_named(problems: Iterable[Problem], paths: Iterable[str]) -> set[str]:
    """Return those of some files that problems name."""
    messages = [problem.message for problem in problems]
    return {path for path in paths if any(path in message for message in messages)}


def notes_of_ungenerated(unresolved: Unresolved, new: Tree) -> list[str]:
    """Return notes about files with conflicts that are not generated any more.

    Such a file may have moved, with its route.
    """
    return [
        f"What an upgrade left by hand in {quoted_path(path)} is told no longer: no file of that"
        " name is generated any more."
        for path in sorted(unresolved)
        if path not in new
    ]


def planner_of_done(request: MarkDone) -> Planner:
    """Return the planner that marks the unresolved conflicts of some files as resolved.

    The planner raises ``NothingLeft`` for a file without any.
    """
    paths = list(request.files)

    def plan(project: ReadOnlyProject, _how: Options) -> Draft:
        unresolved = read_unresolved(project)
        view = all_as_generated(project, last_applied_spec(project))
        present = view.with_present_paths if isinstance(view, Unmoved) else str
        called = {present(path): path for path in unresolved}
        problems = [
            Problem(
                f"Nothing is left by hand in {quoted_path(path)}.", hint=_unresolved_files(called)
            )
            for path in paths
            if path not in called
        ]
        if problems:
            raise NothingLeft(*problems)
        done = {called[path] for path in paths}
        rest = {path: text for path, text in unresolved.items() if path not in done}
        return Draft(make_plan(unresolved_change(project, rest)))

    return plan


def _unresolved_files(paths: Iterable[str]) -> str:
    names = sorted(paths)
    return f"Something is left in: {listed(names)}" if names else "No upgrade has left anything."
