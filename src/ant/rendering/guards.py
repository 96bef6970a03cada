"""The guards of views, as code and as its tests say them."""

from collections.abc import Iterable

from ant.core.access.auth import ACTION_OF, ACTIONS, PUBLIC, Auth
from ant.core.access.guards import both
from ant.core.relations import Collection, bulk_method, bytes_methods
from ant.core.spec import Route, Spec

DECORATORS = frozenset({"public", "token_required", "role_required", "scope_required"})
"""The decorators that guards are, by their names."""
Guards = tuple[str, ...]
"""All of which let a request through to one view."""


def route_guards(route: Route) -> dict[str, list[str]]:
    """Return the decorators of a route's views by action; ``own`` are those of a route's only one.

    The spec that the route is from has been through ``with_guards``, here and below.
    """
    by_action = {action: _lines(_one(route.auth, action)) for action in ACTIONS}
    return {**by_action, "own": by_action[ACTION_OF[route.method]]}


def subroute_guards(auth: Auth | None) -> list[str]:
    """Return the decorators of a subroute's view."""
    return _lines(_one(auth, ""))


def collection_guards(route: Route, collection: Collection) -> dict[str, list[str]]:
    """Return the decorators of the views of a collection.

    Whoever lists it or changes what is in it has to be allowed to read what it lists as well.
    """
    return {
        f"{action}_guards": _lines(_of_collection(route, collection, action))
        for action in ("read", "update")
    }


def guard_imports(route: Route, collections: Iterable[Collection]) -> str:
    """Return the names of all decorators that the views of a route have."""
    used = {_name(guard) for guards in view_guards(route, collections).values() for guard in guards}
    return ", ".join(sorted(used))


def view_guards(route: Route, collections: Iterable[Collection]) -> dict[str, Guards]:
    """Return the guards of the views of a route, by the names of their functions."""
    name = route.names.text
    guards: dict[str, Guards] = {}
    if route.fields:
        views = {
            f"get_{name}": "read", f"get_{name}_by_id": "read", f"create_{name}": "create",
            f"update_{name}": "update", f"patch_{name}": "update", f"delete_{name}": "delete",
        }  # fmt: skip
        views |= dict.fromkeys(bytes_methods(route), "read")
        views |= {f"restore_{name}": "delete"} if route.delete else {}
        views |= {bulk_method(route): "create"} if route.bulk else {}
        guards |= {view: _one(route.auth, action) for view, action in views.items()}
    else:
        guards[f"get_{name}"] = _one(route.auth, ACTION_OF[route.method])
    for collection in collections:
        view = f"{name}_{collection.name}"
        guards[f"get_{view}"] = _of_collection(route, collection, "read")
        if collection.is_many:
            changing = _of_collection(route, collection, "update")
            guards |= {f"add_{view}": changing, f"remove_{view}": changing}
    guards |= {subroute.service_method: _one(subroute.auth, "") for subroute in route.subroutes}
    return guards


def decorators_of_views(route: Route, collections: Iterable[Collection]) -> dict[str, list[str]]:
    """Return the decorators of the views of a route, by the names of their functions."""
    return {view: _lines(guards) for view, guards in view_guards(route, collections).items()}


def any_guards(route: Route, collections: Iterable[Collection]) -> bool:
    """Return whether any view of a route has a guard, or says that it has none."""
    return any(view_guards(route, collections).values())


def tests_of_guards(route: Route, collections: Iterable[Collection]) -> dict[str, object]:
    """Return the view of the tests of a route's guards."""
    guards = view_guards(route, collections)
    if not any(guards.values()):
        return {"guard_rows": [], "owners": ""}
    guard_texts = {view: ", ".join(map(in_code, names)) or PUBLIC for view, names in guards.items()}
    rows = [f'("{view}", "{guard}")' for view, guard in guard_texts.items()]
    owners = ", ".join(f"{column} {claim.name}" for column, claim in route.claims.items())
    return {"guard_rows": rows, "owners": owners}


def default_guards(spec: Spec) -> dict[str, str]:
    """Return the default guards of a project, by method."""
    default = spec.auth or Auth()
    if not default.denies:
        return {}
    return {
        method: in_code(default.guard(action) or PUBLIC) for method, action in ACTION_OF.items()
    }


def in_code(guard: str) -> str:
    """Return a guard as the generated code names it: ``role admin``."""
    return guard.replace(":", " ", 1)


def _one(auth: Auth | None, action: str) -> Guards:
    guard = auth.guard(action) if auth else ""
    return (guard,) if guard else ()


def _of_collection(route: Route, collection: Collection, action: str) -> Guards:
    auth, other = route.auth, collection.auth
    if collection.is_reverse:  # who changes links needs the same at both of their ends
        auth, other = other, auth
    own = auth.guard(action) if auth else ""
    return both(own, other.guard("read") if other else "")


def _lines(guards: Guards) -> list[str]:
    return [_line(guard) for guard in guards]


def _line(guard: str) -> str:
    _, colon, name = guard.partition(":")
    return f'@{_name(guard)}("{name}")' if colon else f"@{_name(guard)}"


def _name(guard: str) -> str:
    kind = guard.partition(":")[0]
    return kind if kind == PUBLIC else f"{kind}_required"
