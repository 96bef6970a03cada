"""Find a field by its name."""

from ant.core.errors import Problem, UnknownField
from ant.core.fields.field import Field
from ant.core.fields.polymorphic import written
from ant.core.names.route_names import folded
from ant.core.spec import Route
from ant.core.text.words import nearest, quoted


def find_field(route: Route, name: str) -> Field:
    """Return the field of a name in upper or lower case; raise ``UnknownField``."""
    fields = {field.name: field for field in written(route.fields)}
    field = fields.get(folded(name))
    if field is None:
        close = nearest(name, fields)
        hint = f"Did you mean '{close}'?" if close else None
        message = f"Route '{route.names.text}' has no field {quoted(name)}."
        raise UnknownField(Problem(message, hint=hint))
    return field
