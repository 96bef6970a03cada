"""References to a row of any of several routes: a column for each of these, one of which is set.

A spec has one field, ``{"type": "reference", "to": ["posts", "photos"]}``, and a client two keys,
``subject_type`` and ``subject_id``. A route has a part for each of the routes: an ordinary
reference, with a foreign key of its own.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ant.core.fields.field import Field

IN_PARTS = "__"
"""The separator of a field's and a route's name in a part; no field's name contains it."""


class Polymorphic(NamedTuple):
    """Such a reference, with its parts in their order."""

    name: str
    parts: tuple[Field, ...]

    @property
    def required(self) -> bool:
        """Whether each row has one."""
        return self.parts[0].needs_one

    @property
    def type_key(self) -> str:
        """What clients call the name of the route that a row is of."""
        return f"{self.name}_type"

    @property
    def id_key(self) -> str:
        """What clients call the id of that row."""
        return f"{self.name}_id"

    @property
    def routes(self) -> tuple[str, ...]:
        """The routes that it refers to."""
        return tuple(part.to for part in self.parts)

    @property
    def written(self) -> Field:
        """The one field that a spec has."""
        first = self.parts[0]
        reference = first._replace(name=self.name, part_of="", to="", among=self.routes)
        return reference._replace(
            required=self.required, needs_one=False, target=None, target_table=""
        )

    @property
    def sent(self) -> tuple[Field, Field]:
        """The two that clients know: the name of a route, and the id of a row."""
        first = self.parts[0]
        kind = Field(self.type_key, "enum", required=self.required, values=self.routes)
        row = first._replace(name=self.name, part_of="", required=self.required, needs_one=False)
        return kind, row

    @property
    def claimed(self) -> tuple[str, str, str]:
        """The names in models and schemas that nothing else can have."""
        return self.name, self.type_key, self.id_key


def parts_of(field: Field) -> tuple[Field, ...]:
    """Return the fields that a route has for one of a spec; most are the one."""
    if not field.among:
        return (field,)
    reference = field._replace(
        among=(), part_of=field.name, needs_one=field.required, required=False
    )
    return tuple(reference.leading(field.name, to) for to in field.among)


def in_parts(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Return the fields that a route has for those of a spec."""
    return tuple(part for field in fields for part in parts_of(field))


def polymorphic(fields: Iterable[Field]) -> tuple[Polymorphic, ...]:
    """Return the polymorphic references of a route."""
    found: dict[str, list[Field]] = {}
    for field in fields:
        if field.part_of:
            found.setdefault(field.part_of, []).append(field)
    return tuple(Polymorphic(name, tuple(parts)) for name, parts in found.items())


def written(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return the fields as a spec has them: the parts of one reference are one."""
    return _replaced(
        fields, {reference.name: (reference.written,) for reference in polymorphic(fields)}
    )


def sent(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Return the fields as clients know them: in the place of such a reference two."""
    return _replaced(fields, {reference.name: reference.sent for reference in polymorphic(fields)})


def _replaced(
    fields: tuple[Field, ...], replacements: dict[str, tuple[Field, ...]]
) -> tuple[Field, ...]:
    if not replacements:
        return fields
    remaining = dict(replacements)
    return tuple(
        other
        for field in fields
        for other in (remaining.pop(field.part_of, ()) if field.part_of else (field,))
    )
