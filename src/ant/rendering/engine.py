"""The one template environment."""

from collections.abc import Callable
from functools import cache

from minijinja import Environment

from ant.rendering.templates import read_template, template_paths

SUFFIX = ".jinja"
"""Of a template with variables; any other file is taken as it is."""


@cache
def _environment() -> Environment:
    """The environment, which reads and compiles each template once."""
    return Environment(
        loader=lambda path: read_template(path).decode(),
        undefined_behavior="strict",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_escape_callback=lambda _name: False,
    )


def render_template(path: str, view: dict[str, object]) -> str:
    """Return a template's text for a view; raise on a name that the view lacks."""
    return _environment().render_template(path, **view)


def render_folder(
    folder: str, view: dict[str, object], lay_out: Callable[[str], str] = str
) -> dict[str, bytes]:
    """Return the files of a folder of templates, by path; those with variables are laid out."""
    files = {}
    for template in template_paths(folder):
        path = template.removeprefix(f"{folder}/")
        if path.endswith(SUFFIX):
            text = render_template(template, view)
            files[path.removesuffix(SUFFIX)] = lay_out(text).encode()
        else:
            files[path] = read_template(template)
    return files
