"""Set the description of a route."""

from ant.core.errors import InvalidSpec, Problem
from ant.core.fields.descriptions import description_fault, in_a_line
from ant.core.spec import Spec
from ant.core.text.words import quoted
from ant.operations.find_route import find_route


def describe_route(spec: Spec, name: str, description: str | None) -> Spec:
    """Return the spec with this said of a route; None says nothing.

    Raises ``UnknownRoute``, and ``InvalidSpec`` for what is no description.
    """
    route = find_route(spec, name)
    fault = None if description is None else description_fault(description)
    if fault:
        message = f"Invalid description of route {quoted(route.names.text)} ({fault.what})."
        raise InvalidSpec(Problem(message, hint=fault.hint))
    return spec.with_route(route, route._replace(description=in_a_line(description or "")))
