"""The template files on disk."""

import os
from collections.abc import Iterator

CACHES = {"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
ROOT = os.path.join(os.path.dirname(os.path.dirname(__file__)), "templates")


def read_template(path: str) -> bytes:
    """Return a template file unchanged; the path is relative to the templates."""
    with open(os.path.join(ROOT, path), "rb") as file:
        return file.read()


def template_paths(folder: str) -> Iterator[str]:
    """Walk a folder past the caches of Python, which compiles what pip installs, and of tools."""
    with os.scandir(os.path.join(ROOT, folder)) as entries:
        for entry in entries:
            path = f"{folder}/{entry.name}"
            if not entry.is_dir():
                yield path
            elif entry.name not in CACHES:
                yield from template_paths(path)
