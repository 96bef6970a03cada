"""The effective guard of each endpoint, from the project, the routes and the subroutes."""

from ant.core.access.auth import ACTION_OF, ACTIONS, PUBLIC, TOKEN, Auth
from ant.core.memo import once
from ant.core.spec import Route, Spec, Subroute


@once
def with_guards(spec: Spec) -> Spec:
    """Return the spec with the inherited guards filled in.

    A subroute without one has the guard of its route, and a route that of the project. Where the
    project has none, everything is public, which is not written; where it has one, public actions
    say so. Rows that belong to somebody need a token where no guard is given. A spec without any
    guard is returned unchanged.
    """
    default = spec.auth or Auth()
    if not default.denies and not any(map(_states_guard, spec.routes)):
        return spec
    return spec._replace(routes=tuple(_route(route, default) for route in spec.routes))


@once
def is_guarded(spec: Spec) -> bool:
    """Whether any endpoint of a spec has a guard."""
    auths = (auth for route in with_guards(spec).routes for auth in _auths(route))
    return any(auth is not None and auth.denies for auth in auths)


def asks_for_tokens(spec: Spec) -> bool:
    """Whether an endpoint of a spec has a guard, a new one would have, or there are accounts."""
    return is_guarded(spec) or bool(spec.accounts) or (spec.auth or Auth()).denies


def both(one: str, other: str) -> tuple[str, ...]:
    """Return the guards of what needs what two guards ask for: none that another includes."""
    guards = [guard for guard in dict.fromkeys((one, other)) if guard not in ("", PUBLIC)]
    if len(guards) > 1:
        guards = [guard for guard in guards if guard != TOKEN]
    return tuple(guards) or ((PUBLIC,) if PUBLIC in (one, other) else ())


@once
def _states_guard(route: Route) -> bool:
    return bool(route.owners) or any(auth is not None for auth in _auths(route))


def _auths(route: Route) -> list[Auth | None]:
    return [route.auth, *(subroute.auth for subroute in route.subroutes)]


def _route(route: Route, default: Auth) -> Route:
    guards = {action: nearest_guard(action, default, route.auth) for action in ACTIONS}
    if route.owners:
        guards |= {action: TOKEN for action in ACTIONS if guards[action] in ("", PUBLIC)}
    guarded = route._replace(auth=Auth(actions=tuple(guards.items())))
    subroutes = tuple(_subroute(subroute, guarded, default) for subroute in route.subroutes)
    return guarded._replace(subroutes=subroutes)


def _subroute(subroute: Subroute, route: Route, default: Auth) -> Subroute:
    guard = nearest_guard(ACTION_OF[subroute.method], default, subroute.auth, route.auth)
    return subroute._replace(auth=Auth(guard))


def nearest_guard(action: str, default: Auth, *nearer: Auth | None) -> str:
    """Return the guard of an action, the nearest one given; '' where none has to be written."""
    guards = [auth.guard(action) for auth in nearer if auth is not None]
    guard = next(filter(None, (*guards, default.guard(action))), PUBLIC)
    return "" if guard == PUBLIC and not default.denies else guard
