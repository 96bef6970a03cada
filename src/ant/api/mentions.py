"""What in a project mentions fields that a plan takes away or calls something else."""

from ant.core.plan import Plan
from ant.rendering.migration import Change
from ant.rendering.project import render_files
from ant.survey.mentions import fields_that_go, find_mentions, may_mention
from ant.survey.references import Reference
from ant.workspace.project import ReadOnlyProject
from ant.workspace.read_code import read_code

CODE = ("api", "tests")


def mentioned_fields(project: ReadOnlyProject, plan: Plan, change: Change) -> list[Reference]:
    """Return the lines in which people's code would mention after a plan what is gone then."""
    gone = fields_that_go(change.old, change.new, change.renames) if change.old else []
    if not gone:
        return []
    tops = [top for top in CODE if project.exists(top)]
    code = {path: text for top in tops for path, text in read_code(project.root, top).items()}
    likely = [path for path, text in code.items() if may_mention(text, gone)]
    later: dict[str, bytes | None] = dict(project.read(likely))
    later |= {each.path: each.after for each in plan.effective if each.path.endswith(".py")}
    tree = {path: content for path, content in later.items() if content is not None}
    return find_mentions(tree, render_files(change.new, tree), gone)
