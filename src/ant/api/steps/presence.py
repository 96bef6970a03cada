"""Which parts of a spec are present in the code of a project."""

from ant.api.steps.agreement import find_missing_columns
from ant.artifacts.paths import path_of
from ant.core.names.route_names import RouteNames
from ant.core.relations import associations
from ant.core.spec import Route, Spec
from ant.core.tree import Tree
from ant.workspace.project import ReadOnlyProject


def present_routes(project: ReadOnlyProject, spec: Spec) -> list[Route]:
    """Return the routes that the code has, each with the fields and subroutes that it has."""
    lacking = {(route, column) for route, column in find_missing_columns(project, spec)}
    views = project.read([path_of(route.names.route_module) for route in spec.routes])
    return [
        _as_present(project, route, views, lacking)
        for route in spec.routes
        if path_of(route.names.route_module) in views
    ]


def _as_present(
    project: ReadOnlyProject, route: Route, views: Tree, lacking: set[tuple[str, str]]
) -> Route:
    name = route.names.text
    text = views[path_of(route.names.route_module)].decode("utf-8", "replace")
    links = {
        link.field.name
        for link in associations(route)
        if project.exists(path_of(RouteNames(link.table).model_module))
    }
    fields = [
        field
        for field in route.fields
        if ((name, field.column) not in lacking if field.is_column else field.name in links)
    ]
    subroutes = [subroute for subroute in route.subroutes if f"/{subroute.name}" in text]
    return route._replace(fields=tuple(fields), subroutes=tuple(subroutes))
