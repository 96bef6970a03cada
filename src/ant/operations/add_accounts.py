"""Make the rows of a route the accounts of an API."""

from ant.core.access.accounts import with_accounts
from ant.core.errors import InvalidSpec, Problem, TargetExists
from ant.core.names.route_names import folded
from ant.core.spec import Spec
from ant.operations.add_route import add_route
from ant.operations.check_relations import check_relations
from ant.operations.find import find_route


def add_accounts(spec: Spec, name: str) -> Spec:
    """Return the spec in which a route holds the accounts; it is added where it is not there.

    Raises ``InvalidName`` as for a new route, ``TargetExists`` where another route holds them, and
    ``InvalidSpec`` where the route is not fit for them.
    """
    if spec.accounts and spec.accounts.names.text != folded(name):
        message = f"The accounts are in route '{spec.accounts.names.text}' already."
        raise TargetExists(Problem(message))
    if spec.route(folded(name)) is None:
        spec = add_route(spec, name)
    route = find_route(spec, name)
    grown, unfit = with_accounts(spec.with_route(route, route._replace(accounts=True)))
    if unfit:
        raise InvalidSpec(*(Problem(message, hint=hint) for _, message, hint in unfit))
    return check_relations(grown)
