"""Responses that change their shape: lists that become one row, and the reverse."""

import re
from collections.abc import Iterator

from ant.artifacts.paths import path_of
from ant.core.relations import Collection, all_collections
from ant.core.spec import Route, Spec
from ant.core.tree import Tree
from ant.core.url_prefix import with_prefix

Below = dict[tuple[str, str], tuple[Route, Collection]]
"""The collections of a spec, each with the route that it is below, by both their names."""


def find_other_answers(old: Spec, new: Spec) -> Iterator[str]:
    """Yield what to say of URLs that answer with one row in one of two specs alone."""
    if not any(_refers_otherwise(route, old) for route in new.routes_unlike(old)):
        return
    before, after = _below(old), _below(new)
    for key in [key for key in after if key in before]:
        route, collection = after[key]
        if collection.is_single != before[key][1].is_single:
            yield _sentence(route, collection)


def find_newer_answers(spec: Spec, texts: Tree) -> Iterator[str]:
    """Yield the same of URLs that answered with a list when a project was generated.

    ``texts`` are those with which its files were generated.
    """
    for (name, below), (route, collection) in _below(spec).items():
        text = texts.get(path_of(route.names.route_module), b"").decode()
        view = re.search(rf"^def get_{name}_{below}\(.*?(?=^@|\Z)", text, re.M | re.S)
        if collection.is_single and view and "page_answer(" in view[0]:
            yield _sentence(route, collection)


def _refers_otherwise(route: Route, old: Spec) -> bool:
    """Whether a reference of a route is unique in one of two specs alone."""
    known = old.route(route.names.text)
    return known is not None and any(
        (before := known.field(field.name)) and before.unique != field.unique
        for field in route.fields
        if field.is_reference
    )


def _below(spec: Spec) -> Below:
    routes = with_prefix(spec).routes
    named = {route.names.text: route for route in routes}
    return {
        (name, collection.name): (named[name], collection)
        for name, collections in all_collections(routes).items()
        if name in named
        for collection in collections
    }


def _sentence(route: Route, collection: Collection) -> str:
    url = f"{route.url}/<id>/{collection.name}"
    if collection.is_single:
        return f"GET {url} answers with one row now, 404 where there is none, and not with a list."
    return f"GET {url} answers with a list now, and not with one row."
