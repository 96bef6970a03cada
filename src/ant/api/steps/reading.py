"""Parse requests into values of a spec: one validation for all front ends."""

from typing import TYPE_CHECKING

from ant.core.access.auth import Auth
from ant.core.access.ownership import OWNER, TENANT, Owner
from ant.core.errors import InvalidRequest, InvalidSpec, Problem
from ant.core.planning.requests import ABSENT, AddRoute, AddRules, Guard, Request, Whose
from ant.core.spec import Access, Mock
from ant.core.spec_reader import WITHOUT_FIELDS
from ant.core.table_rules.rules import NO_RULES, WORDS, TableRules
from ant.core.text.json_value import Json
from ant.core.text.words import quoted

if TYPE_CHECKING:
    from ant.core.route_words import RouteWords


def check_types(request: Request) -> None:
    """Raise ``InvalidRequest`` for names that are no texts, and switches that are neither."""
    problems = [
        Problem(f"{type(request).__name__}: {name} is {value!r:.60} and no {word}.")
        for name, value in request._asdict().items()
        for kind, word in ((str, "text"), (bool, "bool"))
        if type(request).__annotations__[name] in (kind, kind | None)
        and not isinstance(value, kind)
        and not (value is None and type(request).__annotations__[name] == kind | None)
    ]
    if problems:
        raise InvalidRequest(*problems)


def mock_in(value: Json) -> Mock | None:
    """Return the mock that a request has; raise ``InvalidSpec`` for what is no JSON value."""
    if value is ABSENT:
        return None
    import json  # noqa: PLC0415, few requests have a mock

    from ant.core.text.json_depth import DEEPEST, is_deep  # noqa: PLC0415

    if is_deep(value):
        raise InvalidSpec(Problem(f"The mock is nested more than {DEEPEST} levels deep."))
    try:
        same = json.loads(json.dumps(value, allow_nan=False))
    except (TypeError, ValueError) as error:
        raise InvalidSpec(Problem(f"The mock is no JSON value: {error}.")) from None
    return Mock(same)


def guard_in(guard: Guard) -> Auth | None:
    """Return the guard of a request; raise ``InvalidSpec``."""
    if guard is None:
        return None
    from ant.core.access.auth_reader import read_auth  # noqa: PLC0415, seldom needed
    from ant.core.fields.spelled_argument import read_spelled  # noqa: PLC0415

    return read_spelled("auth", guard, read_auth)


def read_access(auth: Guard, owner: Whose, tenant: Whose) -> Access:
    """Return the guard and the owners of a route; raise ``InvalidSpec``."""
    return Access(guard_in(auth), _owner_in(OWNER, owner), _owner_in(TENANT, tenant))


def rules_in(request: AddRoute | AddRules) -> TableRules:
    """Return the rules over several fields that a request has; raise ``InvalidSpec``."""
    given = (request.unique, request.indexes, request.check)
    rules_by_word = {word: rules for word, rules in zip(WORDS, given, strict=True) if rules}
    if not rules_by_word:
        return NO_RULES
    from ant.core.table_rules.arguments import read_rules  # noqa: PLC0415, seldom needed

    return read_rules(rules_by_word)


def words_of(request: AddRoute) -> "RouteWords | None":
    """Return the words of a request that hold for all rows; raise ``InvalidSpec``."""
    words: dict[str, Json] = {} if request.delete is None else {"delete": request.delete}
    words |= {"bulk": True} if request.bulk else {}
    words |= {} if request.table is None else {"table": request.table}
    if not words:
        return None
    from ant.core.route_words import checked_words  # noqa: PLC0415, seldom needed

    return checked_words(request.name.lower(), words)


def check_stub(request: AddRoute) -> None:
    """Raise ``InvalidSpec`` for a route with fields and with options of a stub."""
    is_given = {"type": request.type is not None, "mock": request.mock is not ABSENT}
    problems = [
        Problem(f"Route {quoted(request.name.lower())} has fields and so no '{key}'.", hint=why)
        for key, why in WITHOUT_FIELDS.items()
        if is_given[key]
    ]
    if problems:
        raise InvalidSpec(*problems)


def _owner_in(word: str, owner: Whose) -> Owner | None:
    if owner is None:
        return None
    from ant.core.access.ownership_reader import read_owner  # noqa: PLC0415, seldom needed
    from ant.core.fields.spelled_argument import read_spelled  # noqa: PLC0415

    return read_spelled(word, owner, read_owner)
