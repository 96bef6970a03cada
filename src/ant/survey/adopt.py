"""The spec of a project, read from its code. What cannot be read is not guessed."""

from collections.abc import Iterator
from typing import NamedTuple

from ant.artifacts.of_routes.route import ARTIFACT as ENDPOINTS
from ant.artifacts.paths import CAMEL_CASE, CODE, DECORATORS
from ant.core.access.auth import Auth
from ant.core.json_keys import CAMEL
from ant.core.names.identifiers import ProjectName
from ant.core.names.route_names import RouteNames, claims, folded, route_name_fault, word_fault
from ant.core.names.subroute_names import subroute_clash
from ant.core.spec import METHODS, Mock, Route, Spec, Subroute
from ant.core.text.words import quoted
from ant.core.tree import Tree
from ant.core.url_prefix import prefix_fault
from ant.python_source.blueprints import (
    Module,
    Origin,
    defined_blueprints,
    parse_module,
    parse_modules,
    registered_blueprints,
)
from ant.survey.endpoints import OPEN, View, url_of, views_of
from ant.survey.mocks import Unreadable, mock_of
from ant.survey.read_guards import CodeGuards

DEFAULT = "default"


class Unread(NamedTuple):
    """Something in the code that a spec cannot express, or that could not be understood."""

    file: str
    reason: str


class Survey(NamedTuple):
    """The spec that was read, and what could not be."""

    spec: Spec
    unread: tuple[Unread, ...]


def read_spec_from_code(tree: Tree, name: ProjectName, description: str = "") -> Survey:
    """Return the spec that the code of a project amounts to, and what is not in it.

    ``tree`` holds the Python files below ``api/`` and the mocks that they read.
    """
    reader = _Reader(tree)
    spec = Spec(name, description, tuple(reader.routes()), auth=reader.guards.default)
    spec = spec._replace(prefix=reader.prefix, json_keys=CAMEL if CAMEL_CASE in tree else "")
    return Survey(spec, (*reader.unread, *reader.left_over()))


class _Reader:
    """Walks the code and gathers what it cannot take into a spec."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.modules = parse_modules(tree)
        self.made = defined_blueprints(self.modules)
        self.registered = registered_blueprints(self.modules)
        self.blueprints = self.made | self.registered
        self.views: dict[Origin, list[View]] = {}
        for view in views_of(self.modules, self.blueprints):
            self.views.setdefault(view.blueprint, []).append(view)
        self.guards = CodeGuards(tree)
        self.taken: set[int] = set()
        self.owners = dict.fromkeys(claims(RouteNames(DEFAULT)), DEFAULT)
        parsed = {module.path for module in self.modules.values()}
        self.unread = [
            Unread(path, "it is no Python that can be read")
            for path in sorted(tree)
            if path.startswith(CODE) and path.endswith(".py") and path not in parsed
            if parse_module(path, tree[path]) is None
        ]

    def routes(self) -> Iterator[Route]:
        """The routes in the order in which they are registered, then the others."""
        order = {module: position for position, (module, _) in enumerate(self.registered)}
        files = [
            module for module in self.modules.values() if _route_of(module) not in {None, DEFAULT}
        ]
        for module in sorted(files, key=lambda file: (order.get(file.name, len(order)), file.path)):
            route = self._route(module)
            if route is not None:
                yield route

    @property
    def prefix(self) -> str:
        """What comes before the URLs of all routes in their own files; '' where they differ."""
        found = set()
        for module in self.modules.values():
            text = _route_of(module)
            origin = self._blueprint(module, text) if text not in {None, DEFAULT} else None
            if text and origin:
                prefix, _, last = self.made[origin].prefix.rpartition("/")
                found.add(prefix if last == text else "")
        prefix = found.pop() if len(found) == 1 else ""
        return "" if prefix_fault(prefix) else prefix

    def left_over(self) -> Iterator[Unread]:
        """The guards and the endpoints that the spec does not hold, the latter file by file."""
        every = [view for views in self.views.values() for view in views]
        if not self.guards.are_known and any(view.auth for view in every):
            yield Unread(DECORATORS, "what it checks is not known, so no guard is in the spec")
        found: dict[str, list[str]] = {}
        for origin, views in self.views.items():
            for view in views:
                is_general = view.module.path in OPEN or _route_of(view.module) == DEFAULT
                if id(view) not in self.taken and not is_general:
                    url = url_of(self.blueprints[origin].prefix, view.rule)
                    found.setdefault(view.module.path, []).append(f"{view.method} {url}")
        for path, endpoints in found.items():
            yield Unread(path, f"no place in a spec: {', '.join(endpoints)}")

    def _route(self, module: Module) -> Route | None:
        text = _route_of(module) or ""
        fault = self._fault(text)
        if fault:
            self.unread.append(Unread(module.path, fault))
            return None
        origin = self._blueprint(module, text)
        if origin is None:
            self.unread.append(Unread(module.path, "it does not make exactly one blueprint"))
            return None
        if origin not in self.registered:
            self.unread.append(Unread(module.path, "its blueprint is not registered"))
        views = self.views.get(origin, [])
        method, mock, auth = self._main(views, module)
        subroutes = tuple(self._subroutes(text, views, auth))
        return Route(RouteNames(text), method, mock, subroutes, auth=auth)

    def _fault(self, text: str) -> str | None:
        """Why a route cannot be in a spec; otherwise its names are claimed."""
        fault = route_name_fault(text) if text == folded(text) else "it is not in lower case"
        if fault:
            return f"{quoted(text)} cannot be the name of a route: {fault}"
        own_claims = claims(RouteNames(text))
        for claim in own_claims:
            if claim in self.owners:
                return f"it would share the {claim} with route '{self.owners[claim]}'"
        self.owners |= dict.fromkeys(own_claims, text)
        return None

    def _blueprint(self, module: Module, text: str) -> Origin | None:
        origins = [origin for origin in self.made if origin[0] == module.name]
        own = (module.name, RouteNames(text).blueprint)
        return own if own in origins else origins[0] if len(origins) == 1 else None

    def _main(self, views: list[View], module: Module) -> tuple[str, Mock | None, Auth | None]:
        view = next((candidate for candidate in views if candidate.rule in {"", "/"}), None)
        if view is None:
            self.unread.append(Unread(module.path, "no view answers the route's own URL"))
            return METHODS[0], None, None
        self.taken.add(id(view))
        return view.method, self._mock(view), self._auth(view)

    def _subroutes(self, route: str, views: list[View], auth: Auth | None) -> Iterator[Subroute]:
        seen = set()
        for view in views:
            name = view.rule.removeprefix("/")
            subroute = Subroute(name, view.method)
            if id(view) in self.taken or name in seen or name != folded(name):
                continue
            if word_fault(name) is None and subroute_clash(route, subroute) is None:
                seen.add(name)
                self.taken.add(id(view))
                yield subroute._replace(mock=self._mock(view), auth=self._auth(view, auth))

    def _auth(self, view: View, route: Auth | None = None) -> Auth | None:
        try:
            return self.guards.of_view(view, route)
        except ValueError as error:
            reason = f"no spec can say what {view.function.name} asks for: {error}"
            self.unread.append(Unread(view.module.path, reason))
            return None

    def _mock(self, view: View) -> Mock | None:
        try:
            return mock_of(view, self.tree)
        except Unreadable as error:
            self.unread.append(Unread(error.path, str(error)))
            return None


def _route_of(module: Module) -> str | None:
    """The route whose file a module is, by the name of the file."""
    return ENDPOINTS.name_in(module.path)
