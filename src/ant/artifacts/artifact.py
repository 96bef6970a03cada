"""What a kind of generated file is."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from ant.artifacts.merging import MergeBy, Missed
from ant.artifacts.paths import CODE
from ant.core.names.route_names import RouteNames
from ant.core.relations import Collection
from ant.core.spec import Route
from ant.rendering.engine import render_template
from ant.rendering.resource import layers_view
from ant.rendering.route import route_view
from ant.rendering.wrap import wrap_long_lines


class Views:
    """What the templates of one route's files are filled with."""

    def __init__(
        self,
        route: Route,
        collections: tuple[Collection, ...] = (),
        own: frozenset[str] = frozenset(),
    ) -> None:
        """Take a route and the collections below a row of it, which other routes' fields may make.

        ``own`` are modules that this version does not generate and that the views still use.
        """
        self.route = route
        self.collections = collections
        self._own = own

    @cached_property
    def common(self) -> Mapping[str, object]:
        """What all templates of a route know."""
        return route_view(self.route, self.collections)

    @cached_property
    def layers(self) -> Mapping[str, object]:
        """What the layers above the model know of the fields."""
        return layers_view(self.route, self.collections, self._own)


class Artifact:
    """A kind of file that each route has; a subclass describes it."""

    path: str = ""
    """Its path, by the names of the route: ``api/models/{names.text}_model.py``."""
    defines = ""
    """The definition in it, by the same names; '' where nobody imports it."""
    of_stub = ""
    """The template for a route without fields; '' where such a route has no such file."""
    of_resource = ""
    """The template for a route with fields."""
    is_laid_out = False
    """Whether the lines that fields give come broken into the template of a route with fields."""
    merge = MergeBy.UNITS
    missed = Missed.ALWAYS
    holds_values = False
    """Whether it has the values of mocks: written once, and no template gives it again."""

    def template(self, route: Route) -> str:
        """The template for a route; '' where it has no such file."""
        return self.of_resource if route.fields else self.of_stub

    def names(self, route: Route) -> Iterable[RouteNames]:
        """The names by which a route has such files: of most kinds, only its own."""
        return [route.names] if self.template(route) else []

    def view(self, views: Views) -> Mapping[str, object]:
        """What its template knows beside what all templates of a route know."""
        return views.layers if views.route.fields else {}

    def paths(self, route: Route) -> list[str]:
        """Where the files of a route are."""
        return [self.path_for(names) for names in self.names(route)]

    def path_for(self, names: RouteNames) -> str:
        """The path of the file of a route, or of a table, by its names."""
        return self.path.format(names=names)

    def files(self, views: Views) -> dict[str, bytes]:
        """The files of a route, by path."""
        template = self.template(views.route)
        return {path: self._rendered(template, views) for path in self.paths(views.route)}

    def _rendered(self, template: str, views: Views, more: Mapping[str, object] = {}) -> bytes:
        view = {**views.common, **(more or self.view(views))}
        code = render_template(f"{template}.py.jinja", view)
        is_laid_out = self.is_laid_out and views.route.fields
        return (code if is_laid_out else wrap_long_lines(code)).encode()

    @property
    def package(self) -> str:
        """The package that its modules are in: ``models``; '' for what is no part of the code."""
        is_module = self.path.startswith(CODE) and self.path.endswith(".py")
        return self.path.split("/")[1] if is_module else ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the paths of such files, whatever the route is called."""
        literal = map(re.escape, re.split(r"\{.*?\}", self.path))
        return re.compile(r"([\w/]+)".join(literal))

    def name_in(self, path: str) -> str | None:
        """The name of the route in a path; None for any other file."""
        found = self.pattern.fullmatch(path)
        return found and found[1]
