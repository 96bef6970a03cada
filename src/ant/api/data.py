"""What a change means for the rows that a project's database holds."""

from ant.core.consent import Consent
from ant.core.errors import Problem, Unconfirmed
from ant.core.plan import Loss, Plan
from ant.core.spec import Spec, grows
from ant.core.tree import Tree
from ant.reconcile.history import heads, likely_paths
from ant.reconcile.made_tables import made_columns
from ant.rendering.migration import VERSIONS, Columns
from ant.workspace.project import ReadOnlyProject


def migrations_of(project: ReadOnlyProject) -> Tree:
    """Return as many of a project's migrations as it takes to tell the newest one."""
    paths = project.list_files(VERSIONS)
    likely = project.read(likely_paths(paths))
    if len(heads(likely)) == 1 or len(likely) == len(paths):
        return likely
    return project.read(path for path in paths if path.endswith(".py"))


def every_migration(project: ReadOnlyProject) -> Tree:
    """Return all migrations of a project."""
    return project.read(path for path in project.list_files(VERSIONS) if path.endswith(".py"))


def made_before(project: ReadOnlyProject, old: Spec, new: Spec) -> Columns:
    """Return the new columns of a spec that migrations have added already.

    People's own migrations may have, or those of another branch whose code was lost in a merge.
    Raises ``CannotMerge`` for one that was added in another way.
    """
    if not grows(old, new):
        return frozenset()
    return made_columns(every_migration(project), old, new)


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
