"""Whether what a plan imports is there: people may call it something else."""

import re

from ant.core.errors import Problem
from ant.core.plan import Plan
from ant.rendering.route import path_of
from ant.workspace.project import ReadOnlyProject

_LAYERS = rb"(?:routes|services|repositories|models|schemas)"
_FROM_LAYERS = re.compile(rb"^[ \t]*from (%b\.\w+) import (\([^)]*\)|[^(\n]*)" % _LAYERS, re.M)
_MODULES = re.compile(rb"\bimport_module\([\"'](%b\.\w+)[\"']\)" % _LAYERS)
_NAME = re.compile(rb"[A-Za-z_]\w*")


def find_missing(project: ReadOnlyProject, plan: Plan) -> list[Problem]:
    """Return what modules would import, and others would not have, once a plan is carried out."""
    after = {each.path: each.after for each in plan.effective}
    wanted: dict[tuple[str, bytes], str] = {}
    for path, before, content, *_ in plan.effective:
        if content is not None and path.endswith(".py"):
            for each in _imported(content) - _imported(before or b""):
                wanted.setdefault(each, path)
    modules = {module for module, _ in wanted}
    there = project.read(sorted(modules - {*after})) | after
    problems = []
    for (module, name), path in sorted(wanted.items()):
        code = there.get(module)
        if code is None:
            if not project.exists(f"{module.removesuffix('.py')}/__init__.py"):
                message = f"{module} is not there, and {path} would import it."
                problems.append(Problem(message, hint="Put that file back first."))
        elif name and not re.search(rb"\b%s\b" % re.escape(name), code):
            message = f"{module} has no '{name.decode()}', which {path} would import."
            problems.append(Problem(message, hint="Give that name to what it has instead."))
    return [*dict.fromkeys(problems)]


def _imported(content: bytes) -> set[tuple[str, bytes]]:
    """The names that a module imports from the layers, by the files that should have them.

    A module that is imported as a whole has an empty one.
    """
    return {(path_of(module.decode()), b"") for module in _MODULES.findall(content)} | {
        (path_of(module.decode()), name)
        for module, names in _FROM_LAYERS.findall(content)
        for name in _NAME.findall(re.sub(rb"#[^\n]*| as \w+", b"", names))
    }
