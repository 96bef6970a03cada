"""Diagrams of a project."""

from typing import NamedTuple

from ant.api.projects.from_code import known_spec
from ant.api.projects.manifests import manifest_spec, project_root
from ant.artifacts.paths import MANIFEST
from ant.core.planning.messages import Option, Text
from ant.operations.find import find_route
from ant.rendering.pictures.draw import mermaid_of, svg_of, too_long_for_mermaid
from ant.rendering.pictures.mermaid import LONGEST
from ant.workspace.outputs import write_output
from ant.workspace.project import read_only_project

TOO_LONG = Text(
    f"Mermaid draws no more than {LONGEST:,} characters unless its maxTextSize is raised: "
    "draw a route with its neighbours, ",
    Option("around", "ROUTE"),
    ", or write ",
    Option("format", "svg"),
    ".",
)

DRAWN = {"mermaid": mermaid_of, "svg": svg_of}


class Picture(NamedTuple):
    """The root of a project and a picture of it."""

    project_path: str
    text: str
    warnings: tuple[Text, ...] = ()


def draw_project(start: str, form: str, what: str | None, around: str | None = None) -> Picture:
    """Return the picture of the project around ``start``, as ``mermaid`` or ``svg``.

    ``what`` is ``model``, ``routes``, or None for whatever the project has; ``around`` is a route
    that is drawn with its neighbours alone. It is drawn from ``ant.json``, applied or not, and
    without one from what can be read from the code. Raises ``NotAProject``, ``InvalidDocument``,
    ``InvalidSpec`` and ``UnknownRoute``.
    """
    root = project_root(start)
    with read_only_project(root) as project:
        spec = manifest_spec(project) if project.exists(MANIFEST) else known_spec(project)
    if around is not None:
        around = find_route(spec, around).names.text
    is_too_long = form == "mermaid" and too_long_for_mermaid(spec, what, around)
    return Picture(root, DRAWN[form](spec, what, around), (TOO_LONG,) if is_too_long else ())


def save_picture(picture: Picture, path: str, *, replace: bool) -> str:
    """Write a picture into a file and return its path; raise ``TargetExists``, ``WriteFailed``."""
    return write_output(path, picture.text.encode(), replace=replace)
