"""Rows of plain queries as instances of a model, at a tenth of what the ORM's loading costs.

Such an instance is detached: what was read is at hand, and reading anything else of it raises.
Adding it to a session makes it an ordinary one.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.orm.attributes import instance_state

from startup.Alchemy import Base

Model = TypeVar("Model", bound=Base)


def public_columns(model: type[Base]) -> list[ColumnElement[Any]]:
    """Return the columns that are read: all but the deferred ones, which are private."""
    return [each.columns[0] for each in inspect(model).column_attrs if not each.deferred]


@cache
def public_names(model: type[Base]) -> dict[str, None]:
    """Return the names of the attributes that are read, in order."""
    mapped = inspect(model).column_attrs
    return dict.fromkeys(each.key for each in mapped if not each.deferred)


def public_values(row: Base) -> dict[str, Any]:
    """Return what of a row may be shown, whoever has made or loaded it."""
    names = public_names(type(row))
    held = row.__dict__.copy()
    del held["_sa_instance_state"]
    if held.keys() == names.keys():
        return held
    return {name: getattr(row, name) for name in names}  # the ORM has loaded more, or less


def instance_maker(model: type[Model]) -> Callable[[Sequence[Any]], Model]:
    """Return what makes an instance from the values of the model's public columns."""
    new: Callable[[], Any] = inspect(model).class_manager.new_instance
    names = [*public_names(model)]
    position = names.index("id")

    def make(row: Sequence[Any]) -> Model:
        instance: Model = new()
        # Both are of the same columns; having that checked would take half as long again.
        instance.__dict__.update(zip(names, row, strict=False))
        instance_state(instance).key = (model, (row[position],), None)
        return instance

    return make
