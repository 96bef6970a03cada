"""The rules of schemas that everybody knows, and rows that keep or break them.

Each rule has one row that breaks it and nothing else: the row of its route with a few other values.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

Row = dict[str, object]


class Broken(NamedTuple):
    """A row that the original refuses."""

    rule: str
    """The rule, as the original says it."""
    route: str
    row: Row
    status: int
    fields: tuple[str, ...]
    """The fields that the refusal names."""


class Limit(NamedTuple):
    """What a column may hold, and a value that it may not."""

    rule: str
    route: str
    field: str
    value: object


class PublicSchema(NamedTuple):
    """A schema that everybody knows."""

    name: str
    rows: Mapping[str, Row]
    """A row for each route that keeps all rules, each after those that it refers to."""
    more: tuple[tuple[str, Row], ...]
    """What second rows refer to."""
    second: Mapping[str, Row]
    """What a second row of a route has otherwise, where two of them cannot be alike."""
    not_null: Mapping[str, str]
    """The columns of each route that are NOT NULL; ``=`` is behind those with a default."""
    unique: Mapping[str, str]
    """The columns of each route that are unique together, or the key that clients give."""
    references: Mapping[str, str]
    """The foreign keys of each route, all of which restrict what is deleted."""
    lengths: Mapping[str, str]
    """How many characters the texts of each route have at most."""
    limits: tuple[Limit, ...]
    """All other limits of columns."""
    referred: tuple[str, ...]
    """Rows that others refer to, so that they cannot be deleted."""

    def broken(self) -> Iterator[Broken]:
        """Yield a row for each rule, which breaks that one alone."""
        for route, columns in self.unique.items():
            yield Broken("UNIQUE", route, self.rows[route], 409, (*columns.split(),))
        for route, columns in self.not_null.items():
            for column in columns.replace("=", "").split():
                row = {**self.rows[route], column: None}
                yield Broken("NOT NULL", route, row, 400, (column,))
        for route, columns in self.references.items():
            for column in columns.split():
                nobody = "NONE" if isinstance(self.rows[route][column], str) else 99
                row = {**self.rows[route], **self.second.get(route, {}), column: nobody}
                yield Broken("REFERENCES", route, row, 409, (column,))
        for rule, route, field, value in (*self.limits, *self._too_long()):
            yield Broken(rule, route, {**self.rows[route], field: value}, 400, (field,))

    def _too_long(self) -> Iterator[Limit]:
        for route in self.lengths:
            for column, length in self._lengths_of(route):
                yield Limit(f"varchar({length})", route, column, "x" * (length + 1))

    def _lengths_of(self, route: str) -> Iterator[tuple[str, int]]:
        for word in self.lengths.get(route, "").split():
            column, _, length = word.partition("=")
            yield column, int(length)

    def least_and_longest_rows(self) -> Iterator[tuple[str, Row]]:
        """Yield rows of what is neither NULL nor a default, without and with the longest texts."""
        for route, row in self.rows.items():
            needed = self.not_null.get(route, "").split()
            other = {**row, **self.second.get(route, {})}
            least = {column: other[column] for column in needed if column[-1] != "="}
            longest = {column: "x" * length for column, length in self._lengths_of(route)}
            yield route, least
            if longest:
                yield route, {**least, **longest}
