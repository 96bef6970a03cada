"""What is done to every project of the corpus, and the projects before and after."""

from ant.artifacts.project import render_project
from ant.core.names.identifiers import parse_project_name
from ant.core.names.route_names import RouteNames
from ant.core.planning.plan import Plan
from ant.core.spec import METHODS, Mock, Route, Spec, Subroute
from ant.reconcile.files import reconcile
from ant.survey.dialect import in_dialect
from corpus.edits import Case, Files

USERS = Route(RouteNames("users"), subroutes=(Subroute("profile"),))
BASE = Spec(parse_project_name("shop"), routes=(USERS,))
MOCK = Mock({"name": "Zoë", "n": None})


def with_route() -> Spec:
    """The project with one more route."""
    return BASE._replace(routes=(USERS, Route(RouteNames("orders"))))


def with_subroutes(*subroutes: Subroute) -> Spec:
    """The project with more subroutes in its route."""
    return BASE._replace(routes=(USERS._replace(subroutes=(*USERS.subroutes, *subroutes)),))


OPERATIONS = {
    "route": with_route(),
    **{method: with_subroutes(Subroute("photo", method)) for method in METHODS},
    **{f"{method} mock": with_subroutes(Subroute("photo", method, MOCK)) for method in METHODS},
}
SOME = ("route", "GET", "POST mock")
"""One of each kind: between methods, and the mocks of them, there is one word of difference."""
FRESH = render_project(BASE)


def edited(case: Case) -> Files:
    """The project of a case."""
    files = dict(FRESH)
    for edit in case.edits:
        edit(files)
    return files


def applied(files: Files, plan: Plan) -> Files:
    """The files after a plan."""
    result = dict(files)
    for change in plan.changes:
        assert files.get(change.path) == change.before
        if change.after is None:
            del result[change.path]
        else:
            result[change.path] = change.after
    return result


def grown(files: Files, old: Spec, new: Spec) -> Files:
    """The files after the step from one spec to another."""
    return applied(files, reconcile(files, *in_dialect(files, old, new)))


def expected_refusal(case: Case, operation: str) -> str | None:
    """What the refusal of an operation says; None where it is not refused."""
    kind = "route" if operation == "route" else "subroute"
    return case.refused.get(operation) or case.refused.get(kind)
