"""Generate a project."""

import os

from ant.api.steps.notes import Draft, Notes
from ant.api.steps.reading import guard_in
from ant.artifacts.paths import ENV_FILE
from ant.artifacts.project import render_env_file
from ant.core.errors import InvalidSpec, Problem, TargetExists
from ant.core.keys import checked_key, with_keys
from ant.core.names.identifiers import parse_project_name
from ant.core.planning.messages import Option, Text
from ant.core.planning.plan import FileChange, Plan
from ant.core.planning.progress import Progress
from ant.core.planning.requests import ABSENT, Located, NewProject
from ant.core.spec import Secrets, Spec
from ant.core.url_prefix import prefix_problem
from ant.operations.new_project import new_project
from ant.reconcile.new_files import plan_new_project
from ant.workspace.new_tree import create_tree


def draft_project(parent: str, request: NewProject) -> tuple[str, Draft]:
    """Return where a new project would be, and all files of it.

    Raises ``InvalidName``, ``InvalidSpec`` and ``TargetExists``.
    """
    spec, advice = spec_of(request)
    name = request.name
    target = os.path.join(os.path.abspath(parent), name)
    if os.path.lexists(target):
        raise TargetExists(Problem(f"Directory '{name}' already exists."))
    env_file = render_env_file(spec, Secrets(os.urandom(32).hex(), os.urandom(16).hex()))
    plan = plan_new_project(spec).plus(FileChange(ENV_FILE, None, env_file, private=True))
    return target, Draft(plan, Notes(warnings=advice), spec)


def create_project(target: str, plan: Plan, progress: Progress) -> None:
    """Create a new project, whole or not at all; raise ``TargetExists`` and ``WriteFailed``."""
    if os.path.lexists(target):
        name = os.path.basename(target)
        raise TargetExists(Problem(f"Directory '{name}' already exists."))
    create_tree(target, plan, progress)


def spec_of(request: NewProject) -> tuple[Spec, tuple[str, ...]]:
    """Return the spec of a new project and what to say of the names in it.

    Raises ``InvalidName`` and ``InvalidSpec``.
    """
    auth, key, prefix = guard_in(request.auth), checked_key(request.key), request.prefix
    problem = prefix_problem(prefix) if prefix != "" else None
    if problem:
        raise InvalidSpec(Problem(problem[0], hint=problem[1]))
    if request.spec is ABSENT:
        return new_project(request.name)._replace(auth=auth, key=key, prefix=prefix), ()
    from ant.core.locations import dotted  # noqa: PLC0415
    from ant.core.names.advice import spec_advice  # noqa: PLC0415, a new project does without
    from ant.core.spec_reader import read_spec  # noqa: PLC0415

    given = request.spec if isinstance(request.spec, Located) else Located(request.spec, dotted)
    spec = read_spec(given.value, parse_project_name(request.name), given.where)
    words = (("auth", auth, spec.auth), ("key", key, spec.key), ("prefix", prefix, spec.prefix))
    for word, said, other in words:
        if said and other not in (None, "", said):
            another = f"The project of the spec has another '{word}' than "
            message = Text(another, Option(word), " says.")
            raise InvalidSpec(Problem(message, hint="Leave out one of them."))
    spec = spec._replace(auth=auth or spec.auth, key=key or spec.key, prefix=prefix or spec.prefix)
    return with_keys(spec), spec_advice(given.value)
