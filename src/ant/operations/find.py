"""Find routes and fields by their names."""

from ant.core.errors import Problem, UnknownField, UnknownRoute
from ant.core.fields.field import Field
from ant.core.fields.polymorphic import written
from ant.core.names.route_names import DEFAULT_ROUTE, folded
from ant.core.spec import Route, Spec
from ant.core.text.words import did_you_mean, quoted


def find_route(spec: Spec, name: str) -> Route:
    """Return the route of a name in upper or lower case; raise ``UnknownRoute``."""
    route = spec.route(name.lower())
    if route is None:
        check_not_default(name)
        hint = did_you_mean(name.lower(), [known.names.text for known in spec.routes], None)
        raise UnknownRoute(Problem(f"Route {quoted(name)} does not exist.", hint=hint))
    return route


def check_not_default(name: str) -> None:
    """Raise ``UnknownRoute`` for the route at ``/``, which is there, but in no spec."""
    if name.lower() == DEFAULT_ROUTE:
        message = f"Every project has the route '{DEFAULT_ROUTE}', and no command changes it."
        hint = "Edit its code by hand, beginning with api/routes/default_route.py."
        raise UnknownRoute(Problem(message, hint=hint))


def find_field(route: Route, name: str) -> Field:
    """Return the field of a name in upper or lower case; raise ``UnknownField``."""
    fields = {field.name: field for field in written(route.fields)}
    field = fields.get(folded(name))
    if field is None:
        hint = did_you_mean(name, fields, None)
        message = f"Route '{route.names.text}' has no field {quoted(name)}."
        raise UnknownField(Problem(message, hint=hint))
    return field
