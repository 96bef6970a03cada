"""Many-to-many links as lists of ids, in request bodies and in responses."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple, cast

from marshmallow import missing as missing_
from sqlalchemy import Column, Connection, Select, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from helper.DBSession import myDB
from helper.execution_tracking.Conflict import Conflict
from helper.model_rows import SHOWN_BESIDE
from helper.readable import readable
from helper.related_rows import LINKED, READ_BESIDE
from helper.schema_fields import ListOf
from repositories.constraints import conflicts_told
from startup.Alchemy import Base

Wanted = Mapping[Any, Collection[Any]]
"""By the ids of rows, the ids that each is linked to."""


class Link(NamedTuple):
    """The links of a row to rows of another route."""

    key: str
    """What clients call them."""
    near: Column[Any]
    """The column of the table of links that refers to the row."""
    far: Column[Any]

    def of(self, ids: Collection[Any]) -> Select[Any, Any]:
        """Return a SELECT of the links of these rows to rows that the request may read."""
        found = select(self.near, self.far).where(self.near.in_(ids)).order_by(self.far)
        target = next(iter(self.far.foreign_keys)).column
        if conditions := readable(target.table):
            found = found.where(self.far.in_(select(target).where(*conditions)))
        return found

    def set(self, connection: Connection, wanted: Wanted, before: Wanted) -> None:
        """Replace the links of rows; links to rows that the request may not read stay.

        ``before`` are those that they have. The rows that are linked to are held until the
        transaction ends. Raises a ``Conflict`` that names the ids for which there is no such row.
        """
        self._look_for(connection, {far for ids in wanted.values() for far in ids})
        new: list[dict[str, Any]] = []
        for id, ids in wanted.items():
            there = {*before.get(id, ())}
            if gone := there - {*ids}:
                here = self.near == id
                connection.execute(self.near.table.delete().where(here, self.far.in_(gone)))
            new += [{self.near.key: id, self.far.key: far} for far in sorted({*ids} - there)]
        if new:
            dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
            insert = dialect.insert(self.near.table).on_conflict_do_nothing()
            with conflicts_told(connection, self.near.table, {}):
                connection.execute(insert, new)

    def _look_for(self, connection: Connection, ids: Collection[Any]) -> None:
        target = next(iter(self.far.foreign_keys)).column
        seen = select(target).where(target.in_(ids), *readable(target.table)).order_by(target)
        held = seen.with_for_update(read=True, key_share=True)
        if unknown := {*ids} - {*(connection.scalars(held) if ids else ())}:
            told = ", ".join(map(str, sorted(unknown)))
            reason = f"There is no row of {target.table.name} with the id {told}."
            raise Conflict(reason, [self.key])


LINKS: dict[type[Base], dict[str, Link]] = {}
"""By model and by the attribute that holds the ids."""


class LinkedIds(NamedTuple):
    """What a repository says of such ids: the model of the table between, its column for a row."""

    between: type[Base]
    near: str


def know_links(model: type[Base], links: Mapping[str, LinkedIds]) -> None:
    """Register the links of a model by the attributes that hold the ids: ``labels__ids``."""
    for attribute, (between, near) in links.items():
        table = cast(Table, between.__table__)
        [far] = [column for column in table.primary_key if column.key != near]
        link = Link(attribute.partition("__")[0], table.c[near], far)
        LINKS.setdefault(model, {})[attribute] = link
        LINKED.setdefault(model, {})[attribute] = (link.near, link.far)
        SHOWN_BESIDE[model] = ids_by_key


def read_links(connection: Connection, rows: Sequence[Any]) -> None:
    """Read the linked ids of rows of one model, with one statement for each kind of link."""
    for attribute, link in LINKS.get(type(rows[0]), {}).items() if rows else ():
        ids: dict[Any, list[Any]] = {row.id: [] for row in rows}
        for near, far in connection.execute(link.of(ids)):
            ids[near].append(far)
        for row in rows:
            vars(row)[attribute] = ids[row.id]


READ_BESIDE.append(read_links)


def ids_by_key(row: Any) -> dict[str, Any]:
    """Return the ids that a row is linked to, reading them if they have not been read yet."""
    links = LINKS[type(row)]
    if not links.keys() <= vars(row).keys():
        with myDB.connection() as connection:
            read_links(connection, [row])
    return {link.key: vars(row)[attribute] for attribute, link in links.items()}


class Links(ListOf):
    """A list of ids; an id given twice in a body counts once.

    Lists are filtered by it at the other end: ``GET /labels/<id>/products``.
    """

    def get_value(self, obj: Any, attr: str, accessor: Any = None, default: Any = missing_) -> Any:
        """Return the ids that a row is linked to, reading them if they have not been read yet."""
        if type(obj) in LINKS and self.attribute not in vars(obj):
            ids_by_key(obj)
        return super().get_value(obj, attr, accessor, default)
