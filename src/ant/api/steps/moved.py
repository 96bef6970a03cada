"""Files that their owner has moved: a view of the project with each at its generated path."""

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from ant.api.steps.notes import Draft, Notes
from ant.artifacts.paths import module_of
from ant.artifacts.registry import expected_files
from ant.core.errors import CannotMerge, Problem, TargetExists
from ant.core.locations import LocatedText
from ant.core.names.renames import Renames, renamed
from ant.core.planning.messages import Text
from ant.core.planning.plan import FileChange, Plan
from ant.core.spec import Route, Spec
from ant.core.tree import Tree
from ant.reconcile.texts.combining import Overlap, combined
from ant.survey.moved_files import Spelling, defined_at_top, find_moved, routes_concerned
from ant.workspace.project import ReadOnlyProject

Paths = Mapping[str, str]
"""Present paths of files, by their generated ones."""


class Moved(NamedTuple):
    """The present paths of generated files."""

    old: Paths
    """By where they were generated."""
    new: Paths
    """By their generated paths after the change; those of removed files are among ``old``."""
    shared: frozenset[str]
    """Those of the files that contain other generated definitions as well."""


class Unmoved(ReadOnlyProject):
    """A project whose moved files show at their old places, and are imported from there."""

    def __init__(self, project: ReadOnlyProject, moved: Moved) -> None:
        """Take the project, and where files of it are now."""
        self.root: str = project.root
        self.origin = project
        self._moved = moved.old
        self._paths = {**moved.old, **moved.new}
        self._hidden = {*moved.old.values()} - {*moved.old} - moved.shared
        alone = {
            path: module_of(now)
            for path, now in self._paths.items()
            if now not in moved.shared and not now.endswith("__init__.py")
        }
        self._here = Spelling({alone[path]: module_of(path) for path in moved.old if path in alone})
        self._there = Spelling({module_of(path): now for path, now in alone.items()})

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the contents of those files that exist, as if they had not been moved."""
        present = {path: self._moved.get(path, path) for path in paths if path not in self._hidden}
        found = self.origin.read(present.values())
        return {path: self._seen(path, found[now]) for path, now in present.items() if now in found}

    def exists(self, path: str) -> bool:
        """Whether anything has this name, or had it before it was moved."""
        return self.origin.exists(self._moved.get(path, path))

    def list_files(self, folder: str) -> list[str]:
        """Return the paths of the regular files right in a folder, in order."""
        return self.origin.list_files(folder)

    def all_code(self) -> dict[str, bytes]:
        """Return all Python files that make the project, as if they had not been moved."""
        code = self.origin.all_code()
        moved = {path: code[now] for path, now in self._moved.items() if now in code}
        kept = {path: content for path, content in code.items() if path not in self._hidden}
        return {path: self._seen(path, content) for path, content in {**kept, **moved}.items()}

    def undo_record(self) -> tuple[str, Plan] | None:
        """Return the last command and the plan that reverts it, with present paths."""
        return self.origin.undo_record()

    def with_present_paths(self, text: str) -> str:
        """A text for the owner, with the present paths and modules."""
        if isinstance(text, Text | LocatedText):
            return text.changed(self.with_present_paths)
        for path, now in self._paths.items():
            text = text.replace(path, now)
        return self._there.changed(text.encode()).decode()

    def problem_with_present_paths(self, problem: Problem) -> Problem:
        """A problem, with the present paths and modules."""
        message = self.with_present_paths(problem.message)
        where, hint = (text and self.with_present_paths(text) for text in problem[1:3])
        return Problem(message, where, hint, problem.code)

    def planned(self, plan: Plan) -> Plan:
        """Return the plan for the files where they are; raise ``CannotMerge``."""
        parts: dict[str, list[FileChange]] = {}
        for change in plan.changes:
            parts.setdefault(self._present_path(change.path), []).append(change)
        changes = [self._change(path, part) for path, part in parts.items()]
        return plan.with_changes(changes)

    def _seen(self, path: str, content: bytes) -> bytes:
        seen = self._here.changed(content) if path.endswith(".py") else content
        return seen if self._there.changed_lines(seen, content) == content else content

    def _present_path(self, path: str) -> str:
        for old, now in self._paths.items():
            if path == old or path.endswith(f"/{old}"):  # where a copy of it is kept
                return path.removesuffix(old) + now
        return path

    def _change(self, path: str, changes: list[FileChange]) -> FileChange:
        before = self.origin.read([path]).get(path)
        seen = [change.before for change in changes if change.before is not None]
        afters = [change.after for change in changes if change.after is not None]
        if not afters:
            return FileChange(path, before, None)
        try:
            after = combined(seen[0], afters) if seen else afters[0]
        except Overlap:
            message = f"'{path}' holds more than one of the changes, at the same lines."
            raise CannotMerge(Problem(message, hint="Give each class a file of its own.")) from None
        if after in seen:
            return FileChange(path, before, before)
        if path.endswith(".py"):
            after = self._there.changed_lines(after, before or b"")
        return FileChange(path, before, after, changes[0].private)


def as_it_is(project: ReadOnlyProject, plan: Plan) -> tuple[ReadOnlyProject, Plan]:
    """Return a project with its present paths, and the plan for these."""
    if isinstance(project, Unmoved):
        return project.origin, project.planned(plan)
    return project, plan


def planned_as_generated(project: Unmoved, planner: Callable[[ReadOnlyProject], Draft]) -> Draft:
    """Return what a planner plans for a project, with the present paths of moved files."""
    try:
        plan, notes = planner(project)[:2]
    except (CannotMerge, TargetExists) as error:
        raise type(error)(*map(project.problem_with_present_paths, error.problems)) from None
    present = (tuple(map(project.with_present_paths, lines)) for lines in notes)
    return Draft(project.planned(plan), Notes(*present))


class GeneratedView(NamedTuple):
    """A project as a plan is made for it."""

    project: ReadOnlyProject
    problems: tuple[Problem, ...] = ()
    """Definitions that would have to be removed from files with other generated ones."""


def as_generated(project: ReadOnlyProject, old: Spec, new: Spec, renames: Renames) -> GeneratedView:
    """Return the project as if no file of the routes that change had been moved."""
    found, code = _moved_files(project, routes_concerned(old, new))
    if not found:
        return GeneratedView(project)
    later = _followed(old, renames)
    if any(found.get(later[path], now) != now for path, now in found.items()):
        return GeneratedView(project)  # swapped names would swap the paths
    shared = _shared_files(old, found, code)
    kept = {expected.path for route in new.routes for expected in expected_files(route)}
    stuck = {path for path, now in found.items() if later[path] not in kept and now in shared}
    names = {
        expected.path: expected.name for route in old.routes for expected in expected_files(route)
    }
    problems = tuple(_shared(names[path], found[path]) for path in found if path in stuck)
    before = {path: now for path, now in found.items() if path not in stuck}
    after = {later[path]: now for path, now in before.items()}
    return GeneratedView(Unmoved(project, Moved(before, after, frozenset(shared))), problems)


def all_as_generated(project: ReadOnlyProject, spec: Spec) -> ReadOnlyProject:
    """Return the project as if no file of any route had been moved."""
    found, code = _moved_files(project, spec.routes)
    if not found:
        return project
    return Unmoved(project, Moved(found, found, frozenset(_shared_files(spec, found, code))))


def _moved_files(project: ReadOnlyProject, routes: Iterable[Route]) -> tuple[Paths, Tree]:
    """Where the files of some routes are that are not where they were generated, and all code."""
    missing = [
        expected
        for route in routes
        for expected in expected_files(route)
        if not project.exists(expected.path)
    ]
    code = project.all_code() if missing else {}
    return find_moved(code, missing), code


def _shared_files(spec: Spec, found: Paths, code: Tree) -> set[str]:
    """The files that contain more than one generated definition."""
    names = {expected.name for route in spec.routes for expected in expected_files(route)}
    return {now for now in found.values() if len(names & {*defined_at_top(code[now])}) > 1}


def _followed(old: Spec, renames: Renames) -> Paths:
    """Where files would be generated under the new names, by where they were."""
    pairs = zip(old.routes, renamed(old, renames).routes, strict=True)
    return {
        one.path: other.path
        for before, after in pairs
        for one, other in zip(expected_files(before), expected_files(after), strict=True)
    }


def _shared(name: str, path: str) -> Problem:
    message = f"{name} would go, and '{path}' holds other things as well."
    return Problem(message, path, f"Take {name} out of it by hand.")
