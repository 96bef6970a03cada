"""Generate a project."""

import os
from typing import NamedTuple

from ant.artifacts.paths import ENV_FILE
from ant.artifacts.project import render_env_file
from ant.core.errors import InvalidSpec, Problem, TargetExists
from ant.core.meter import Meter, no_meter
from ant.core.names import parse_project_name
from ant.core.outcome import Outcome
from ant.core.plan import FileChange
from ant.core.spec import Secrets, Spec
from ant.operations.new_project import new_project
from ant.reconcile.new_files import plan_new_project
from ant.workspace.new_tree import create_tree


class Given(NamedTuple):
    """What a command line says of a new project beside its name."""

    json: str | None = None
    """A spec: a JSON text, the path of a JSON or YAML file, or ``-`` for standard input."""
    auth: str | None = None
    """Who may call what says nothing about it."""


NOTHING_GIVEN = Given()


def generate_api(
    name: str,
    parent: str,
    given: Given = NOTHING_GIVEN,
    *,
    dry_run: bool = False,
    meter: Meter = no_meter,
) -> tuple[Outcome, Spec]:
    """Create a project called ``name`` in the directory ``parent``, whole or not at all.

    ``meter`` hears how far the writing is.
    Returns what was done and the spec of it. Raises ``InvalidName``, ``InvalidDocument``,
    ``InvalidSpec``, ``TargetExists`` and ``WriteFailed``; a dry run writes nothing.
    """
    spec, advice = _spec(name, given)
    target = os.path.join(os.path.abspath(parent), name)
    if os.path.lexists(target):
        raise TargetExists(Problem(f"Directory '{name}' already exists."))
    env_file = render_env_file(spec, Secrets(os.urandom(32).hex(), os.urandom(16).hex()))
    plan = plan_new_project(spec).plus(FileChange(ENV_FILE, None, env_file, private=True))
    if not dry_run:
        create_tree(target, plan, meter)
    files = tuple(f"{target}/{change.path}" for change in plan.effective)
    return Outcome(target, files, dry_run, advice), spec


def _spec(name: str, given: Given) -> tuple[Spec, tuple[str, ...]]:
    if given == NOTHING_GIVEN:
        return new_project(name), ()
    from ant.api.specs import auth_from, spec_from  # noqa: PLC0415, a new project does without

    auth = auth_from(given.auth)
    if given.json is None:
        return new_project(name)._replace(auth=auth), ()
    spec, advice = spec_from(given.json, parse_project_name(name))
    if auth and spec.auth not in (None, auth):
        message = "The project of the spec has another 'auth' than --auth says."
        raise InvalidSpec(Problem(message, hint="Leave out one of them."))
    return spec._replace(auth=auth or spec.auth), advice
