"""Owners of rows and rules over several fields, as the reader of a spec gets them."""

from typing import Any

from ant.core.access.ownership import OWNER, TENANT, Owner
from ant.core.errors import Problem
from ant.core.fields.rules import Fault
from ant.core.locations import Step, Where
from ant.core.spec import Route
from ant.core.table_rules.rules import NO_RULES, WORDS, TableRules
from ant.core.text.words import quoted


class RuleEntries:
    """Reads these rules of all routes, and gathers what is wrong with them."""

    def __init__(self, where: Where, problems: list[Problem]) -> None:
        """Begin without rules; problems are put behind those that are there."""
        self.where = where
        self.problems = problems

    def read_owners(self, route: str, value: dict[str, Any], path: Step) -> dict[str, Owner | None]:
        """The owners of a route, by their words."""
        return {word: self._owner(route, value, word, path) for word in (OWNER, TENANT)}

    def read_words(self, route: str, value: dict[str, Any], path: Step) -> dict[str, Any]:
        """The words of a route for all its rows."""
        if not {"delete", "bulk", "table"} & value.keys():
            return {}
        from ant.core.route_words import word_faults, words_in  # noqa: PLC0415, few have any

        for word, fault in word_faults(value):
            self._complain(route, word, (*path, word), fault)
        return words_in(value)._asdict()

    def read(self, route: str, value: dict[str, Any], path: Step) -> TableRules:
        """The rules over several fields of a route."""
        if not any(word in value for word in WORDS):
            return NO_RULES
        from ant.core.table_rules.reader import read_table_rules  # noqa: PLC0415, few have any

        rules, faults = read_table_rules(value)
        for word, number, fault in faults:
            location = (*path, word) if number is None else (*path, word, number)
            self._complain(route, word, location, fault)
        return rules

    def check(self, routes: tuple[Route, ...], paths: dict[str, Step]) -> None:
        """Report what contradicts the fields; rules over invalid fields are not checked."""
        ruled, is_sound = any(any(route.rules) for route in routes), not self.problems
        broken: list[tuple[str, str, Fault]] = []
        if any(route.owners for route in routes):
            from ant.core.access.ownership_rules import broken_ownership  # noqa: PLC0415, few have any

            broken += broken_ownership(routes)
        if any(route.delete or route.bulk for route in routes):
            from ant.core.route_words import broken_words  # noqa: PLC0415, few have any

            broken += broken_words(routes)
        if any(route.key for route in routes):
            from ant.core.table_rules.reference_keys import broken_keys  # noqa: PLC0415, few have any

            broken += broken_keys(routes)
        for route, word, fault in broken:
            self._complain(route, word, (*paths[route], word), fault)
        if ruled and is_sound:
            from ant.core.table_rules.problems import broken_table_rules  # noqa: PLC0415, as above

            for route, word, number, fault in broken_table_rules(routes):
                self._complain(route, word, (*paths[route], word, number), fault)

    def _owner(self, route: str, value: dict[str, Any], word: str, path: Step) -> Owner | None:
        if word not in value:
            return None
        from ant.core.access.ownership_reader import read_owner  # noqa: PLC0415, many specs have none

        owner, faults = read_owner(value[word])
        for fault in faults:
            self._complain(route, word, (*path, word), fault)
        return owner

    def _complain(self, route: str, word: str, location: Step, fault: Fault) -> None:
        step = (*location, *([fault.key] if fault.key else []))
        message = f"Invalid '{word}' of route {quoted(route)} ({fault.what})."
        self.problems.append(Problem(message, self.where(step) or None, fault.hint))
