"""The identifiers that change with the name of a field."""

from ant.core.fields.polymorphic import polymorphic
from ant.core.relations import Collection, all_collections, bytes_methods
from ant.core.spec import Spec


def field_names(old: Spec, new: Spec) -> dict[str, str]:
    """Return the identifiers that change with the name of a field, old names to new ones."""
    found: dict[str, str] = {}
    for route, after in zip(old.routes, new.routes, strict=True):
        if route is after:
            continue
        for field, other in zip(route.fields, after.fields, strict=True):
            if field.code_name != other.code_name:
                found[field.code_name] = other.code_name
        methods = zip(bytes_methods(route), bytes_methods(after), strict=True)
        found |= {old_name: new_name for old_name, new_name in methods if old_name != new_name}
        references = zip(polymorphic(route.fields), polymorphic(after.fields), strict=True)
        for reference, renamed in references:
            found |= dict(zip(reference.claimed, renamed.claimed, strict=True))
    names = {source: collection.name for source, collection in _by_source(new).items()}
    for source, collection in _by_source(old).items():
        owner, new_name = collection.owner_route, names.get(source, collection.name)
        if collection.name != new_name:
            for text in ("get_{}_{}", "add_{}_{}", "remove_{}_{}", "{1}_listing"):
                found[text.format(owner, collection.name)] = text.format(owner, new_name)
    return found


def _by_source(spec: Spec) -> dict[tuple[str, str, int, bool], Collection]:
    """All collections by their origin: the index of a field in its route, and an end."""
    fields = {route.names.text: route.fields for route in spec.routes}
    return {
        (
            collection.owner_route,
            collection.field_route,
            fields[collection.field_route].index(collection.field),
            collection.is_reverse,
        ): collection
        for collections in all_collections(spec.routes).values()
        for collection in collections
    }
