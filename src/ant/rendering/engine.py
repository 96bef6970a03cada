"""The one template environment."""

from functools import cache

from minijinja import Environment


@cache
def _environment() -> Environment:
    return Environment(
        undefined_behavior="strict",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_escape_callback=lambda _name: False,
    )


def render_template(source: str, name: str, view: dict[str, object]) -> str:
    """Return the template's text for a view; raise on a name that the view lacks."""
    return _environment().render_str(source, name, **view)
