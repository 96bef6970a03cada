"""The tests of a route; ``_route`` in their name tells them from a project's own."""

from collections.abc import Mapping

from ant.artifacts.artifact import Artifact, Views
from ant.artifacts.merging import Missed
from ant.rendering.factory_lines import tests_view


class _Tests(Artifact):
    path = "tests/test_{names.text}_route.py"
    of_stub = "route/test_route"
    of_resource = "resource/test_route"
    missed = Missed.NEVER

    def view(self, views: Views) -> Mapping[str, object]:
        """The view of the tests' template."""
        return tests_view(views.route, views.collections) if views.route.fields else {}


ARTIFACT = _Tests()
