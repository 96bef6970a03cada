"""Rows of plain queries as instances of a model, at a tenth of what the ORM's loading costs.

Such an instance is detached: what was read is at hand, and reading anything else of it raises.
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
"""By models: what their rows show beside their columns where no Get schema says what is shown."""


@cache
def public_columns(model: type[Base]) -> dict[str, ColumnElement[Any]]:
    """Return the columns by attribute, without the deferred ones: these are private."""
    mapped = inspect(model).column_attrs
    return {attribute.key: attribute.columns[0] for attribute in mapped if not attribute.deferred}


def public_values(row: Base) -> dict[str, Any]:
    """Return the public columns that a row holds, whoever has created or loaded it."""
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
        # Both are of the same columns; having that checked would take half as long again.
        vars(instance).update(zip(attributes, row, strict=False))
        instance_state(instance).key = (model, (row[position],), None)
        return instance

    return make
