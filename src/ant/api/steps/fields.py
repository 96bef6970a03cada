"""Planners of requests about fields, and of renaming fields and routes."""

from collections.abc import Callable
from functools import reduce

from ant.api.steps.notes import Planner
from ant.api.steps.reading import rules_in
from ant.api.steps.routes import planner_of_resources
from ant.core.errors import InvalidRequest, Problem
from ant.core.names.advice import field_advice
from ant.core.names.renames import Renames
from ant.core.names.route_names import folded
from ant.core.planning.messages import Option, Text
from ant.core.planning.requests import (
    AddAccounts,
    AddFields,
    AddRules,
    RemoveField,
    RenameField,
    RenameRoute,
)
from ant.core.spec import Spec
from ant.core.table_rules.rules import WORDS
from ant.operations.add_accounts import add_accounts
from ant.operations.add_field import add_field
from ant.operations.add_rules import add_rules
from ant.operations.remove_field import remove_field
from ant.operations.rename_field import rename_field
from ant.operations.rename_route import rename_route


def planner_of_fields(request: AddFields) -> Planner:
    """Return the planner of new fields; a stub becomes a resource, if its files are unedited."""
    from ant.core.fields.arguments import read_fields  # noqa: PLC0415, slow to load

    route = request.route.lower()
    read = read_fields(folded(route), request.fields)
    advice = field_advice(route, request.fields)
    plan = planner_of_resources(
        lambda spec: reduce(lambda grown, field: add_field(grown, route, field), read, spec)
    )
    return lambda project, options: plan(project, options).advised(advice)


def planner_of_rules(request: AddRules) -> Planner:
    """Return the planner of new rules over several fields of a route."""
    rules = rules_in(request)
    if not any(rules):
        words = [Option(word) for word in WORDS]
        hint = Text("Give at least one of ", words[0], ", ", words[1], " and ", words[2], ".")
        raise InvalidRequest(Problem("No rule was given.", hint=hint))
    return planner_of_resources(lambda spec: add_rules(spec, request.route.lower(), rules))


def planner_of_removed_field(request: RemoveField) -> Planner:
    """Return the planner that removes a field; it refuses where it is edited or used."""
    route, name = request.route.lower(), request.name.lower()
    return planner_of_resources(lambda spec: remove_field(spec, route, name))


def planner_of_renamed_field(request: RenameField) -> Planner:
    """Return the planner that renames a field, in the code and in the database."""
    route, old, new = request.route.lower(), request.old.lower(), request.new.lower()
    renames = Renames(fields={(folded(route), folded(old)): folded(new)})
    return _renaming(lambda spec: rename_field(spec, route, old, new), renames)


def planner_of_renamed_route(request: RenameRoute) -> Planner:
    """Return the planner that renames a route, in the code and in the database."""
    old, new = request.old.lower(), request.new.lower()
    renames = Renames(routes={folded(old): folded(new)})
    return _renaming(lambda spec: rename_route(spec, old, new), renames)


def planner_of_accounts(request: AddAccounts) -> Planner:
    """Return the planner that makes the rows of a route the accounts of the API."""
    route = request.route.lower()
    return planner_of_resources(lambda spec: add_accounts(spec, route))


def _renaming(change: Callable[[Spec], Spec], renames: Renames) -> Planner:
    plan = planner_of_resources(change)
    return lambda project, options: plan(
        project, options._replace(consent=options.consent._replace(renames=renames))
    )
