"""Model instances made from rows of Core queries, at a tenth of the cost of ORM loading.

Such an instance is detached: accessing an attribute that was not read raises an error.
Adding it to a session makes it an ordinary one.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.orm import object_session
from sqlalchemy.orm.attributes import instance_state

from startup.Alchemy import Base

Model = TypeVar("Model", bound=Base)

SHOWN_BESIDE: dict[type[Base], Callable[[Any], dict[str, Any]]] = {}
"""By model: functions that return what rows show beside their columns without a Get schema."""


@cache
def public_columns(model: type[Base]) -> dict[str, ColumnElement[Any]]:
    """Return the columns by attribute, without the deferred ones: these are private."""
    mapped = inspect(model).column_attrs
    return {attribute.key: attribute.columns[0] for attribute in mapped if not attribute.deferred}


def public_values(row: Base) -> dict[str, Any]:
    """Return the public column values of a row."""
    names = public_columns(type(row))
    if object_session(row) is None:
        values = {name: value for name, value in row.__dict__.items() if name in names}
    else:
        values = {name: getattr(row, name) for name in names}  # the ORM loads what it has forgotten
    return values if type(row) not in SHOWN_BESIDE else values | SHOWN_BESIDE[type(row)](row)


def instance_maker(model: type[Model], names: Iterable[str]) -> Callable[[Sequence[Any]], Model]:
    """Return a function that makes an instance from the values of these attributes."""
    new: Callable[[], Any] = inspect(model).class_manager.new_instance
    attributes = [*names]
    position = attributes.index("id")

    def make(row: Sequence[Any]) -> Model:
        instance: Model = new()
        # Both have the same length; strict=True would take half as long again.
        vars(instance).update(zip(attributes, row, strict=False))
        instance_state(instance).key = (model, (row[position],), None)
        return instance

    return make
