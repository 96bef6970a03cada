"""References to a row of any of several routes: ``subject_type`` and ``subject_id`` in JSON.

The table has a column with a foreign key for each of the routes, ``subject__posts_id`` for one;
one of them is set. So the database knows of every such reference, and what becomes of it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from marshmallow import Schema, ValidationError, post_load

Values = dict[str, Any]
PAIR = "pair_of_fields"  # the attribute of a hook that names its fields


def row_of(name: str, *routes: str) -> Callable[..., Values]:
    """Return what puts ``subject_type`` and ``subject_id`` of a body into the columns of a row.

    ``name`` is ``subject``. Raises a ``ValidationError`` where only one of them is given.
    """
    type_key, id_key = f"{name}_type", f"{name}_id"

    def put_in_columns(self: Schema, data: Values, **_: Any) -> Values:
        given = {key: data.pop(key) for key in (type_key, id_key) if key in data}
        if not given:
            return data
        route, id = given.get(type_key), given.get(id_key)
        if (route is None) is not (id is None):
            missing, other = (type_key, id_key) if route is None else (id_key, type_key)
            called = self.fields[other].data_key or other
            raise ValidationError({missing: [f"Must be given together with {called}."]})
        columns = {f"{name}__{known}_id": id if known == route else None for known in routes}
        return {**data, **columns}

    vars(put_in_columns)[PAIR] = (type_key, id_key)
    return post_load(put_in_columns)


def pairs_of(kind: type[Schema]) -> Iterator[tuple[str, str]]:
    """Yield the fields of a schema of bodies that go together."""
    for name in dir(kind):
        pair: tuple[str, str] | None = getattr(getattr(kind, name), PAIR, None)
        if pair:
            yield pair
