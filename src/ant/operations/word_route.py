"""Set the words of a route that hold for all its rows, such as soft deletion."""

from ant.core.errors import InvalidSpec, Problem
from ant.core.planning.messages import Text
from ant.core.planning.requests import AddFields
from ant.core.route_words import RouteWords
from ant.core.spec import Spec
from ant.operations.check_relations import check_relations
from ant.operations.check_route_name import check_route_name
from ant.operations.find import find_route


def word_route(spec: Spec, name: str, words: RouteWords) -> Spec:
    """Return the spec with these words of a route.

    Raises ``UnknownRoute``, ``InvalidSpec`` where they do not fit its fields, and ``TargetExists``
    where another route has the table.
    """
    route = find_route(spec, name)
    of_rows = words._replace(stored_as="")
    if any(of_rows) and not route.fields:
        word_names = " and ".join(f"'{word}'" for word, value in of_rows._asdict().items() if value)
        message = f"Route '{route.names.text}' has no fields and so no {word_names}."
        hint = Text("Add some first: ", AddFields(route.names.text, ("NAME:TYPE",)))
        raise InvalidSpec(Problem(message, hint=hint))
    worded = route._replace(**words._asdict()).in_table(words.stored_as)
    others = tuple(other for other in spec.routes if other is not route)
    check_route_name(route.names.text, others, worded.stored_as)
    return check_relations(spec.with_route(route, worded))
