"""What describes views in the document, and the files of projects that make many rows at once."""

from ant.artifacts.shared import has_resources, makes_in_bulk
from ant.core.spec import Spec
from ant.rendering.engine import render_template
from ant.rendering.templates import read_template, template_paths

_FOLDER = "bulk"
_SUFFIX = ".jinja"

_PLUGINS = (
    "helper.openapi_views import ViewPlugin",
    "helper.openapi_resources import ResourcePlugin",
    "helper.openapi_tokens import AccountsPlugin",
)
"""What describes the views: without routes that have fields, with them, and with accounts."""
_OF_BULK = "helper.openapi_many_rows import ManyRowsPlugin"
"""What describes those that make many rows as well."""


def plugin_of(spec: Spec) -> str:
    """Return what describes the views of a project: its module, and its name there."""
    return _OF_BULK if makes_in_bulk(spec) else _plain_plugin(spec)


def render_bulk(spec: Spec) -> dict[str, bytes]:
    """Return the files that only projects have in which many rows are made at once."""
    view: dict[str, object] = {"plugin": _plain_plugin(spec)}
    return {
        path.removeprefix(f"{_FOLDER}/").removesuffix(_SUFFIX): (
            render_template(path, view).encode() if path.endswith(_SUFFIX) else read_template(path)
        )
        for path in template_paths(_FOLDER)
    }


def _plain_plugin(spec: Spec) -> str:
    return _PLUGINS[bool(spec.accounts) + has_resources(spec)]
