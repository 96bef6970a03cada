"""Rows for all routes at once: first those that others refer to, then what joins them."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from marshmallow import ValidationError
from sqlalchemy import select

from factories.columns import Column, Json, as_json
from factories.factory import Body, Factory, factory_of
from helper.execution_tracking.APIException import APIException
from startup.Alchemy import Base, engine

TRIES = 20  # for one row, where others have its unique values already
SUFFIX = "_factory.py"
LEFT_OUT = 0.1  # of the values that a row can do without
ROOTS = 0.3  # of the rows that refer to their own route: those that begin a tree
MOST_LINKS = 3


class Planting:
    """Makes rows through the services; the same seed gives an empty database the same rows."""

    def __init__(self, seed: int) -> None:
        """Find the factories of all routes, and the rows that are there."""
        files = sorted(path.name for path in Path(__file__).parent.glob(f"*{SUFFIX}"))
        routes = [file.removesuffix(SUFFIX) for file in files]
        self.factories = {route: factory_of(route) for route in routes}
        self.seed = seed
        self.random = Random(seed)
        self.ids = {route: _values(route, "id") for route in routes}
        self.used: dict[str, set[Json]] = {}
        self.later: list[tuple[Factory, Json, Column]] = []

    def plant(self, count: int, route: str | None = None) -> Iterator[str]:
        """Make so many rows of each route, or of one and what it needs; yield what there is to say.

        Raises ``LookupError`` for a route without a factory.
        """
        if route is not None and route not in self.factories:
            raise LookupError(f"There is no route {route!r} with fields in tests/factories.")
        made: dict[str, list[Json]] = {}
        for name in self._order(route):
            made[name] = []
            reason = self._fill(self.factories[name], made[name], count)
            yield f"{name}: {len(made[name])} rows{reason}"
        self._join()
        for name, ids in made.items():
            self._link(self.factories[name], ids)

    def _order(self, route: str | None) -> list[str]:
        """The routes in an order in which each comes after what it needs."""
        left = [*self.factories] if route is None else self._needed(route, [])
        order: list[str] = []
        while left:
            free = [name for name in left if not self._targets(name, all_of_them=True) & {*left}]
            free = free or [name for name in left if not self._targets(name) & {*left}]
            order.append(free[0])
            left.remove(free[0])
        return order

    def _needed(self, route: str, found: list[str]) -> list[str]:
        """A route, and those without rows that it cannot do without."""
        found.append(route)
        for target in sorted(self._targets(route)):
            if target not in found and not self.ids[target]:
                self._needed(target, found)
        return found

    def _targets(self, route: str, *, all_of_them: bool = False) -> set[str]:
        columns = self.factories[route].references.values()
        return {column.to for column in columns if column.required or all_of_them} - {route}

    def _fill(self, factory: Factory, made: list[Json], count: int) -> str:
        """Make rows, and return why there are fewer than were wanted."""
        factory.begin_at(len(self.ids[factory.route]) + 1, self.seed)
        for _ in range(count):
            if reason := self._make(factory, made):
                return f" of {count}: {reason}"
        return ""

    def _make(self, factory: Factory, made: list[Json]) -> str:
        """Make one row, and return why that cannot be done."""
        reason = ""
        for _ in range(TRIES):
            body = self._body(factory)
            if any(ref.required and ref.name not in body for ref in factory.references.values()):
                return "there is nothing left that another one could refer to"
            try:
                id = as_json(factory.insert(body).id)
            except (APIException, ValidationError) as error:
                reason = str(error)
                continue
            made.append(id)
            self.ids[factory.route].append(id)
            self._remember(factory, id, body)
            return ""
        return f"no more could be made, the last one because of {reason}"

    def _body(self, factory: Factory) -> Body:
        body = factory.body(refer=self._pick)
        for name, column in factory.writable.items():
            if not column.required and self.random.random() < LEFT_OUT:
                body.pop(name, None)
        return body

    def _pick(self, reference: Column) -> Json:
        """Return the id of a row that can be referred to, None where there is none."""
        route = reference.topic.partition(".")[0]
        if reference.to == route and not reference.required and self.random.random() < ROOTS:
            return None
        ids = self.ids[reference.to]
        if reference.unique:
            used = self.used.setdefault(reference.topic, {*_values(route, reference.key)})
            ids = [id for id in ids if id not in used]
        return self.random.choice(ids) if ids else None

    def _remember(self, factory: Factory, id: Json, body: Body) -> None:
        """Note which rows are referred to, and which references have to wait for their rows."""
        for name, reference in factory.references.items():
            if name in body and reference.unique:
                self.used.setdefault(reference.topic, set()).add(body[name])
            elif not self.ids[reference.to]:
                self.later.append((factory, id, reference))

    def _join(self) -> None:
        """Fill in the references of routes that refer to each other in a circle."""
        for factory, id, reference in self.later:
            other = self._pick(reference)
            if other is not None:
                factory.patch(id, {reference.key: other})
                self.used.setdefault(reference.topic, set()).add(other)

    def _link(self, factory: Factory, ids: list[Json]) -> None:
        for to, link in factory.links.values():
            for id in ids:
                others = [other for other in self.ids[to] if (to, other) != (factory.route, id)]
                count = self.random.randint(0, min(MOST_LINKS, len(others)))
                for other in self.random.sample(others, count):
                    link(id, other)


def _values(route: str, column: str) -> list[Json]:
    """The values of a column that are not empty, in their order."""
    found = Base.metadata.tables[route].c[column]
    with engine.connect() as connection:
        values = connection.scalars(select(found).where(found.is_not(None)).order_by(found))
        return [*map(as_json, values)]
