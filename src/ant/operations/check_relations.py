"""Check the relations between routes."""

from ant.core.errors import InvalidSpec, Problem
from ant.core.keys import with_keys
from ant.core.spec import Spec
from ant.field_types.base import Fault


def check_relations(spec: Spec) -> Spec:
    """Return the spec; raise ``InvalidSpec`` where its fields and subroutes contradict each other.

    In the result each field knows the key of the rows that it refers to.
    """
    if not any(route.fields or route.owners or any(route.rules) for route in spec.routes):
        return spec
    # Slow to load, and many projects have no fields.
    from ant.core.fields.problems import field_problem  # noqa: PLC0415
    from ant.core.names.clashes import clashing_subroutes  # noqa: PLC0415
    from ant.core.relation_rules import broken_relations  # noqa: PLC0415

    spec = with_keys(spec)
    problems = _of_accounts(spec)
    problems += [
        field_problem(
            broken.route, broken.field, broken.fault, f"routes.{broken.route}.fields.{broken.field}"
        )
        for broken in broken_relations(spec.routes)
    ]
    problems += [
        Problem(f"Subroute '{clash.subroute}' cannot be in route '{clash.route}' ({clash.reason}).")
        for clash in clashing_subroutes(spec.routes)
    ]
    problems += _of_words(spec)
    problems += _of_rules(spec)
    if problems:
        raise InvalidSpec(*problems)
    return spec


def _of_words(spec: Spec) -> list[Problem]:
    from ant.core.access.ownership_rules import broken_ownership  # noqa: PLC0415, few have any
    from ant.core.route_words import broken_words  # noqa: PLC0415, as above
    from ant.core.table_rules.reference_keys import broken_keys  # noqa: PLC0415, as above

    routes = spec.routes
    broken = (*broken_ownership(routes), *broken_words(routes), *broken_keys(routes))
    return [_invalid_word(route, word, fault) for route, word, fault in broken]


def _of_rules(spec: Spec) -> list[Problem]:
    if not any(any(route.rules) for route in spec.routes):
        return []
    from ant.core.table_rules.problems import broken_table_rules  # noqa: PLC0415, few have them

    return [
        _invalid_word(route, word, fault, f"[{number}]")
        for route, word, number, fault in broken_table_rules(spec.routes)
    ]


def _invalid_word(route: str, word: str, fault: Fault, index: str = "") -> Problem:
    message = f"Invalid '{word}' of route '{route}' ({fault.what})."
    return Problem(message, f"routes.{route}.{word}{index}", fault.hint)


def _of_accounts(spec: Spec) -> list[Problem]:
    if spec.accounts is None:
        return []
    from ant.core.access.accounts import with_accounts  # noqa: PLC0415, few projects have them

    complete, unfit = with_accounts(spec)
    problems = [Problem(message, hint=hint) for _, message, hint in unfit]
    return problems + [
        Problem(f"Accounts need the field '{field.name}' of route '{route.names.text}'.")
        for route in complete.routes
        if route.names == spec.accounts.names
        for field in route.fields
        if not spec.accounts.field(field.name)
    ]
