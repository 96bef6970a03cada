"""The schema of responses."""

from collections.abc import Mapping

from ant.artifacts.artifact import Artifact, Views
from ant.rendering.resource import read_schema_view


class _ReadSchema(Artifact):
    path = "api/schemas/Get{names.stem}_schema.py"
    defines = "{names.read_schema_class}"
    of_resource = "resource/read_schema"
    is_laid_out = True

    def view(self, views: Views) -> Mapping[str, object]:
        """The fields that clients may read."""
        return read_schema_view(views.route)


ARTIFACT = _ReadSchema()
