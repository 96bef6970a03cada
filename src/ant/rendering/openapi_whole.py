"""The document of a whole API, put together as a generated project does it when it runs."""

from collections.abc import Callable, Iterable
from typing import Any

from ant.core.fields import Json
from ant.rendering.openapi_fields import Schema
from ant.rendering.templates import read_template

_MODULE = "project/api/helper/openapi_document.py"


def whole_document(parts: Iterable[Schema], operations: Iterable[tuple[Json, ...]]) -> Schema:
    """Return the document of exactly these operations, as the parts or general words describe it.

    An operation is a method, a URL with Flask's variables, a summary, a guard, and whether it needs
    a body. The module that projects have for it does the work, so that both come to the same; it
    imports nothing but the standard library.
    """
    module: dict[str, Any] = {"__name__": "openapi_document"}
    exec(compile(read_template(_MODULE), _MODULE, "exec"), module)
    endpoint: Callable[..., object] = module["Endpoint"]
    document: Schema = module["whole_document"](parts, [endpoint(*each) for each in operations])
    return document
