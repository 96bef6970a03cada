"""A sign of the application context that code runs in."""

from flask import has_app_context
from flask.globals import app_ctx


def current_context() -> object:
    """Return what only the innermost application context has, None outside of all."""
    return app_ctx.g if has_app_context() else None
