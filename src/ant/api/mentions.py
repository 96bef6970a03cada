"""What in a project mentions fields that a plan takes away or calls something else."""

from ant.core.plan import Plan
from ant.rendering.migration import VERSIONS, Change
from ant.rendering.project import render_files
from ant.survey.mentions import fields_that_go, find_mentions, may_mention
from ant.survey.references import Reference
from ant.workspace.project import ReadOnlyProject
from ant.workspace.read_code import read_code

_CODE = ("api", "tests")


def own_code(project: ReadOnlyProject) -> dict[str, bytes]:
    """Return the Python files of a project that mean what is there now, which migrations do not."""
    tops = [top for top in _CODE if project.exists(top)]
    found = (each for top in tops for each in read_code(project.root, top).items())
    return {path: content for path, content in found if is_code(path)}


def is_code(path: str) -> bool:
    """Whether a file is Python, and no migration: those tell what was."""
    return path.endswith(".py") and not path.startswith(f"{VERSIONS}/")


def mentioned_fields(project: ReadOnlyProject, plan: Plan, change: Change) -> list[Reference]:
    """Return the lines in which people's code would mention after a plan what is gone then."""
    gone = fields_that_go(change.old, change.new, change.renames) if change.old else []
    if not gone:
        return []
    likely = [path for path, text in own_code(project).items() if may_mention(text, gone)]
    later: dict[str, bytes | None] = dict(project.read(likely))
    later |= {each.path: each.after for each in plan.effective if is_code(each.path)}
    tree = {path: content for path, content in later.items() if content is not None}
    return find_mentions(tree, render_files(change.new, tree), gone)
