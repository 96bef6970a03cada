"""What describes views in the document, and the files of projects that need more than the usual."""

from collections.abc import Callable
from typing import NamedTuple

from ant.artifacts.polymorphic import refers_to_several
from ant.artifacts.shared import has_enums, has_resources, holds_bytes, makes_in_bulk
from ant.core.fields.enums import used_enums
from ant.core.spec import Spec
from ant.rendering.engine import render_folder
from ant.rendering.enums import enum_lines

_PLUGINS = (
    "helper.openapi_views import ViewPlugin",
    "helper.openapi_resources import ResourcePlugin",
    "helper.openapi_tokens import AccountsPlugin",
)
"""What describes the views: without routes that have fields, with them, and with accounts."""


class _More(NamedTuple):
    """A plugin that describes more, and comes with the other files of a folder of templates."""

    folder: str
    is_needed: Callable[[Spec], bool]
    plugin: str


_MORE = (
    _More("bulk", makes_in_bulk, "helper.openapi_many_rows import ManyRowsPlugin"),
    _More("binary", holds_bytes, "helper.openapi_row_bytes import BinaryPlugin"),
    _More("enums", has_enums, "helper.openapi_enums import EnumsPlugin"),
    _More("polymorphic", refers_to_several, "helper.openapi_pairs import PairsPlugin"),
)
"""Each is a subclass of the one before that a project has."""


def plugin_of(spec: Spec) -> str:
    """Return what describes the views of a project: its module, and its name there."""
    return [_plain_plugin(spec), *(more.plugin for more in _needed(spec))][-1]


def render_with_plugins(spec: Spec) -> dict[str, bytes]:
    """Return the files that only projects have in which views do what few do."""
    files: dict[str, bytes] = {}
    plugin, lines = _plain_plugin(spec), enum_lines(used_enums(spec))
    for more in _needed(spec):
        files |= render_folder(more.folder, {"plugin": plugin, "lines": lines})
        plugin = more.plugin
    return files


def _needed(spec: Spec) -> list[_More]:
    return [more for more in _MORE if more.is_needed(spec)]


def _plain_plugin(spec: Spec) -> str:
    return _PLUGINS[bool(spec.accounts) + has_resources(spec)]
