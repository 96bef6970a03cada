"""The requirements of a route whose rows are the accounts of an API."""

from collections.abc import Iterator
from typing import NamedTuple

from ant.core.access.auth import NAMED, Auth
from ant.core.access.guards import nearest_guard
from ant.core.fields.field import Field
from ant.core.fields.reader import read_field
from ant.core.keys import STRING, UUID
from ant.core.names.route_names import REFRESH_TOKENS, RouteNames, shared_claim
from ant.core.spec import Route, Spec

RESERVED = (RouteNames("auth"), RouteNames(REFRESH_TOKENS))
"""What the generated code of accounts is called, as if it were routes."""

SIGN_IN = {"email": "email:required:unique", "password": "password:required"}
"""Who signs in, and how."""
STATE = {
    "roles": "json:readonly:default=[]",
    "verified_at": "datetime:readonly",
    "disabled": "boolean:readonly:default=false",
}
"""What accounts need beside it, and clients cannot set."""
PROFILE = {"name": "string:max=120"}
"""What a new route has, too."""
CHANGING = ("create", "update", "delete")
ADMIN = Auth("role:admin")


class Unfit(NamedTuple):
    """Why a route cannot hold the accounts, and what to do."""

    route: str
    message: str
    hint: str | None = None


def with_accounts(spec: Spec) -> tuple[Spec, list[Unfit]]:
    """Return the spec with a complete route of accounts, and its faults.

    Missing fields are added. Where no guard protects changes of its rows, and so the passwords of
    others, only an admin may change them.
    """
    route = spec.accounts
    if route is None:
        return spec, []
    unfit = [*_unfit_neighbours(spec, route), *_unfit_fields(spec, route)]
    complete = _complete(route, spec.auth or Auth())
    unfit += [] if unfit else _unfit_guards(complete, spec.auth or Auth())
    return spec.with_route(route, complete), unfit


def own_fields(route: Route) -> list[Field]:
    """Return the fields that owners of accounts set themselves: what is required, and the name."""
    return [
        field
        for field in route.fields
        if field.is_column
        and not field.readonly
        and field.name not in SIGN_IN
        and ((field.required and field.default is None) or field.name in PROFILE)
    ]


def _unfit_neighbours(spec: Spec, route: Route) -> Iterator[Unfit]:
    name = route.names.text
    for other in spec.routes:
        if other.accounts and other is not route:
            message = f"Routes '{name}' and '{other.names.text}' cannot both hold the accounts."
            yield Unfit(other.names.text, message)
        stored = ("", other.stored_as)
        if any(
            other.names == names or shared_claim(names, other.names, stored) for names in RESERVED
        ):
            message = f"Route '{other.names.text}' has a name that the code of accounts needs."
            yield Unfit(other.names.text, message, "Give it another name.")


def _unfit_fields(spec: Spec, route: Route) -> Iterator[Unfit]:
    name = route.names.text
    if route.method != "GET" or route.mock is not None:
        message = f"Route '{name}' has a type or a mock, and so cannot hold accounts."
        yield Unfit(name, message, "Leave them out.")
    if (route.key or spec.key).startswith(STRING):
        message = f"Route '{name}' holds the accounts, which are called by numbers or UUIDs."
        yield Unfit(name, message, f'Give it "key": "{UUID}".')
    if route.owners:
        message = f"Route '{name}' has an owner or a tenant, and so cannot hold accounts."
        yield Unfit(name, message, "Who signs in has no token yet that could tell whose a row is.")
    for field_name, spelling in {**SIGN_IN, **STATE}.items():
        field = route.field(field_name)
        if field is None and route.fields and field_name in SIGN_IN:
            message = f"Route '{name}' has no field '{field_name}', which accounts need."
            yield Unfit(name, message, f"Give it one, or another its name: {field_name}:{spelling}")
        elif field is not None and not _fits(field, _field(field_name, spelling)):
            message = f"The field '{field_name}' of route '{name}' does not fit accounts."
            yield Unfit(name, message, f"They need {spelling}.")


def _unfit_guards(route: Route, default: Auth) -> Iterator[Unfit]:
    if not _is_guarded(route.auth, default):
        message = f"Route '{route.names.text}' lets too many change its rows, and so passwords."
        hint = "Let create, update and delete ask for a role or a scope, such as role:admin."
        yield Unfit(route.names.text, message, hint)


def _complete(route: Route, default: Auth) -> Route:
    needed = STATE if route.fields else {**SIGN_IN, **PROFILE, **STATE}
    missing = [_field(name, text) for name, text in needed.items() if not route.field(name)]
    is_open = route.auth is None and not _is_guarded(None, default)
    auth = ADMIN if is_open else route.auth
    return route._replace(fields=(*route.fields, *missing), auth=auth)


def _is_guarded(auth: Auth | None, default: Auth) -> bool:
    guards = [nearest_guard(action, default, auth) for action in CHANGING]
    return all(guard.partition(":")[0] in NAMED for guard in guards)


def _fits(field: Field, expected: Field) -> bool:
    """Whether a field is as accounts need it; the length of a text is left to its owner."""
    if field.name in SIGN_IN:
        expected = expected._replace(minimum=field.minimum, maximum=field.maximum)
    return field.to_json() == expected.to_json()


def _field(name: str, spelling: str) -> Field:
    field = read_field(name, spelling).field
    assert field is not None
    return field
