"""The data model of a spec, as pictures show it: tables, columns and what refers to what."""

from typing import NamedTuple

from ant.core.deletion import DELETED_AT
from ant.core.fields.field import Field
from ant.core.relations import Association, associations
from ant.core.spec import Route, Spec
from ant.rendering.tables.keys import Key, keys_of

KEY_TYPE = "bigint"
PRIMARY, FOREIGN, UNIQUE = "PK", "FK", "UK"


class Column(NamedTuple):
    """One column of a table."""

    name: str
    type: str
    size: str = ""
    """What a type is limited to, in brackets: ``(120)`` or ``(10,2)``."""
    keys: tuple[str, ...] = ()
    required: bool = False
    private: bool = False


class Table(NamedTuple):
    """One table; an association is the one between two routes that a ``many`` field makes."""

    name: str
    columns: tuple[Column, ...]
    is_association: bool = False
    rules: tuple[Key, ...] = ()
    """What holds of several columns, or of some rows."""


class Link(NamedTuple):
    """A column that refers to the ``id`` of a table."""

    child: str
    column: str
    parent: str
    label: str
    """The name of the field, or of that end of an association."""
    optional: bool = False
    """Whether a row of the child may refer to none."""
    single: bool = False
    """Whether no two rows of the child refer to the same one."""


class Model(NamedTuple):
    """All tables of the routes that have fields, and the links between them."""

    tables: tuple[Table, ...]
    links: tuple[Link, ...]


def model_of(spec: Spec) -> Model:
    """Return the tables of the routes with fields: of the others no spec knows the columns."""
    tables, links = [], []
    for route in spec.routes:
        if route.fields:
            tables.append(_table(route))
            links += [_link(route, field) for field in route.fields if field.is_reference]
        for association in associations(route):
            tables.append(_between(association))
            links += _links_between(association)
    return Model(tuple(tables), tuple(links))


def neighbourhood(model: Model, name: str) -> Model:
    """Return a table, those that it refers to or is referred to by, and the links between them.

    An association leads on to its other end.
    """
    between = {table.name for table in model.tables if table.is_association}
    ends = [{link.child, link.parent} for link in model.links]
    near = {name}.union(*(pair for pair in ends if name in pair))
    near = near.union(*(pair for pair in ends if pair & near & between))
    tables = tuple(table for table in model.tables if table.name in near)
    links = [link for link in model.links if {link.child, link.parent} <= near]
    return Model(tables, tuple(links))


def _table(route: Route) -> Table:
    own_id = [] if route.key_field else [Column("id", _type_of(route.id), keys=(PRIMARY,))]
    columns = [
        *own_id,
        *(_column(field) for field in route.fields if field.is_key),
        *(_column(field) for field in route.fields if field.is_column and not field.is_key),
        Column("created_at", "datetime"),
        Column("updated_at", "datetime"),
        *([Column(DELETED_AT, "datetime", private=True)] if route.delete else []),
    ]
    return Table(route.table, tuple(columns), rules=keys_of(route))


def _column(field: Field) -> Column:
    is_reference = field.is_reference
    flags = ((PRIMARY, field.is_key), (FOREIGN, is_reference), (UNIQUE, field.unique))
    keys = tuple(key for key, is_set in flags if is_set)
    kind = _type_of(field.target) if is_reference else field.type
    size = field.kind.size_label(field)
    return Column(field.column, kind, size, keys, field.required, field.private)


def _type_of(id: Field | None) -> str:
    return id.type if id else KEY_TYPE


def _link(route: Route, field: Field) -> Link:
    name, to = route.table, field.refers_to
    return Link(name, field.column, to, field.label, field.nullable, field.is_single)


def _between(association: Association) -> Table:
    keys = (PRIMARY, FOREIGN)
    ids = association.ids.items()
    columns = tuple(Column(name, _type_of(id), keys=keys) for name, id in ids)
    return Table(association.table, columns, is_association=True)


def _links_between(association: Association) -> list[Link]:
    table, labels = association.table, (association.route, association.field.name)
    columns = association.tables.items()
    return [
        Link(table, column, to, label)
        for (column, to), label in zip(columns, labels, strict=True)
    ]  # fmt: skip
