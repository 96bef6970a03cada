"""The schema of PUT bodies, where it differs from that of POST."""

from collections.abc import Mapping

from ant.artifacts.artifact import Artifact, Views
from ant.core.spec import Route
from ant.rendering.resource import has_put_schema, put_schema_view


class _PutSchema(Artifact):
    path = "api/schemas/Put{names.stem}_schema.py"
    defines = "{names.put_schema_class}"
    of_resource = "resource/put_schema"

    def template(self, route: Route) -> str:
        """Only where a PUT keeps something that it does not give."""
        return self.of_resource if has_put_schema(route) else ""

    def view(self, views: Views) -> Mapping[str, object]:
        """The fields that differ."""
        return put_schema_view(views.route)


ARTIFACT = _PutSchema()
