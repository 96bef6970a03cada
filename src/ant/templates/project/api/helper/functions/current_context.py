"""A token for the application context that code runs in."""

from flask import has_app_context
from flask.globals import app_ctx


def current_context() -> object:
    """Return an object unique to the innermost application context, None outside of one."""
    return app_ctx.g if has_app_context() else None
