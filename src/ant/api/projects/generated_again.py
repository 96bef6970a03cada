"""What this version generates for an existing project, and will generate again."""

from ant import __version__
from ant.api.projects.record import read_whole_record
from ant.artifacts.paths import path_of
from ant.artifacts.project import PROJECT, Owned, merged, render_by_owner
from ant.artifacts.shared import FORMERLY_COMMON, PERMANENT
from ant.core.errors import MadeByOlder, Problem
from ant.core.planning.messages import Text
from ant.core.planning.requests import Upgrade
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.core.versions import is_newer
from ant.record.layout import is_recorded
from ant.rendering.migrations.migration import BROUGHT_ALONG, TEMPLATES
from ant.rendering.templates import read_template
from ant.workspace.project import ReadOnlyProject

OF_MIGRATIONS = TEMPLATES | PERMANENT
"""The templates of modules that migrations import, by path: no spec shows whether one is needed."""

KEPT_IF_EDITED = OF_MIGRATIONS | FORMERLY_COMMON
"""The same, and those of modules that a project may need later, by path."""


def generated_again(spec: Spec, recorded: Tree) -> Owned:
    """Return what this version generates and will generate again, by owner.

    Modules that migrations import are part of it where the record has them, and so are those that
    a project may need later.
    """
    owned = render_by_owner(spec)
    needed = (PERMANENT.keys() | FORMERLY_COMMON.keys() - owned[PROJECT].keys()) & recorded.keys()
    for module, files in BROUGHT_ALONG.items():
        needed |= files.keys() if path_of(module) in recorded else set()
    owned[PROJECT] |= {path: read_template(KEPT_IF_EDITED[path]) for path in needed}
    return {
        owner: {path: text for path, text in files.items() if is_recorded(path)}
        for owner, files in owned.items()
    }


def check_up_to_date(project: ReadOnlyProject, spec: Spec) -> None:
    """Raise ``MadeByOlder`` where an upgrade would change a project.

    New code may use what has changed in the rest of what is generated.
    """
    if not is_newer(__version__, spec.made_by):
        return
    recorded = read_whole_record(project).every_text()
    if merged(generated_again(spec, recorded)) != recorded:
        message = (
            f"This project was made by ant {spec.made_by}; what ant {__version__} adds may need"
            " what it has changed since."
        )
        raise MadeByOlder(Problem(message, hint=Text("Run first: ", Upgrade())))
