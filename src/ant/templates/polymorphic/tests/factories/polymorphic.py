"""Rows that refer to a row of any of several routes."""

import re
from collections.abc import Iterator
from functools import cached_property
from itertools import count

from factories.columns import Column, Json
from factories.factory import Body, Factory, Refer, factory_of

PART = re.compile(r"(?P<name>\w+?)__\w+")  # one of the columns of such a reference


class PolymorphicFactory(Factory):
    """Makes bodies whose references lead to a row of each of their routes in turn."""

    @cached_property
    def _turns(self) -> Iterator[int]:
        return count()

    @cached_property
    def parts(self) -> dict[str, list[Column]]:
        """The columns of each such reference, by its name."""
        found: dict[str, list[Column]] = {}
        for key, column in self.columns.items():
            if column.to and (part := PART.fullmatch(key)):
                found.setdefault(part["name"], []).append(column)
        return found

    @property
    def led_to(self) -> list[Column]:
        """All these columns."""
        return [column for columns in self.parts.values() for column in columns]

    @cached_property
    def pairs(self) -> dict[str, tuple[str, str]]:
        """What clients call the route and the id of each such reference, by its name."""
        keys = {column.key: key for key, column in self.sent.items()}
        return {name: (keys[f"{name}_type"], keys[f"{name}_id"]) for name in self.parts}

    @cached_property
    def writable(self) -> dict[str, Column]:
        """What clients may say by itself."""
        together = {key for pair in self.pairs.values() for key in pair}
        return {name: column for name, column in super().writable.items() if name not in together}

    def begin_at(self, number: int, seed: int) -> None:
        """Let the next body be the one with this number, of those that a seed gives."""
        super().begin_at(number, seed)
        self._turns = count(number)

    def body(self, *, whole: bool = True, refer: Refer | None = None) -> Body:
        """Return a right body, another one each time."""
        body = super().body(whole=whole, refer=refer)
        for name, pair in self.pairs.items():
            body = {key: value for key, value in body.items() if key not in pair}
            if whole or self.needs(name):
                body |= self._row_of(name, refer)
        return body

    def leading(self, column: Column, id: Json) -> Body:
        """Return what a body has that refers to a row by one of the columns."""
        pair = next(self.pairs[name] for name, parts in self.parts.items() if column in parts)
        return dict(zip(pair, (column.to, id), strict=True))

    def needs(self, name: str) -> bool:
        """Whether each row refers to one."""
        return self.sent[self.pairs[name][1]].required

    def _row_of(self, name: str, refer: Refer | None) -> Body:
        """Refer to a row, of another route each time as far as there are any."""
        parts, turn = self.parts[name], next(self._turns)
        if refer is None:  # a list of this route is not to grow meanwhile
            parts = [column for column in parts if column.to != self.route] or parts
        turned = [parts[(turn + place) % len(parts)] for place in range(len(parts))]
        if refer is not None:
            found = ((column, refer(column)) for column in turned)
            pairs = [self.leading(column, id) for column, id in found if id is not None]
            if pairs or not self.needs(name):
                return next(iter(pairs), {})
        return self.leading(turned[0], factory_of(turned[0].to).new_id())
