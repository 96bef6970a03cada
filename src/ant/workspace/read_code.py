"""Read a project's Python files."""

import os


def read_code(root: str, top: str = "api") -> dict[str, bytes]:
    """Return the Python files below a folder of a project by path; links are not followed."""
    found = {}
    for folder, names, files in os.walk(os.path.join(root, top)):
        names[:] = [name for name in names if name != "__pycache__" and not name.startswith(".")]
        for name in files:
            path = os.path.join(folder, name)
            if name.endswith(".py") and not os.path.islink(path):
                with open(path, "rb") as file:
                    found[os.path.relpath(path, root).replace(os.sep, "/")] = file.read()
    return found
