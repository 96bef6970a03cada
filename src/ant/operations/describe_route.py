"""Set the description of a route."""

from ant.core.errors import InvalidSpec, Problem
from ant.core.fields.descriptions import description_fault, in_a_line
from ant.core.spec import Spec
from ant.core.text.words import quoted
from ant.operations.find import find_route


def describe_route(spec: Spec, name: str, description: str) -> Spec:
    """Return the spec with the description of a route.

    Raises ``UnknownRoute``, and ``InvalidSpec`` for what is no description.
    """
    route = find_route(spec, name)
    fault = description_fault(description)
    if fault:
        message = f"Invalid description of route {quoted(route.names.text)} ({fault.what})."
        raise InvalidSpec(Problem(message, hint=fault.hint))
    return spec.with_route(route, route._replace(description=in_a_line(description)))
