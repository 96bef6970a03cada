"""The fields of a route as the reader of a spec gets them."""

from functools import partial

from ant.core.errors import Problem
from ant.core.fields.field import Field
from ant.core.fields.polymorphic import parts_of
from ant.core.fields.problems import field_name_problem, field_problem
from ant.core.fields.reader import read_field
from ant.core.fields.rules import Fault
from ant.core.locations import Step, Where
from ant.core.relation_rules import broken_relations
from ant.core.spec import Route


class FieldEntries:
    """Reads the fields of all routes, and gathers what is wrong with them."""

    def __init__(self, where: Where, problems: list[Problem], was_applied: bool) -> None:
        """Begin without fields; problems are put behind those that are there."""
        self.where = where
        self.was_applied = was_applied
        self.problems: list[Problem] = problems
        self._given: dict[tuple[str, str], tuple[object, Step]] = {}

    def read(self, route: str, name: str, value: object, path: Step) -> tuple[Field, ...]:
        """The field of a folded name, or its parts; none where it or its name is wrong."""
        self._given[route, name] = (value, path)
        problem = field_name_problem(route, str(path[-1]), partial(self.where, path))
        self.problems += [problem] if problem else []
        field, faults = read_field(name, value, was_applied=self.was_applied)
        for fault in faults:
            self._complain(route, name, fault)
        return () if problem or field is None else parts_of(field)

    def check(self, routes: tuple[Route, ...]) -> None:
        """Report fields of all routes that contradict each other."""
        with_fields = {route for route, _ in self._given}
        for broken in broken_relations(routes, with_fields):
            self._complain(broken.route, broken.field, broken.fault)

    def _complain(self, route: str, name: str, fault: Fault) -> None:
        value, path = self._given[route, name]
        location = (*path, fault.key) if isinstance(value, dict) and fault.key in value else path
        where = self.where(location) or None
        self.problems.append(field_problem(route, str(path[-1]), fault, where))
