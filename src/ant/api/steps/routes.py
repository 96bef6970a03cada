"""Planners of requests about routes and subroutes."""

import json
from collections.abc import Callable, Iterator

from ant.api.projects.from_code import known_spec
from ant.api.projects.manifests import applied_spec
from ant.api.steps.notes import Draft, Options, Planner
from ant.api.steps.reading import check_stub, guard_in, mock_in, read_access, rules_in, words_of
from ant.api.steps.stepping import plan_step
from ant.artifacts.paths import ALCHEMY, APPLIED, MANIFEST
from ant.core.names.advice import case_advice, field_advice
from ant.core.names.methods import checked_method
from ant.core.names.route_names import folded
from ant.core.planning.requests import (
    AddRoute,
    AddSubroute,
    GuardRoute,
    RemoveRoute,
    RemoveSubroute,
)
from ant.core.spec import Spec, Subroute
from ant.core.table_rules.rules import NO_RULES
from ant.core.text.words import listed, quoted
from ant.operations.add_route import add_route
from ant.operations.add_rules import add_rules
from ant.operations.add_subroute import add_subroute
from ant.operations.describe_route import describe_route
from ant.operations.guard_route import guard_route
from ant.operations.key_route import key_route
from ant.operations.remove_route import remove_route
from ant.operations.remove_subroute import remove_subroute
from ant.operations.word_route import word_route
from ant.survey.dialect import check_stack
from ant.workspace.project import ReadOnlyProject


def planner_of_spec(change: Callable[[Spec], Spec]) -> Planner:
    """Return the planner of a change of the spec that ``ant.json`` holds."""

    def plan(project: ReadOnlyProject, options: Options) -> Draft:
        old = applied_spec(project)
        new = change(old)
        return plan_step(project, old, new, options)._replace(spec=new)

    return plan


def planner_of_resources(change: Callable[[Spec], Spec]) -> Planner:
    """Return the same for projects with the generated base classes, which resources need."""
    planned = planner_of_spec(change)

    def plan(project: ReadOnlyProject, options: Options) -> Draft:
        check_stack(project.read([ALCHEMY]))
        return planned(project, options)

    return plan


def planner_of_route(request: AddRoute) -> Planner:
    """Return the planner of a new route in all its layers.

    The spec of a project without ``ant.json`` is read from its code, and not written; with fields
    the request is refused, since fields cannot be read completely from code.
    """
    name, access = request.name, read_access(request.auth, request.owner, request.tenant)
    rules, words = rules_in(request), words_of(request)

    def finished(spec: Spec) -> Spec:
        """Apply the other options of the request; each one checks all routes again."""
        if any(rules):
            spec = add_rules(spec, name, rules)
        if any(access):
            spec = guard_route(spec, name, access)
        if request.description is not None:
            spec = describe_route(spec, name, request.description)
        if request.key is not None:
            spec = key_route(spec, name, request.key)
        return word_route(spec, name, words) if words else spec

    advice = [*case_advice("Route", name)]
    if request.fields:
        from ant.core.fields.arguments import read_fields  # noqa: PLC0415, slow to load

        check_stub(request)
        fields = read_fields(folded(name), request.fields)
        advice += field_advice(name, request.fields)
        plan = planner_of_resources(lambda spec: finished(add_route(spec, name, fields=fields)))
    else:
        method = checked_method(request.type or "GET", f"route {quoted(folded(name))}")
        mock = mock_in(request.mock)
        plan = _growing(lambda spec: finished(add_route(spec, name, method, mock)))
    return lambda project, options: plan(project, options).advised(advice)


def planner_of_subroute(request: AddSubroute) -> Planner:
    """Return the planner of a new subroute; the plan is empty where the route has it already."""
    auth, mock = guard_in(request.auth), mock_in(request.mock)
    route, name = request.route.lower(), request.name.lower()
    method = checked_method(request.type or "GET", f"subroute {quoted(name)} of route '{route}'")
    subroute = Subroute(name, method, mock, auth)
    return _growing(lambda spec: add_subroute(spec, route, subroute))


def planner_of_guard(request: GuardRoute) -> Planner:
    """Return the planner of a route's guard and owners."""
    access = read_access(request.auth, request.owner, request.tenant)
    return planner_of_spec(lambda spec: guard_route(spec, request.name, access))


def planner_of_removed_route(request: RemoveRoute) -> Planner:
    """Return the planner that removes a route; it refuses where it is edited or used."""
    name, cascade = request.name, request.cascade

    def plan(project: ReadOnlyProject, options: Options) -> Draft:
        old = applied_spec(project)
        new = remove_route(old, name, cascade=cascade)
        draft = plan_step(project, old, new, options)._replace(spec=new)
        return draft.advised(_removed_rules(old, new))

    return plan


def _removed_rules(old: Spec, new: Spec) -> Iterator[str]:
    """Yield notes about rules over several fields that are removed with a field."""
    for route in new.routes_unlike(old):
        known = old.route(route.names.text)
        removed = known.rules.without(route.rules) if known else NO_RULES
        for word, rules in removed.to_json().items():
            shown = listed([json.dumps(rule) for rule in rules])
            yield f"'{word}' of route '{route.names.text}' goes with its field: {shown}."


def planner_of_removed_subroute(request: RemoveSubroute) -> Planner:
    """Return the planner that removes a subroute of a route."""
    route, name = request.route.lower(), request.name.lower()
    return planner_of_spec(lambda spec: remove_subroute(spec, route, name))


def _growing(change: Callable[[Spec], Spec]) -> Planner:
    def plan(project: ReadOnlyProject, options: Options) -> Draft:
        old = known_spec(project)
        new = change(old)
        planned = plan_step(project, old, new, options)._replace(spec=new)
        if project.exists(MANIFEST):
            return planned
        own = (MANIFEST, APPLIED)
        changes = (change for change in planned.plan.changes if change.path not in own)
        return planned._replace(plan=planned.plan.with_changes(changes))

    return plan
