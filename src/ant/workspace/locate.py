"""Find the project that a directory belongs to."""

import os

from ant.core.errors import NotAProject, Problem


def find_project(start: str) -> str:
    """Return the nearest directory, from ``start`` upwards, that holds ``api/app.py``.

    Raises ``NotAProject`` where there is none.
    """
    folder = os.path.abspath(start)
    while not os.path.isfile(os.path.join(folder, "api", "app.py")):
        parent = os.path.dirname(folder)
        if parent == folder:
            problem = Problem(
                f"No project here: neither '{start}' nor a directory above it holds api/app.py.",
                hint="Change into a project, or make one with: ant generate api my-api",
            )
            raise NotAProject(problem)
        folder = parent
    return folder
