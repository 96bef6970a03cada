"""The schema of POST bodies."""

from collections.abc import Mapping

from ant.artifacts.artifact import Artifact, Views
from ant.rendering.resource import post_schema_view


class _PostSchema(Artifact):
    path = "api/schemas/Post{names.stem}_schema.py"
    defines = "{names.schema_class}"
    of_stub = "route/schema"
    of_resource = "resource/post_schema"
    is_laid_out = True

    def view(self, views: Views) -> Mapping[str, object]:
        """The fields that clients may write."""
        return post_schema_view(views.route) if views.route.fields else {}


ARTIFACT = _PostSchema()
