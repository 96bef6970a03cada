"""Read many of a project's files at once."""

import os


def read_code(root: str) -> dict[str, bytes]:
    """Return the Python files below ``api/`` by path; links are not followed."""
    return _read(root, "api", ".py")


def read_documents(root: str) -> dict[str, bytes]:
    """Return what the project says of its endpoints in JSON, by path."""
    return _read(root, "api/openapi", ".json")


def _read(root: str, top: str, suffix: str) -> dict[str, bytes]:
    found = {}
    for folder, names, files in os.walk(os.path.join(root, top)):
        names[:] = [name for name in names if name != "__pycache__" and not name.startswith(".")]
        for name in files:
            path = os.path.join(folder, name)
            if name.endswith(suffix) and not os.path.islink(path):
                with open(path, "rb") as file:
                    found[os.path.relpath(path, root).replace(os.sep, "/")] = file.read()
    return found
