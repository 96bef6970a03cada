"""What a change means for the rows that a project's database holds."""

from ant.core.consent import Consent
from ant.core.errors import Problem, Unconfirmed
from ant.core.plan import Loss, Plan
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.reconcile.history import heads, likely_paths
from ant.reconcile.made_columns import added_columns, columns_there
from ant.rendering.migration import VERSIONS, Columns
from ant.workspace.project import ReadOnlyProject


def migrations_of(project: ReadOnlyProject) -> Tree:
    """Return as many of a project's migrations as it takes to tell the newest one."""
    paths = project.list_files(VERSIONS)
    likely = project.read(likely_paths(paths))
    if len(heads(likely)) == 1 or len(likely) == len(paths):
        return likely
    return project.read(path for path in paths if path.endswith(".py"))


def made_by_hand(project: ReadOnlyProject, tree: Tree, old: Spec, new: Spec) -> Columns:
    """Return the new columns of a spec that people's models and migrations have already."""
    there = columns_there(tree, old, new)
    if not there:
        return there
    paths = project.list_files(VERSIONS)
    return there & added_columns(project.read(path for path in paths if path.endswith(".py")))


def agreed(plan: Plan, consent: Consent) -> Plan:
    """Return the plan; raise ``Unconfirmed`` with everything that nobody has agreed to yet."""
    if consent.yes:
        return plan
    problems = [Problem(each.sentence, hint=_hint(each)) for each in plan.losses if each.asks]
    hint = "Give one with --fill {}=VALUE; where there are no rows, go on with: --yes"
    problems += [
        Problem(f"Rows that are there would have no value of '{each}'.", hint=hint.format(each))
        for each in plan.unfilled
    ]
    if problems:
        raise Unconfirmed(*problems, unfilled=plan.unfilled)
    return plan


def _hint(loss: Loss) -> str:
    if loss.stays_in:
        return f"Give them one with --fill {loss.stays_in}=VALUE, or leave them so with: --yes"
    return "Say that it may go with: --yes"
