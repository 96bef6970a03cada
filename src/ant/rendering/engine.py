"""The one template environment."""

from functools import cache

from minijinja import Environment

from ant.rendering.templates import read_template


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
