"""The model of a route: its table."""

from collections.abc import Mapping

from ant.artifacts.artifact import Artifact, Views
from ant.core.spec import Route
from ant.rendering.code import text
from ant.rendering.resource import model_view


class _Model(Artifact):
    path = "api/models/{names.capitalized}_model.py"
    defines = "{names.class_name}"
    of_stub = "route/model"
    of_resource = "resource/model"
    is_laid_out = True

    def template(self, route: Route) -> str:
        """A stub of a project with an older declarative base has columns without types."""
        is_plain = route.plain_columns and not route.fields
        return "route/plain_model" if is_plain else super().template(route)

    def view(self, views: Views) -> Mapping[str, object]:
        """The columns, and the arguments of the table."""
        route = views.route
        values = {"comment": text(route.description) if route.description else ""}
        values |= {"table": route.table, "route": text(route.names.text) if route.stored_as else ""}
        return values | ({"model": model_view(route)} if route.fields else {})


ARTIFACT = _Model()
