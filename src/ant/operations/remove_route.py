"""Take out a route."""

from ant.core.errors import Problem, StillNeeded
from ant.core.spec import Spec
from ant.operations.find_route import find_route


def remove_route(spec: Spec, name: str) -> Spec:
    """Return the spec without a route and all that is below it.

    Raises ``UnknownRoute``, and ``StillNeeded`` while fields of other routes lead to it.
    """
    gone = find_route(spec, name)
    kept = tuple(each for each in spec.routes if each is not gone)
    leading = [(r.names.text, f.name) for r in kept for f in r.fields if f.to == gone.names.text]
    if leading:
        fields = ", ".join(f"{route}.{field}" for route, field in leading)
        message = f"Other routes lead to '{gone.names.text}': {fields}."
        hint = f"Take these fields out first: ant destroy field {' '.join(leading[0])}"
        raise StillNeeded(Problem(message, hint=hint))
    return spec._replace(routes=kept)
