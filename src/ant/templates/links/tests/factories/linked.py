"""Rows that are linked to rows of other routes."""

from factories.columns import Column, Json
from factories.factory import Factory, Refer, factory_of
from helper.links import LINKS, Links


class LinkedFactory(Factory):
    """Makes bodies with the ids of rows that are made for them, but for those of its own route.

    Few values may be left for what is unique, and these rows would take some of them.
    """

    def _value(self, column: Column, number: int, refer: Refer | None) -> Json:
        if not isinstance(column.field, Links):
            return super()._value(column, number, refer)
        if refer:
            return None  # no body needs any
        target = next(iter(LINKS[self.model][column.key].far.foreign_keys)).column.table.name
        return [] if target == self.route else [factory_of(target).new_id()]
