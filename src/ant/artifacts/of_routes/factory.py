"""The test factory of a route."""

from collections.abc import Mapping

from ant.artifacts.artifact import Artifact, Views
from ant.artifacts.merging import Missed
from ant.rendering.factory_lines import factory_view


class _Factory(Artifact):
    path = "tests/factories/{names.text}_factory.py"
    defines = "{names.text}_factory"
    of_resource = "resource/factory"
    is_laid_out = True
    missed = Missed.NEVER

    def view(self, views: Views) -> Mapping[str, object]:
        """The factory."""
        return factory_view(views.route)


ARTIFACT = _Factory()
