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
        found |= {was: called for was, called in methods if was != called}
        wholes = zip(polymorphic(route.fields), polymorphic(after.fields), strict=True)
        for whole, later in wholes:
            found |= dict(zip(whole.claimed, later.claimed, strict=True))
    names = {source: collection.name for source, collection in _by_source(new).items()}
    for source, was in _by_source(old).items():
        called = names.get(source, was.name)
        if was.name != called:
            for text in ("get_{}_{}", "add_{}_{}", "remove_{}_{}", "{1}_listing"):
                found[text.format(was.owner_route, was.name)] = text.format(was.owner_route, called)
    return found


def _by_source(spec: Spec) -> dict[tuple[str, str, int, bool], Collection]:
    """All collections by what makes them: the place of a field, however called, and an end."""
    fields = {route.names.text: route.fields for route in spec.routes}
    return {
        (made.owner_route, made.field_route, place, made.is_reverse): made
        for collections in all_collections(spec.routes).values()
        for made in collections
        for place in [fields[made.field_route].index(made.field)]
    }
