"""Related rows: what reads them is there from the first reference on."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from marshmallow import Schema, fields

Kind = type[Schema]
Known = dict[str, fields.Field[Any]]
Keys = tuple[str, ...]
Answers = list[dict[str, Any]]

READER = import_module(".related_rows", "helper") if find_spec(".related_rows", "helper") else None

relations: Callable[[Kind], dict[str, Any]] = getattr(READER, "relations", lambda _kind: {})
"""Returns the relations of a Get schema by name, such as ``customer`` or ``labels``."""
expanded: Callable[..., Answers] = getattr(READER, "expanded", lambda _rows, answers, *_: answers)
"""Adds related rows to the dictionaries of rows."""
keys_read: Callable[..., Keys] = getattr(READER, "keys_read", lambda _kind, asked, _names: asked)
"""Returns the keys to read for ``?fields=``, with those that ``?expand=`` needs."""
referred: Callable[..., Known] = getattr(READER, "referred", lambda *_: {})
"""Returns the fields of related rows that can be used as filters: ``customer__name``."""
shown_schema: Callable[[Any], Kind | None] = getattr(READER, "shown_schema", lambda _model: None)
"""Returns the Get schema of a model; None where it has none or several."""
