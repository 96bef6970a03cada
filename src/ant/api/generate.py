"""Generate a project."""

import os

from ant.core.errors import Problem, TargetExists
from ant.core.meter import Meter, no_meter
from ant.core.names import ProjectName, parse_project_name
from ant.core.outcome import Outcome
from ant.core.plan import FileChange
from ant.core.spec import Secrets, Spec
from ant.operations.new_project import new_project
from ant.reconcile.new_files import plan_new_project
from ant.rendering.project import ENV_FILE, render_env_file
from ant.workspace.new_tree import create_tree


def generate_api(
    name: str,
    parent: str,
    *,
    json: str | None = None,
    dry_run: bool = False,
    meter: Meter = no_meter,
) -> tuple[Outcome, Spec]:
    """Create a project called ``name`` in the directory ``parent``, whole or not at all.

    ``json`` is a spec: a JSON text, the path of a JSON or YAML file, or ``-`` for standard input;
    ``meter`` hears how far the writing is.
    Returns what was done and the spec of it. Raises ``InvalidName``, ``InvalidDocument``,
    ``InvalidSpec``, ``TargetExists`` and ``WriteFailed``; a dry run writes nothing.
    """
    spec = new_project(name) if json is None else _read(json, parse_project_name(name))
    target = os.path.join(os.path.abspath(parent), name)
    if os.path.lexists(target):
        raise TargetExists(Problem(f"Directory '{name}' already exists."))
    env_file = render_env_file(spec, Secrets(os.urandom(32).hex(), os.urandom(16).hex()))
    plan = plan_new_project(spec).plus(FileChange(ENV_FILE, None, env_file, private=True))
    if not dry_run:
        create_tree(target, plan, meter)
    files = tuple(f"{target}/{change.path}" for change in plan.effective)
    return Outcome(target, files, dry_run), spec


def _read(json: str, name: ProjectName) -> Spec:
    from ant.api.specs import spec_from  # noqa: PLC0415, a project of its own does without

    return spec_from(json, name)
