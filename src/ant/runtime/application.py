"""Where the application of a project is."""

import os

APPLICATION = os.path.join("api", "app.py")

_PLACES = (os.path.join("api", "app", "__init__.py"), APPLICATION)
"""Python imports the package where both are there."""


def find_application(root: str) -> str | None:
    """Return the path of the module that has ``create_app``; None where its owner has moved it."""
    return next((path for path in _PLACES if os.path.isfile(os.path.join(root, path))), None)
