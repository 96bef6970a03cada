"""Read a spec from plain values: all of its problems at once."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ant.core.errors import InvalidSpec, Problem
from ant.core.names import ProjectName, parse_project_name
from ant.core.route_names import RouteNames, route_name_fault, word_fault
from ant.core.spec import METHODS, Mock, Route, Spec, Subroute
from ant.core.words import nearest, quoted

Where = Callable[[tuple[str | int, ...]], str]
Step = tuple[str | int, ...]

ROUTE_KEYS = ("type", "mock", "subroutes")
SUBROUTE_KEYS = ("type", "mock")


class Content(NamedTuple):
    """What a spec says of a project beside its name."""

    name: str
    description: str
    routes: tuple[Route, ...]


def read_spec(value: object, name: ProjectName, where: Where) -> Spec:
    """Return the spec that a user wrote; raise ``InvalidSpec`` with everything wrong with it.

    ``where`` says in words where a path of keys stands.
    """
    reader = SpecReader(where)
    content = reader.content(value)
    if content is not None and not content.routes and not reader.problems:
        reader.complain("'routes' cannot be empty.", ("routes",))
    if reader.problems or content is None:
        raise InvalidSpec(*reader.problems)
    return Spec(name, content.description, content.routes)


def read_manifest(value: object, where: Where) -> Spec:
    """Return the spec that ``ant.json`` holds; raise ``InvalidSpec`` or ``InvalidName``."""
    reader = SpecReader(where, manifest=True)
    content = reader.content(value)
    if reader.problems or content is None:
        raise InvalidSpec(*reader.problems)
    return Spec(parse_project_name(content.name), content.description, content.routes)


class SpecReader:
    """Walks a spec and gathers what is wrong with it."""

    def __init__(self, where: Where, *, manifest: bool = False) -> None:
        """Begin without problems; a manifest has a version and the project's name as well."""
        self.where = where
        self.top_keys = ("project", "routes", "ant") if manifest else ("project", "routes")
        self.project_keys = ("description", "name") if manifest else ("description",)
        self.problems: list[Problem] = []

    def complain(self, message: str, path: Step, hint: str | None = None) -> None:
        """Note a problem at a path."""
        self.problems.append(Problem(message, self.where(path) or None, hint))

    def content(self, value: object) -> Content | None:
        """The whole spec, or None where it is no spec at all."""
        if not isinstance(value, dict):
            self.complain("Spec must be a JSON object.", ())
            return None
        self._check_keys(value, self.top_keys, ())
        name, description = self._project(value.get("project", {}))
        if "routes" not in value:
            self.complain("Key 'routes' missing at top level.", ())
            return None
        routes = value["routes"]
        if not isinstance(routes, dict):
            self.complain("'routes' must be an object of routes by name.", ("routes",))
            return None
        read = tuple(
            filter(None, (self._route(*item) for item in self._folded(routes, ("routes",))))
        )
        self._check_classes(read)
        return Content(name, description, read)

    def _project(self, project: object) -> tuple[str, str]:
        path: Step = ("project",)
        if not isinstance(project, dict):
            self.complain("'project' must be an object.", path)
            return "", ""
        self._check_keys(project, self.project_keys, path)
        texts = [project.get("name", ""), project.get("description", "")]
        for key, text in zip(("name", "description"), texts, strict=True):
            if not isinstance(text, str):
                self.complain(f"'{key}' must be a text.", (*path, key))
        return str(texts[0]), str(texts[1])

    def _route(self, name: str, value: object, path: Step) -> Route | None:
        fault = route_name_fault(name)
        if fault:
            self.complain(f"Invalid route name {quoted(str(path[-1]))} ({fault}).", path)
        if not isinstance(value, dict):
            self.complain(f"Route {quoted(name)} must be an object.", path)
            return None
        owner = f"route {quoted(name)}"
        self._check_keys(value, ROUTE_KEYS, path)
        method = self._method(value, owner, path)
        subroutes = value.get("subroutes", {})
        if not isinstance(subroutes, dict):
            self.complain(
                "'subroutes' must be an object of subroutes by name.", (*path, "subroutes")
            )
            subroutes = {}
        read = [
            self._subroute(name, *item) for item in self._folded(subroutes, (*path, "subroutes"))
        ]
        return Route(RouteNames(name), method, _mock(value), tuple(filter(None, read)))

    def _subroute(self, route: str, name: str, value: object, path: Step) -> Subroute | None:
        place = f"in route {quoted(route)}"
        fault = word_fault(name)
        if fault:
            self.complain(f"Invalid subroute name {quoted(str(path[-1]))} {place} ({fault}).", path)
        if not isinstance(value, dict):
            self.complain(f"Subroute {quoted(name)} {place} must be an object.", path)
            return None
        self._check_keys(value, SUBROUTE_KEYS, path)
        method = self._method(value, f"subroute {quoted(name)} of route {quoted(route)}", path)
        subroute = Subroute(name, method, _mock(value))
        clash = None if fault else subroute_clash(route, subroute)
        if clash:
            self.complain(f"Invalid subroute name {quoted(name)} {place} ({clash}).", path)
        return subroute

    def _method(self, value: dict[str, Any], owner: str, path: Step) -> str:
        given = value.get("type", "GET")
        method = given.upper() if isinstance(given, str) else given
        if method in METHODS:
            return str(method)
        shown = quoted(given) if isinstance(given, str) else repr(given)[:40]
        self.complain(
            f"Invalid HTTP method {shown} in {owner} (must be GET, POST, PUT, PATCH, or DELETE).",
            (*path, "type"),
        )
        return "GET"

    def _check_keys(self, value: dict[str, Any], known: tuple[str, ...], path: Step) -> None:
        for key in value:
            if key not in known and not (key == "$schema" and not path):
                close = nearest(key, known)
                hint = f"Did you mean '{close}'?" if close else f"Known keys: {', '.join(known)}."
                self.complain(f"Unknown key {quoted(key)}.", (*path, key), hint)

    def _folded(self, value: dict[str, Any], path: Step) -> Iterable[tuple[str, object, Step]]:
        seen: dict[str, str] = {}
        for key, entry in value.items():
            name = key.lower()
            if name in seen:
                both = f"Names {quoted(seen[name])} and {quoted(key)} are the same in lower case."
                self.complain(both, (*path, key))
            seen[name] = key
            yield name, entry, (*path, key)

    def _check_classes(self, routes: tuple[Route, ...]) -> None:
        seen: dict[str, str] = {}
        for route in routes:
            name = route.names.text
            other = seen.setdefault(route.names.class_name, name)
            if other != name:
                message = (
                    f"Routes '{other}' and '{name}' would share the class {route.names.class_name}."
                )
                self.complain(message, ("routes", name))


def subroute_clash(route: str, subroute: Subroute) -> str | None:
    """Why the methods of a subroute would hide generated ones; None where they do not."""
    taken = {f"get_{route}", f"add_{route}", f"delete_{route}", "get_by_id", "add_all"}
    for method in (subroute.service_method, subroute.repository_method):
        if method in taken:
            return f"the generated code already has a method {method}"
    return None


def _mock(value: dict[str, Any]) -> Mock | None:
    return Mock(value["mock"]) if "mock" in value else None
