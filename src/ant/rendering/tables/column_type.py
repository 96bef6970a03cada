"""The types of columns, as a migration and the record of tables know them."""

from typing import NamedTuple

from ant.core.fields.field import Field
from ant.core.planning.plan import ValueType
from ant.field_types.base import FieldType
from ant.field_types.registry import stored_type


class ColumnType(NamedTuple):
    """The type of a column: that of a field, or the ``key`` of a resource or a ``sketch key``."""

    kind: str
    size: int = 0
    """Characters, or digits in all."""
    scale: int = 0
    """Digits behind the point."""
    in_units: bool = False
    """Whether SQLite holds a decimal as an integer, in units of its last digit: 0.2.0 did."""

    @classmethod
    def of(cls, field: Field) -> "ColumnType":
        """The type of a field's column."""
        size, scale = (*field.kind.sizes(field), 0, 0)[:2]
        return cls(field.kind.stored_as or field.kind.name, size, scale)

    @classmethod
    def leading_to(cls, id: Field | None) -> "ColumnType":
        """The type of a column that holds such ids."""
        return cls.of(id) if id else cls("reference")

    def __str__(self) -> str:
        """The type as people call it."""
        sizes = [str(number) for number in (self.size, self.scale) if number]
        return f"{self.kind}({', '.join(sizes)})" if sizes else self.kind

    @property
    def plain(self) -> ValueType:
        """The type for a database that is asked."""
        return ValueType(self.kind, self.size, self.scale)

    @property
    def code(self) -> str:
        """The type in Python, as a migration writes it."""
        return self.values.migration_type.format(self.size, self.scale)

    @property
    def values(self) -> FieldType:
        """What is special about the values of such a column."""
        return stored_type(self.kind)
