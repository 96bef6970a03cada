"""Schemas of a PUT or PATCH that are not generated any more and that their owner has edited."""

from ant.artifacts.paths import path_of
from ant.artifacts.registry import render_modules
from ant.core.access.guards import with_guards
from ant.core.access.preconditions import with_preconditions
from ant.core.relations import all_collections
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.core.url_prefix import with_prefix
from ant.reconcile.untouched import is_untouched_below


def views_with_own_schemas(spec: Spec, tree: Tree, old: Tree, new: Tree) -> Tree:
    """Return the views that keep such schemas, as this version generates them, by path.

    ``old`` and ``new`` hold the generated files of both versions, ``tree`` the present ones.
    """
    edited = {
        path
        for path in old.keys() & tree.keys() - new.keys()
        if not is_untouched_below(path, tree[path], old[path])
    }
    guarded = with_prefix(with_preconditions(with_guards(spec))).routes
    below = all_collections(guarded)
    views = {}
    for route in guarded:
        names = route.names
        modules = (names.put_schema_module, names.patch_schema_module)
        own = frozenset(module for module in modules if path_of(module) in edited)
        if own:
            path = path_of(names.route_module)
            views[path] = render_modules(route, below.get(names.text, ()), own)[path]
    return views
