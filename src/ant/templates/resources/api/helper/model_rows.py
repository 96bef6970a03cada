"""Rows of plain queries as instances of a model, at a tenth of what the ORM's loading costs.

Such an instance is detached: what was read is at hand, and reading anything else of it raises.
Adding it to a session makes it an ordinary one.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, inspect
from sqlalchemy.orm.attributes import instance_state

from startup.Alchemy import Base

Model = TypeVar("Model", bound=Base)


def public_columns(model: type[Base]) -> list[ColumnElement[Any]]:
    """Return the columns that are read: all but the deferred ones, which are private."""
    return [each.columns[0] for each in inspect(model).column_attrs if not each.deferred]


@cache
def public_names(model: type[Base]) -> list[str]:
    """Return the names of the attributes that are read."""
    return [each.key for each in inspect(model).column_attrs if not each.deferred]


def public_values(row: Base) -> dict[str, Any]:
    """Return what of a row may be shown, whoever has made or loaded it."""
    held = row.__dict__
    try:
        return {name: held[name] for name in public_names(type(row))}
    except KeyError:  # the ORM has not loaded all of it, or not again after a commit
        return {name: getattr(row, name) for name in public_names(type(row))}


def instance_maker(model: type[Model]) -> Callable[[Sequence[Any]], Model]:
    """Return what makes an instance from the values of the model's public columns."""
    manager = inspect(model).class_manager
    names = public_names(model)
    position = names.index("id")

    def make(row: Sequence[Any]) -> Model:
        instance = cast(Model, manager.new_instance())
        instance.__dict__.update(zip(names, row, strict=True))
        instance_state(instance).key = (model, (row[position],), None)
        return instance

    return make
