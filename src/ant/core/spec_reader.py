"""Read a spec from plain values: all of its problems at once."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ant.core.access.account_fields import with_checked_accounts
from ant.core.access.auth import Auth
from ant.core.access.preconditions import WORDS, word_faults, words_of
from ant.core.errors import InvalidName, InvalidSpec, Problem
from ant.core.fields.descriptions import description_fault, in_a_line
from ant.core.fields.field import Field
from ant.core.keys import with_keys
from ant.core.locations import Step, Where
from ant.core.names.identifiers import ProjectName, parse_project_name
from ant.core.names.methods import method_problem, read_method
from ant.core.names.route_names import (
    RouteNames,
    folded,
    route_name_fault,
    suggested_name,
    word_fault,
)
from ant.core.names.shared_names import shared_claims
from ant.core.names.subroute_names import subroute_clash
from ant.core.project_words import PROJECT_KEYS, clashes_with_words, read_project_words
from ant.core.spec import Route, Spec, Subroute, mock_of
from ant.core.table_rules.entries import RuleEntries
from ant.core.text.words import did_you_mean, owner_named, quoted

if TYPE_CHECKING:
    from ant.core.fields.entries import FieldEntries
    from ant.core.fields.rules import Fault

Entry = tuple[str, object, Step]

TOP_KEYS = ("project", "routes", "ant", "$schema")
ROUTE_KEYS = (
    "accounts", "auth", "bulk", "check", "delete", "description", "owner", "tenant", "type", "mock",
    "fields", "idempotency", "if_match", "index", "key", "subroutes", "table", "unique",
)  # fmt: skip
SUBROUTE_KEYS = ("auth", "type", "mock")
DOCUMENTED_KEYS = sorted({*TOP_KEYS[:2], *ROUTE_KEYS, *PROJECT_KEYS} - {"name"})
"""The keys that are for people; the others are for ``ant.json`` and editors."""

WITHOUT_FIELDS = {
    "type": "A route with fields answers GET, POST, PUT, PATCH and DELETE; leave out 'type'.",
    "mock": "A route with fields answers with its rows; leave out 'mock'.",
}

_SURROGATE = re.compile("[\ud800-\udfff]")


def read_spec(value: object, name: ProjectName, where: Where) -> Spec:
    """Return the spec that a user wrote; raise ``InvalidSpec`` with everything wrong with it.

    ``where`` locates a path of keys in words. An ``ant.json`` is a spec as well; the name in it is
    another project's.
    """
    reader = SpecReader(where)
    spec = reader.read(value)
    if isinstance(value, dict) and value.get("routes") == {} and "ant" not in value:
        reader.complain("'routes' cannot be empty.", ("routes",))
    if reader.problems:
        raise InvalidSpec(*reader.problems)
    return spec._replace(name=name)


def read_manifest(value: object, where: Where, *, was_applied: bool = False) -> Spec:
    """Return the spec of ``ant.json``, or one that ``was_applied`` before all rules were there.

    Raises ``InvalidSpec`` or ``InvalidName``.
    """
    reader = SpecReader(where, was_applied)
    spec = reader.read(value)
    if reader.problems:
        raise InvalidSpec(*reader.problems)
    made_by = value.get("ant", "") if isinstance(value, dict) else ""
    try:
        name = parse_project_name(spec.name.text)
    except InvalidName as error:
        place = where(("project", "name"))
        raise InvalidName(*(fault._replace(where=place) for fault in error.problems)) from None
    return spec._replace(name=name, made_by=made_by)


class SpecReader:
    """Walks a spec and gathers what is wrong with it."""

    def __init__(self, where: Where, was_applied: bool = False) -> None:
        """Begin without problems."""
        self.where: Where = where
        self.was_applied: bool = was_applied
        self.problems: list[Problem] = []
        self._entries: FieldEntries | None = None
        self._rules = RuleEntries(where, self.problems)

    def complain(self, message: str, path: Step, hint: str | None = None) -> None:
        """Note a problem at a path."""
        self.problems.append(Problem(message, self.where(path) or None, hint))

    def read(self, value: object) -> Spec:
        """The spec, as much of it as could be read; its project's name is not checked yet."""
        if not isinstance(value, dict):
            self.complain("Spec must be a JSON object.", ())
            return Spec(ProjectName(""))
        self._check_keys(value, TOP_KEYS, ())
        for key in ("ant", "$schema"):
            self._text(value, key, ())
        project = self._project(value.get("project", {}))
        if "routes" not in value:
            self.complain("Key 'routes' missing at top level.", ())
        entries = list(self._object(value, "routes", (), "of routes by name"))
        routes = tuple(filter(None, (self._route(*entry) for entry in entries)))
        paths = {name: path for name, _, path in entries}
        for route, message in shared_claims(routes):
            self.complain(message, paths[route])
        spec = with_checked_accounts(project._replace(routes=routes), self.complain, paths)
        spec = with_keys(spec)
        if self._entries is not None:
            self._entries.check(spec.routes)
            self._check_subroutes(routes, {name: (value, path) for name, value, path in entries})
        self.problems += clashes_with_words(spec, self.where)
        self._rules.check(spec.routes, paths)
        return spec

    def _project(self, project: object) -> Spec:
        path: Step = ("project",)
        if not isinstance(project, dict):
            self.complain("'project' must be an object.", path)
            return Spec(ProjectName(""))
        self._check_keys(project, PROJECT_KEYS, path)
        name, description = (self._text(project, key, path) for key in ("name", "description"))
        auth, words = self._auth(project, path), self._words(project, path)
        others = read_project_words(project, self.complain)
        return Spec(ProjectName(name), description, (), "", auth, *words)._replace(**others)

    def _auth(self, value: dict[str, Any], path: Step, *names: str) -> Auth | None:
        if "auth" not in value:
            return None
        from ant.core.access.auth_reader import read_auth  # noqa: PLC0415, many specs have none

        auth, faults = read_auth(value["auth"])
        for fault in faults:
            self._complain_of(fault, "auth", owner_named(*names), path)
        return auth

    def _words(self, value: dict[str, Any], path: Step, *name: str) -> tuple[str, bool | None, str]:
        if value.keys().isdisjoint(WORDS):
            return "", None, ""
        for key, message, hint in word_faults(value, owner_named(*name)):
            self.complain(message, (*path, key), hint)
        return words_of(value)

    def _description(self, value: dict[str, Any], path: Step, route: str) -> str:
        if "description" not in value:
            return ""
        text = value["description"]
        fault = description_fault(text)
        if fault:
            owner = f"route {quoted(route)}"
            self._complain_of(fault._replace(key=""), "description", owner, path)
        return "" if fault else in_a_line(text)

    def _complain_of(self, fault: "Fault", word: str, owner: str, path: Step) -> None:
        step = (*path, word, *([fault.key] if fault.key else []))
        self.complain(f"Invalid '{word}' of {owner} ({fault.what}).", step, fault.hint)

    def _text(self, value: dict[str, Any], key: str, path: Step) -> str:
        text = value.get(key, "")
        if not isinstance(text, str):
            self.complain(f"'{key}' must be a text.", (*path, key))
            return ""
        if _SURROGATE.search(text):
            self.complain(f"'{key}' holds half of a surrogate pair.", (*path, key))
        return text

    def _route(self, name: str, value: object, path: Step) -> Route | None:
        fault = route_name_fault(name, is_stored=isinstance(value, dict) and "table" in value)
        if fault:
            self._complain_of_name("route", path, fault)
        if not isinstance(value, dict):
            self.complain(f"Route {quoted(name)} must be an object.", path)
            return None
        self._check_keys(value, ROUTE_KEYS, path)
        method = self._method(value, path, name)
        fields = self._fields(name, value, path)
        auth = self._auth(value, path, name)
        if_match, idempotency, key = self._words(value, path, name)
        if not isinstance(value.get("accounts", False), bool):
            self.complain("'accounts' must be true or false.", (*path, "accounts"))
        entries = self._object(value, "subroutes", path, "of subroutes by name")
        read = [self._subroute(name, *entry) for entry in entries]
        if fault:
            return None
        owners = self._rules.read_owners(name, value, path)
        route = Route(
            RouteNames(name), method, mock_of(value), tuple(filter(None, read)), fields=fields,
            accounts=value.get("accounts") is True, auth=auth, if_match=if_match,
            idempotency=idempotency, key=key, description=self._description(value, path, name),
            rules=self._rules.read(name, value, path), **self._rules.read_words(name, value, path),
        )  # fmt: skip
        route = route.with_owners(owners) if any(owners.values()) else route
        return route.in_table(route.stored_as) if route.stored_as else route

    def _fields(self, route: str, value: dict[str, Any], path: Step) -> tuple[Field, ...]:
        if "fields" not in value:
            return ()
        if value["fields"] == {}:
            self.complain("'fields' cannot be empty.", (*path, "fields"), "Leave it out.")
        for key, why in WITHOUT_FIELDS.items():
            if key in value:
                message = f"Route {quoted(route)} has fields and so no '{key}'."
                self.complain(message, (*path, key), why)
        entries = self._object(value, "fields", path, "of fields by name")
        reader = self._field_entries()
        return tuple(field for entry in entries for field in reader.read(route, *entry))

    def _field_entries(self) -> "FieldEntries":
        if self._entries is None:
            from ant.core.fields.entries import FieldEntries  # noqa: PLC0415, many specs have none

            self._entries = FieldEntries(self.where, self.problems, self.was_applied)
        return self._entries

    def _subroute(self, route: str, name: str, value: object, path: Step) -> Subroute | None:
        fault = _subroute_fault(name)
        if fault:
            self._complain_of_name("subroute", path, fault, route)
        if not isinstance(value, dict):
            message = f"Subroute {quoted(name)} in route {quoted(route)} must be an object."
            self.complain(message, path)
            return None
        self._check_keys(value, SUBROUTE_KEYS, path)
        method = self._method(value, path, route, name)
        auth = self._auth(value, path, route, name)
        subroute = Subroute(name, method, mock_of(value), auth)
        clash = None if fault else subroute_clash(route, subroute)
        if clash:
            self._complain_of_name("subroute", path, clash, route)
            return None
        return subroute

    def _complain_of_name(
        self, kind: str, path: Step, fault: str, route: str | None = None
    ) -> None:
        typed = str(path[-1])
        place = "" if route is None else f" in route {quoted(route)}"
        close = suggested_name(typed)
        hint = f"Did you mean '{close}'?" if close else None
        self.complain(f"Invalid {kind} name {quoted(typed)}{place} ({fault}).", path, hint)

    def _method(self, value: dict[str, Any], path: Step, *names: str) -> str:
        spelled = value.get("type", "GET")
        method = read_method(spelled)
        if method is None:
            owner, where = owner_named(*names), self.where((*path, "type")) or None
            self.problems.append(method_problem(spelled, owner, where))
        return method or "GET"

    def _check_keys(self, value: dict[str, Any], known: tuple[str, ...], path: Step) -> None:
        for key in value:
            if key not in known:
                offered = [word for word in known if word in DOCUMENTED_KEYS]
                hint = did_you_mean(key, offered, f"Known keys: {', '.join(offered)}.")
                self.complain(f"Unknown key {quoted(key)}.", (*path, key), hint)

    def _object(self, value: dict[str, Any], key: str, path: Step, of: str) -> Iterator[Entry]:
        """The entries of an object, their names folded."""
        entries = value.get(key, {})
        if not isinstance(entries, dict):
            self.complain(f"'{key}' must be an object {of}.", (*path, key))
            return
        seen: dict[str, str] = {}
        for typed, entry in entries.items():
            name = folded(typed)
            if name in seen:
                both = f"{quoted(seen[name])} and {quoted(typed)}"
                self.complain(f"Names {both} are the same in lower case.", (*path, key, typed))
            seen[name] = typed
            yield name, entry, (*path, key, typed)

    def _check_subroutes(
        self, routes: tuple[Route, ...], entries: dict[str, tuple[object, Step]]
    ) -> None:
        from ant.core.names.clashes import clashing_subroutes  # noqa: PLC0415, many specs have no fields

        for clash in clashing_subroutes(routes):
            value, path = entries[clash.route]
            names = value.get("subroutes", {}) if isinstance(value, dict) else {}
            name = next(spelled for spelled in names if folded(spelled) == clash.subroute)
            step = (*path, "subroutes", name)
            self._complain_of_name("subroute", step, clash.reason, clash.route)


_subroute_fault = lru_cache(word_fault)  # the same few words name the subroutes of many routes
