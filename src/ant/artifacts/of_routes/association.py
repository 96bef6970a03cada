"""The association tables of a route: one for each of its ``many`` fields."""

from collections.abc import Iterable

from ant.artifacts.artifact import Artifact, Views
from ant.core.names.route_names import RouteNames
from ant.core.relations import associations
from ant.core.spec import Route
from ant.rendering.resource import association_view


class _Associations(Artifact):
    path = "api/models/{names.capitalized}_model.py"
    defines = "{names.class_name}"
    of_resource = "resource/association"
    is_laid_out = True

    def names(self, route: Route) -> Iterable[RouteNames]:
        """By the names of the tables."""
        return [RouteNames(link.table) for link in associations(route)]

    def files(self, views: Views) -> dict[str, bytes]:
        """Each with its own view."""
        links = zip(self.paths(views.route), associations(views.route), strict=True)
        return {
            path: self._rendered(self.of_resource, views, association_view(link))
            for path, link in links
        }


ARTIFACT = _Associations()
