"""The folders to which a server is restricted."""

import os
from collections.abc import Iterable

from ant.api.projects.manifests import project_root
from ant.artifacts.paths import MANIFEST
from ant.core.errors import InvalidRequest, NotAProject, Problem, ReadFailed
from ant.core.planning.messages import Text
from ant.core.planning.requests import NewProject
from ant.core.text.words import listed, quoted_path
from ant.mcp.errors import OutsideFolders

MOST_NAMED = 5
"""Projects that a hint names."""


class Folders:
    """The folders that a server is started for; links are followed before a path is compared."""

    def __init__(self, paths: Iterable[str]) -> None:
        """Take the folders; raise ``ReadFailed`` for one that is none, or the whole disk.

        That is where programs with windows start others, and nobody means it.
        """
        self.paths: tuple[str, ...] = tuple(os.path.realpath(path) for path in paths)
        for path in self.paths:
            if not os.path.isdir(path):
                raise ReadFailed(Problem(f"{quoted_path(path)} is no folder."))
            if os.path.dirname(path) == path:
                message = f"{quoted_path(path)} is the whole disk, and no folder to work in."
                raise ReadFailed(Problem(message, hint="Name the folders with your projects."))

    def folder(self, path: str | None) -> str:
        """Return the folder that a call names, relative to the first one; by default that.

        Raises ``OutsideFolders``, and ``InvalidRequest`` for what is no folder.
        """
        try:
            found = os.path.realpath(os.path.join(self.paths[0], path or ""))
        except (OSError, ValueError):  # a null character, or half of a surrogate pair
            raise InvalidRequest(Problem(f"{quoted_path(path or '')} is no path.")) from None
        self.check(found, path or found)
        if not os.path.isdir(found):
            raise InvalidRequest(Problem(f"{quoted_path(found)} is no folder."))
        return found

    def project(self, path: str | None) -> str:
        """Return the root of the project around the folder that a call names.

        Raises what ``folder`` and ``project_root`` raise, and ``OutsideFolders`` for a root that is
        above the folders.
        """
        folder = self.folder(path)
        try:
            root = project_root(folder)
        except NotAProject as error:
            raise NotAProject(*(_pointing(problem, folder) for problem in error.problems)) from None
        self.check(root, root)
        return root

    def check(self, path: str, shown: str) -> None:
        """Raise ``OutsideFolders`` for a path outside of them, with its spelling in the call."""
        real = os.path.realpath(path)
        if not any(real == top or real.startswith(os.path.join(top, "")) for top in self.paths):
            problem = Problem(
                f"{quoted_path(shown)} is outside the folders that this server works in.",
                hint=f"These are: {listed([quoted_path(top) for top in self.paths])}.",
            )
            raise OutsideFolders(problem)


def _pointing(problem: Problem, folder: str) -> Problem:
    """The problem with a hint for a caller, who cannot change the working directory."""
    below = sorted(entry.path for entry in os.scandir(folder) if entry.is_dir())
    projects = [path for path in below if os.path.isfile(os.path.join(path, MANIFEST))]
    there = listed([quoted_path(path) for path in projects[:MOST_NAMED]])
    found = f", there is {there};" if projects else ","
    return problem._replace(
        hint=Text(f"Name it as project_path{found} or make one with: ", NewProject("my-api"))
    )
