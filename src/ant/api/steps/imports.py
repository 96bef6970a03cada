"""Whether the imports of a project still resolve after a plan."""

import re
from collections.abc import Container, Iterable

from ant.api.steps.moved import as_it_is
from ant.artifacts.paths import SHARED_PACKAGES, TESTS, path_of
from ant.artifacts.registry import packages
from ant.artifacts.where_needed import paths_of_token_tests
from ant.core.errors import Problem
from ant.core.planning.plan import Plan
from ant.workspace.project import ReadOnlyProject
from ant.workspace.read_code import read_all_code

_PACKAGES = b"(?:%b)" % "|".join([*packages(), *SHARED_PACKAGES]).encode()
_FROM_PACKAGES = re.compile(rb"^[ \t]*from (%b\.\w+) import (\([^)]*\)|[^(\n]*)" % _PACKAGES, re.M)
_MODULES = re.compile(rb"\bimport_module\([\"'](%b\.\w+)[\"']\)" % _PACKAGES)
_FROM_ANY = re.compile(rb"^[ \t]*from ([\w.]+) import (\([^)]*\)|[^(\n]*)", re.M)
_WHOLE = re.compile(rb"^[ \t]*import ([\w.]+)", re.M)
_NAME = re.compile(rb"[A-Za-z_]\w*")


def find_broken_imports(project: ReadOnlyProject, plan: Plan) -> list[Problem]:
    """Return problems about imports of names that a module lacks once a plan is applied."""
    after = plan.results
    expected: dict[tuple[str, bytes], str] = {}
    for path, before, content, *_ in plan.effective:
        if content is not None and path.endswith(".py"):
            for imported in _newly_imported(content, before or b""):
                expected.setdefault(imported, path)
    modules = {module for module, _ in expected}
    files = {**project.read(sorted(modules - {*after})), **after}
    problems = []
    for (module, name), path in sorted(expected.items()):
        code = files.get(module)
        if code is None:
            package = module.removesuffix(".py")
            inside = {f"{package}/__init__.py", f"{package}/{name.decode()}.py"}
            if not inside & after.keys() and not any(map(project.exists, inside)):
                message = f"{module} is not there, and {path} would import it."
                problems.append(Problem(message, hint="Put that file back first."))
        elif name and not re.search(rb"\b%s\b" % re.escape(name), code):
            message = f"{module} has no '{name.decode()}', which {path} would import."
            problems.append(Problem(message, hint="Give that name to what it has instead."))
    return [*dict.fromkeys(problems)]


def without_tests_of_own_code(project: ReadOnlyProject, plan: Plan) -> tuple[Plan, tuple[str, ...]]:
    """Return a plan without new tests of tokens that cannot be imported, and notes about these.

    A project with its own decorators has its own tests.
    """
    added = {change.path for change in plan.effective if change.before is None}
    new = added & paths_of_token_tests()
    missing = find_broken_imports(*as_it_is(project, plan)) if new else []
    if not missing:
        return plan, ()
    rest = plan.with_changes(item for item in plan.changes if item.path not in new)
    remaining = find_broken_imports(*as_it_is(project, rest))
    notes = tuple(
        f"The tests of tokens are left to you: {problem.message}"
        for problem in missing
        if problem not in remaining
    )
    return (rest, notes) if notes else (plan, ())


def without_used_removals(project: ReadOnlyProject, plan: Plan) -> tuple[Plan, tuple[str, ...]]:
    """Return a plan that removes no module which is still imported, and notes about these."""
    removed = {path for path, text in plan.results.items() if text is None and path.endswith(".py")}
    if not removed:
        return plan, ()
    code = project.all_code()
    code |= {path: text for path, text in plan.results.items() if text is not None}
    used: dict[str, str] = {}
    reading = sorted(code.keys() - removed)
    while reading:  # a kept module may import others
        users = {
            target: path for path in reading for target in _imported_modules(code[path], removed)
        }
        reading = sorted(users.keys() - used.keys())
        used = users | used
    kept = [change for change in plan.changes if change.path not in used]
    notes = tuple(
        f"'{target}' is not generated any more; '{path}' imports it, so it stays and is yours now."
        for target, path in sorted(used.items())
    )
    return plan.with_changes(kept), notes


def find_lost_imports(project: ReadOnlyProject, plan: Plan) -> list[Problem]:
    """Return what modules import of others that would not have it any longer after a plan."""
    changed = {
        change.path: change
        for change in plan.effective
        if change.path.endswith(".py") and change.before is not None
    }
    if not changed:
        return []
    code = {**read_all_code(project.root)}
    code |= {change.path: change.after or b"" for change in changed.values()}
    return [
        Problem(
            f"{path} imports '{name.decode()}' from {target}, which would not have it any longer.",
            hint="Change that import first.",
        )
        for path, content in sorted(code.items())
        for target, name in sorted(_imported_from(content, changed))
        if _has(changed[target].before, name) and not _has(changed[target].after, name)
    ]


def _imported_from(content: bytes, changed: Container[str]) -> set[tuple[str, bytes]]:
    """The names that a module imports, by the files that should have them, of those that change."""
    return {
        (target, name)
        for module, names in _FROM_ANY.findall(content)
        for target in _module_paths(module.decode())
        if target in changed
        for name in _NAME.findall(re.sub(rb"#[^\n]*| as \w+", b"", names))
    }


def _imported_modules(content: bytes, removed: Container[str]) -> set[str]:
    """The removed files among those of the modules that a module imports, whole or in part."""
    modules = {module.decode() for module in _WHOLE.findall(content)}
    for module, names in _FROM_ANY.findall(content):
        package = module.decode()
        modules |= {package, *(f"{package}.{name.decode()}" for name in _NAME.findall(names))}
    return {target for module in modules for target in _module_paths(module) if target in removed}


def _module_paths(module: str) -> tuple[str, str]:
    """Where the code of a module may be: in the application, or beside its tests."""
    return path_of(module), path_of(module.removeprefix("tests."), TESTS)


def _has(content: bytes | None, name: bytes) -> bool:
    return content is not None and bool(re.search(rb"\b%s\b" % re.escape(name), content))


def _newly_imported(content: bytes, before: bytes) -> set[tuple[str, bytes]]:
    """The names that a module imports from generated packages and did not before.

    They come with the files that should have them; a module that is imported as a whole has an
    empty one. Only statements that are not as they were are taken apart: there may be thousands.
    """
    old, new = ({*_FROM_PACKAGES.findall(text)} for text in (before, content))
    added = new - old
    modules = {module for module, _ in added}
    found = _names_in(added) - _names_in(pair for pair in old if pair[0] in modules)
    modules_now, modules_before = ({*_MODULES.findall(text)} for text in (content, before))
    added_modules = modules_now - modules_before
    return found | {(path_of(module.decode()), b"") for module in added_modules}


def _names_in(statements: Iterable[tuple[bytes, bytes]]) -> set[tuple[str, bytes]]:
    return {
        (path_of(module.decode()), name)
        for module, names in statements
        for name in _NAME.findall(re.sub(rb"#[^\n]*| as \w+", b"", names))
    }
