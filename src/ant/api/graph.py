"""Draw a project."""

from ant.api.from_code import known_spec
from ant.api.manifests import wanted_spec
from ant.api.versions import project_root
from ant.core.outcome import Outcome
from ant.rendering.pictures.draw import mermaid_of, svg_of
from ant.rendering.project import MANIFEST
from ant.workspace.outputs import write_output
from ant.workspace.project import read_only_project

DRAWN = {"mermaid": mermaid_of, "svg": svg_of}


def draw_project(start: str, form: str, what: str | None) -> tuple[Outcome, str]:
    """Return the project around ``start`` and its picture, as ``mermaid`` or ``svg``.

    ``what`` is ``model``, ``routes`` or, for what there is to see, None. It is drawn as
    ``ant.json`` says, applied or not, and without one from the code as far as that tells. Raises
    ``NotAProject``, ``InvalidDocument`` and ``InvalidSpec``.
    """
    root = project_root(start)
    with read_only_project(root) as project:
        spec = wanted_spec(project) if project.exists(MANIFEST) else known_spec(project)
    return Outcome(root), DRAWN[form](spec, what)


def save_picture(outcome: Outcome, text: str, path: str, *, replace: bool) -> Outcome:
    """Write a picture into a file; raise ``TargetExists`` and ``WriteFailed``."""
    return outcome._replace(files=(write_output(path, text.encode(), replace=replace),))
