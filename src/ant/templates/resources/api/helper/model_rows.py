"""Rows of plain queries as instances of a model, at a tenth of what the ORM's loading costs.

Such an instance is detached: what was read is at hand, and reading anything else of it raises.
Adding it to a session makes it an ordinary one.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.orm.attributes import instance_state

from startup.Alchemy import Base

Model = TypeVar("Model", bound=Base)


def public_columns(model: type[Base]) -> list[ColumnElement[Any]]:
    """Return the columns that are read: all but the deferred ones, which are private."""
    return [each.columns[0] for each in inspect(model).column_attrs if not each.deferred]


def instance_maker(model: type[Model]) -> Callable[[Sequence[Any]], Model]:
    """Return what makes an instance from the values of the model's public columns."""
    manager = inspect(model).class_manager
    names = [each.key for each in inspect(model).column_attrs if not each.deferred]
    position = names.index("id")

    def make(row: Sequence[Any]) -> Model:
        instance = cast(Model, manager.new_instance())
        instance.__dict__.update(zip(names, row, strict=True))
        instance_state(instance).key = (model, (row[position],), None)
        return instance

    return make
