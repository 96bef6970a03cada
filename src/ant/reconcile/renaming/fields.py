"""What the code calls otherwise where fields have other names."""

from ant.core.relations import all_collections
from ant.core.spec import Spec


def field_names(old: Spec, new: Spec) -> dict[str, str]:
    """Return what the code calls otherwise where a field has another name."""
    found: dict[str, str] = {}
    there, here = all_collections(new.routes), all_collections(old.routes)
    for route, after in zip(old.routes, new.routes, strict=True):
        for field, other in zip(route.fields, after.fields, strict=True):
            if field.attribute != other.attribute:
                found[field.attribute] = other.attribute
        name = route.names.text
        collections = zip(here.get(name, ()), there.get(name, ()), strict=True)
        for one, other_one in collections:
            if one.name != other_one.name:
                for text in ("get_{}_{}", "add_{}_{}", "remove_{}_{}", "{1}_listing"):
                    found[text.format(name, one.name)] = text.format(name, other_one.name)
    return found
