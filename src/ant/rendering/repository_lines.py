"""What a repository has besides the queries of plain rows, and what others know of that."""

from typing import Any

from ant.core.names.route_names import RouteNames
from ant.core.relations import Collection, associations, bytes_methods, is_linked
from ant.core.spec import Route
from ant.rendering.code import text
from ant.rendering.schema_lines import ids_of

View = dict[str, Any]


def repository_view(route: Route, collections: tuple[Collection, ...]) -> View:
    """Return the view of a route's repository, without its lists."""
    soft_methods = ["remove", "restore"] if route.delete else []
    holds = ["hold_references"] if soft_methods or route.keeps_references else []
    links = [
        f'{ids_of(link.field)} = LinkedIds({class_name}, "{link.route_column}")'
        for link in associations(route)
        for class_name in [RouteNames(link.table).class_name]
    ]
    of_key = {"restore"} if route.key_field else set()  # own methods, which name the key
    methods = [f"    {name} = {name}" for name in soft_methods if name not in of_key]
    return {
        "repository_imports": _imports(route, collections, [*holds, *soft_methods]),
        "kept_methods": [*methods, *(f"    _writing = {name}" for name in holds)],
        "links": links,
        "key": text(route.key_field.key) if route.key_field else "",
    }


def bytes_view(route: Route) -> View:
    """Return what all layers of a route know of the bytes that it answers with."""
    held = [
        {"getter": method, "name": field.name, "attribute": field.attribute}
        for method, field in bytes_methods(route).items()
    ]
    return {"bytes": held}


def listing_of(collection: Collection) -> str:
    """Return the class of the list below a row."""
    return "LinkedListing" if collection.shows_ids else "Listing"


def _imports(
    route: Route, collections: tuple[Collection, ...], soft_methods: list[str]
) -> list[str]:
    """The lines that import from other repositories, in isort's order."""
    listings = {listing_of(collection) for collection in collections}
    linked = listings - {"Listing"} | ({"with_links"} if is_linked(route) else set())
    names = {
        "binary": ["bytes_of"] if bytes_methods(route) else [],
        "bulk": ["insert_all"] if route.bulk else [],
        "CrudRepository": ["CrudRepository", *(["Values"] if route.key_field else [])],
        "kept_rows": soft_methods,
        "LinkedRepository": sorted(linked),
        "Listing": ["Listing"] if "Listing" in listings else [],
        "reference_keys": ["key_told"] if route.key_field else [],
    }
    return [
        f"from repositories.{module} import {', '.join(used)}"
        for module, used in names.items()
        if used
    ]
