"""Generate a project."""

import os
from typing import Any

from ant.api.steps.notes import Draft, Notes
from ant.api.steps.reading import guard_in
from ant.artifacts.paths import ENV_FILE
from ant.artifacts.project import render_env_file
from ant.core.errors import InvalidSpec, Problem, TargetExists
from ant.core.fields.enums import ENUMS, enums_in, unused_advice
from ant.core.fields.named_enum import NamedEnum
from ant.core.json_keys import WORDS, json_keys_problem
from ant.core.keys import checked_key, with_keys
from ant.core.names.identifiers import parse_project_name
from ant.core.names.route_names import folded
from ant.core.planning.messages import Option, Text
from ant.core.planning.plan import FileChange, Plan
from ant.core.planning.progress import Progress
from ant.core.planning.requests import ABSENT, Located, NewProject
from ant.core.project_words import clashes_with_words
from ant.core.spec import Secrets, Spec
from ant.core.text.json_value import Json
from ant.core.text.words import quoted
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
    """Return the spec of a new project and advice about its names.

    Raises ``InvalidName`` and ``InvalidSpec``.
    """
    options = _words(request)
    enums = enums_in(request.enums)
    if request.spec is ABSENT:
        named = tuple(NamedEnum(folded(name), tuple(enums[name])) for name in enums)
        spec = new_project(request.name)._replace(**options, enums=named)
        return spec, tuple(unused_advice(spec))
    from ant.core.locations import dotted  # noqa: PLC0415
    from ant.core.names.advice import spec_advice  # noqa: PLC0415, a new project does without
    from ant.core.spec_reader import read_spec  # noqa: PLC0415

    located = request.spec if isinstance(request.spec, Located) else Located(request.spec, dotted)
    value = _with_enums(located.value, enums)
    spec = read_spec(value, parse_project_name(request.name), located.where)
    for option, word in options.items():
        if word and getattr(spec, option) not in (None, "", word):
            another = f"The project of the spec has another '{WORDS.get(option, option)}' than "
            message = Text(another, Option(option), " says.")
            raise InvalidSpec(Problem(message, hint="Leave out one of them."))
    spec = spec._replace(**{option: word for option, word in options.items() if word})
    clashes = [*clashes_with_words(spec, located.where)]
    if clashes:
        raise InvalidSpec(*clashes)
    return with_keys(spec), (*spec_advice(located.value), *unused_advice(spec))


def _with_enums(value: Json, enums: dict[str, list[str]]) -> Json:
    """The value of a spec with more enums; raise ``InvalidSpec`` for one that it has already."""
    project = value.get("project", {}) if isinstance(value, dict) else None
    known = project.get(ENUMS, {}) if isinstance(project, dict) else None
    if not (enums and isinstance(value, dict) and isinstance(project, dict)):
        return value
    if not isinstance(known, dict):
        return value
    twice = sorted({*map(folded, known)} & {*map(folded, enums)})
    if twice:
        message = f"The project of the spec has an enum {quoted(twice[0])} already."
        raise InvalidSpec(Problem(message, hint="Leave out one of them."))
    return {**value, "project": {**project, ENUMS: {**known, **enums}}}


def _words(request: NewProject) -> dict[str, Any]:
    """The options of a request for a whole project, as parts of a spec; raise ``InvalidSpec``."""
    problems = [
        check(value)
        for check, value in (
            (prefix_problem, request.prefix),
            (json_keys_problem, request.json_keys),
        )
        if value != ""
    ]
    wrong = [Problem(message, hint=hint) for message, hint in filter(None, problems)]
    if wrong:
        raise InvalidSpec(*wrong)
    return {
        "auth": guard_in(request.auth),
        "key": checked_key(request.key),
        "prefix": request.prefix,
        "json_keys": request.json_keys,
    }
