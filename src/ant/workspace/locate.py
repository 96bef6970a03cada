"""Find the project that a directory belongs to."""

import os

from ant.core.errors import NotAProject, Problem
from ant.core.planning.messages import Text
from ant.core.planning.requests import NewProject
from ant.core.text.words import quoted_path

_MARKS = ("ant.json", os.path.join("api", "app.py"))
"""A project has the first, whatever became of the second; an older one has the second alone."""


def find_project(start: str) -> str:
    """Return the nearest directory, from ``start`` upwards, that is a project.

    Raises ``NotAProject`` without one.
    """
    folder = os.path.abspath(start)
    while not any(os.path.isfile(os.path.join(folder, mark)) for mark in _MARKS):
        parent = os.path.dirname(folder)
        if parent == folder:
            marks = " or ".join(_MARKS)
            nowhere = f"neither {quoted_path(start)} nor a directory above it holds {marks}"
            problem = Problem(
                f"No project here: {nowhere}.",
                hint=Text("Change into a project, or make one with: ", NewProject("my-api")),
            )
            raise NotAProject(problem)
        folder = parent
    return folder
