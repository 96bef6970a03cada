"""The tools that change a project."""

import tempfile
from typing import IO

from ant.api.develop import run_in_project
from ant.api.library import Terms, apply, carry_out, plan
from ant.api.steps.answers import CONFLICTS
from ant.core.errors import Problem, ToolFailed
from ant.core.planning.requests import (
    ABSENT,
    AddRoute,
    AddSubroute,
    NewProject,
    Request,
    Undo,
    Upgrade,
)
from ant.core.text.json_value import Json
from ant.mcp.answers import done, proposed
from ant.mcp.offering import offering
from ant.mcp.requests import request_of, signatures, spec_in
from ant.mcp.tools.tool import BOOLEAN, FIELDS, LIST, OBJECT, SPEC, STRING, Arguments, Context, Tool
from ant.runtime.migrations import upgrade

DONE: dict[str, Json] = {"files": LIST, "warnings": LIST}
LONGEST_OUTPUT = 4000
"""The most bytes of a program's output that are returned, from its end."""


def _generate_api(context: Context, arguments: Arguments) -> dict[str, Json]:
    parent = context.folders.folder(arguments.get("project_path"))
    return _carried_out(
        parent, NewProject(arguments["project_name"], spec_in(arguments.get("spec", ABSENT)))
    )


def _generate_route(context: Context, arguments: Arguments) -> dict[str, Json]:
    root = context.folders.project(arguments.get("project_path"))
    more = (arguments.get("fields", ()), arguments.get("type"), arguments.get("mock", ABSENT))
    return _carried_out(root, AddRoute(arguments["name"], *more))


def _generate_subroute(context: Context, arguments: Arguments) -> dict[str, Json]:
    root = context.folders.project(arguments.get("project_path"))
    more = (arguments.get("type"), arguments.get("mock", ABSENT))
    return _carried_out(root, AddSubroute(arguments["route"], arguments["subroute"], *more))


def _plan(context: Context, arguments: Arguments) -> dict[str, Json]:
    request = request_of(arguments["request"], arguments.get("arguments", {}))
    find = context.folders.folder if isinstance(request, NewProject) else context.folders.project
    with offering(request):
        planned = plan(find(arguments.get("project_path")), request, _terms(arguments))
    return proposed(planned, context.plans.keep(planned))


def _apply(context: Context, arguments: Arguments) -> dict[str, Json]:
    planned = context.plans.get(arguments["plan_id"])
    context.folders.check(planned.root, planned.root)
    answer = done(apply(planned))
    context.plans.drop(arguments["plan_id"])
    return answer


def _undo(context: Context, arguments: Arguments) -> dict[str, Json]:
    return _carried_out(context.folders.project(arguments.get("project_path")), Undo())


def _upgrade(context: Context, arguments: Arguments) -> dict[str, Json]:
    root = context.folders.project(arguments.get("project_path"))
    return _carried_out(root, Upgrade())


def _migrate(context: Context, arguments: Arguments) -> dict[str, Json]:
    root = context.folders.project(arguments.get("project_path"))
    revision = arguments.get("revision", "head")
    with tempfile.TemporaryFile() as output:
        _, code = run_in_project(root, upgrade, revision, lambda _: None, quiet=True, output=output)
        shown = _end_of(output)
    if code:
        raise ToolFailed(Problem(f"alembic ended with exit code {code}.", hint=shown or None))
    return {"project_path": root, "output": shown}


def _carried_out(root: str, request: Request) -> dict[str, Json]:
    with offering(request):
        return done(carry_out(root, request))


def _terms(arguments: Arguments) -> Terms:
    conflicts = arguments.get("conflicts", "refuse")
    return Terms(arguments.get("answers", {}), arguments.get("agree", False), conflicts)


def _end_of(output: IO[bytes]) -> str:
    """The last lines of a program's output in a file."""
    size = output.seek(0, 2)
    output.seek(max(0, size - LONGEST_OUTPUT))
    return output.read().decode("utf-8", "replace").strip()


TOOLS = (
    Tool(
        "generate_api",
        "Create a Flask API in the new folder project_name below project_path. spec, an object or"
        " the text of one: routes: {users: {fields: {email: email:required:unique}}}",
        {"project_name!": STRING, "project_path": STRING, "spec": SPEC},
        DONE,
        _generate_api,
        destroys=False,
    ),
    Tool(
        "generate_route",
        "Add a route in all layers. With a list of fields, such as name:string:required:max=120 or"
        " user:reference:to=users, it is a resource; without, one endpoint that answers its mock",
        {"project_path": STRING, "name!": STRING, "fields": FIELDS, "type": STRING, "mock": {}},
        DONE,
        _generate_route,
        destroys=False,
    ),
    Tool(
        "generate_subroute",
        "Add the endpoint /route/subroute",
        {"project_path": STRING, "route!": STRING, "subroute!": STRING, "type": STRING,
         "mock": {}},
        {"files": LIST},
        _generate_subroute,
        destroys=False,
    ),
    Tool(
        "plan",
        f"Plan a request and write nothing: {signatures()}. ApplySpec: what was edited in ant.json."
        " Questions: plan again with answers {id: value}, or agree. conflicts: what becomes of"
        " edited code",
        {"project_path": STRING, "request!": STRING, "arguments": OBJECT, "answers": OBJECT,
         "agree": BOOLEAN, "conflicts": {"enum": [*CONFLICTS]}},
        {"plan_id": STRING, "changes": LIST, "diff": STRING, "losses": LIST,
         "questions": LIST, "warnings": LIST, "by_hand": LIST},
        _plan,
    ),
    Tool(
        "apply",
        "Carry out a plan, whole or not at all; refused if files changed since",
        {"plan_id!": STRING},
        {**DONE, "by_hand": LIST},
        _apply,
        destroys=True,
    ),
    Tool(
        "undo",
        "Take back the last change of files",
        {"project_path": STRING},
        {"files": LIST, "undone": STRING},
        _undo,
        destroys=True,
    ),
    Tool(
        "migrate",
        "Bring the database to the newest migration",
        {"project_path": STRING, "revision": STRING},
        {"output": STRING},
        _migrate,
        destroys=True,
        takes_long=True,
    ),
    Tool(
        "upgrade",
        "Bring what this version generates into an older project",
        {"project_path": STRING},
        DONE,
        _upgrade,
        destroys=True,
    ),
)  # fmt: skip
