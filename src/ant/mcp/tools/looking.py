"""The read-only tools."""

from ant import __version__
from ant.api.inspecting.check import check_project
from ant.api.inspecting.info import ProjectInfo, project_info
from ant.api.inspecting.survey import list_endpoints
from ant.api.projects.generate import spec_of
from ant.checking.formats import as_values
from ant.core.errors import AntError
from ant.core.planning.requests import NewProject
from ant.core.text.json_value import Json
from ant.mcp.requests import spec_in
from ant.mcp.spelling import problems
from ant.mcp.tools.tool import BOOLEAN, LIST, OBJECT, SPEC, STRING, Arguments, Context, Tool

ANY_NAME = "my-api"
"""Of the project that a spec is checked for which names none."""


def _analyze_project(context: Context, arguments: Arguments) -> dict[str, Json]:
    root = context.folders.project(arguments.get("project_path"))
    info = project_info(root)
    return {
        **_about(info),
        "spec": info.spec.to_json(),
        "endpoints": [endpoint._asdict() for endpoint in list_endpoints(root)[1]],
        "findings": as_values(check_project(root).findings),
    }


def _validate_spec(_context: Context, arguments: Arguments) -> dict[str, Json]:
    try:
        name = arguments.get("project_name", ANY_NAME)
        spec, warnings = spec_of(NewProject(name, spec_in(arguments["spec"])))
    except AntError as error:
        return {"valid": False, "problems": problems(error.problems)}
    routes: Json = [route.names.text for route in spec.routes]
    return {"valid": True, "problems": [], "routes": routes, "warnings": [*warnings]}


def _get_project_info(context: Context, arguments: Arguments) -> dict[str, Json]:
    info = project_info(context.folders.project(arguments.get("project_path")))
    routes: Json = [route.names.text for route in info.spec.routes]
    return {**_about(info), "routes": routes, "description": info.spec.description}


def _check_route_exists(context: Context, arguments: Arguments) -> dict[str, Json]:
    root = context.folders.project(arguments.get("project_path"))
    route = project_info(root).spec.route(arguments["route"].lower())
    exists = route is not None
    if route and "subroute" in arguments:
        exists = route.subroute(arguments["subroute"].lower()) is not None
    start = "/".join(
        ["", *(arguments[word].lower() for word in ("route", "subroute") if word in arguments)]
    )
    endpoints: Json = [
        f"{endpoint.method} {endpoint.url}"
        for endpoint in list_endpoints(root)[1]
        if f"{endpoint.url}/".startswith(f"{start}/")
    ]
    return {"exists": exists, "endpoints": endpoints}


def _check(context: Context, arguments: Arguments) -> dict[str, Json]:
    root, findings = check_project(context.folders.project(arguments.get("project_path")))
    return {"project_path": root, "findings": as_values(findings)}


def _about(info: ProjectInfo) -> dict[str, Json]:
    return {
        "project_path": info.project_path,
        "name": info.spec.name.text,
        "made_by": info.spec.made_by or None,
        "ant": __version__,
        "last_change": info.last_change or None,
    }


TOOLS = (
    Tool(
        "analyze_project",
        "A project's spec, its code's endpoints, findings of check",
        {"project_path": STRING},
        {"spec": OBJECT, "endpoints": LIST, "findings": LIST},
        _analyze_project,
    ),
    Tool(
        "validate_spec",
        "All that is wrong with a spec",
        {"spec!": SPEC, "project_name": STRING},
        {"valid": BOOLEAN, "problems": LIST},
        _validate_spec,
    ),
    Tool(
        "get_project_info",
        "A project's name, versions, routes and last change",
        {"project_path": STRING},
        {"name": STRING, "routes": LIST},
        _get_project_info,
    ),
    Tool(
        "check_route_exists",
        "Whether a route, or its subroute, exists",
        {"project_path": STRING, "route!": STRING, "subroute": STRING},
        {"exists": BOOLEAN, "endpoints": LIST},
        _check_route_exists,
    ),
    Tool(
        "check",
        "Where the code breaks rules of its layers",
        {"project_path": STRING},
        {"findings": LIST},
        _check,
    ),
)  # fmt: skip
