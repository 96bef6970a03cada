"""Find possible renames in an edited spec."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ant.core.errors import InvalidSpec, PossiblyRenamed, Problem
from ant.core.fields.field import Field
from ant.core.fields.polymorphic import written
from ant.core.names.renames import Renames, renamed
from ant.core.planning.messages import AGREE, Option, Text
from ant.core.planning.questions import RENAME, Question, rename_question
from ant.core.spec import Route, Spec
from ant.core.text.words import plain, quoted


class Candidate(NamedTuple):
    """A possible rename: a removed field, or route without ``field``, and a similar new one."""

    route: str
    """What the route was called."""
    field: str
    new: str

    @property
    def change(self) -> str:
        """Both names: ``users.phone=mobile``, or ``users=people`` for a route."""
        return f"{self.route}.{self.field}={self.new}" if self.field else f"{self.route}={self.new}"

    @property
    def problem(self) -> Problem:
        """What is not clear, and both ways on."""
        what, like = f"Route '{self.route}'", "has the same fields"
        if self.field:
            what, like = f"Field '{self.field}' of route '{self.route}'", "of the same type"
        message = f"{what} is gone, and '{self.new}' is new and {like}."
        same = Text("If it is the same, say so and keep its data: ", _option(self.change))
        other = Text("\n  If it is another one, take the old one out: ", AGREE)
        return Problem(message, hint=Text(same, other))

    @property
    def question(self) -> Question:
        """The same to be answered."""
        problem = self.problem
        return rename_question(self.change, problem.message, problem.hint or "")


def check_decided(candidates: list[Candidate]) -> None:
    """Raise ``PossiblyRenamed`` with all undecided renames."""
    if candidates:
        problems = (candidate.problem for candidate in candidates)
        questions = tuple(candidate.question for candidate in candidates)
        raise PossiblyRenamed(*problems, questions=questions)


def _option(change: str) -> Option:
    return Option(f"{RENAME}{change}", "True")


def possible_renames(old: Spec, new: Spec, known: Renames) -> list[Candidate]:
    """Return what may have been renamed beside what is known to have been, in the spec's order.

    A field is like another of its route that has the same type; a route is like another that has
    the same fields. Stubs have no data that could be lost.
    """
    base = renamed(old, known)
    found = _routes(base, new)
    back = known.inverted()
    for route in base.routes:
        after = new.route(route.names.text)
        if after is not None:
            called = back.routes.get(route.names.text, route.names.text)
            found += [
                Candidate(called, field.name, other.name)
                for field in _gone(route, after)
                for other in _gone(after, route)
                if (field.type, field.to, field.among) == (other.type, other.to, other.among)
            ]
    return found


def _gone(route: Route, other: Route) -> list[Field]:
    """The fields of a route that another one has none of the same name for."""
    names = {field.label for field in other.fields}
    return [field for field in written(route.fields) if field.name not in names]


def check_renames(old: Spec, new: Spec, renames: Renames) -> None:
    """Raise ``InvalidSpec`` for all given renames that are impossible."""
    routes = _Names(_route_names(old), _route_names(new), renames.routes)
    problems = [*routes.problems("route", "")]
    for route in dict.fromkeys(route for route, _ in renames.fields):
        own_renames = {
            one: other for (owner, one), other in renames.fields.items() if owner == route
        }
        called = renames.routes.get(route, route)
        names = _Names(_field_names(old.route(route)), _field_names(new.route(called)), own_renames)
        problems += names.problems("field", f"{route}.")
    if problems:
        raise InvalidSpec(*problems)


class _Names(NamedTuple):
    """The names of one kind before and after, and which became which."""

    before: set[str]
    after: set[str]
    renames: Mapping[str, str]

    def problems(self, kind: str, owner: str) -> Iterator[Problem]:
        """What is wrong with them, one for each that is."""
        for old, new in self.renames.items():
            why = self._fault(kind, old, new)
            if why:
                option = _option(plain(f"{owner}{old}={new}"))
                yield Problem(Text(option, f" cannot be: {why}."))

    def _fault(self, kind: str, one: str, other: str) -> str | None:
        if one not in self.before:
            return f"there was no {kind} {quoted(one)}"
        if one in self.after and one not in self.renames.values():
            return f"the {kind} {quoted(one)} is still there"
        if other not in self.after:
            return f"there is no {kind} {quoted(other)} in ant.json"
        if other in self.before and other not in self.renames:
            return f"the {kind} {quoted(other)} was there before"
        same = [rename for rename in self.renames.values() if rename == other]
        return f"two of them would be called {quoted(other)}" if len(same) > 1 else None


def _routes(old: Spec, new: Spec) -> list[Candidate]:
    added = [route for route in new.routes if route.fields and old.route(route.names.text) is None]
    return [
        Candidate(route.names.text, "", other.names.text)
        for route in old.routes
        if route.fields and new.route(route.names.text) is None
        for other in added
        if _fields_as(old, route, other.names.text) == other.fields
    ]


def _fields_as(spec: Spec, route: Route, name: str) -> tuple[Field, ...]:
    """The fields of a route under another name of it."""
    after = renamed(spec, Renames(routes={route.names.text: name})).route(name)
    return after.fields if after else ()


def _route_names(spec: Spec) -> set[str]:
    return {route.names.text for route in spec.routes}


def _field_names(route: Route | None) -> set[str]:
    return {field.label for field in route.fields} if route else set()
