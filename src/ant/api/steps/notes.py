"""Options of a request, and notes for the owner about its plan."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ant.core.planning.consent import NO_CONSENT, Consent
from ant.core.planning.plan import Plan
from ant.core.spec import Spec
from ant.reconcile.conflict_policy import ConflictPolicy
from ant.workspace.project import ReadOnlyProject

KEPT = ".ant/kept"
"""The folder with copies of edited code that was removed by force."""


class Options(NamedTuple):
    """The options of a request."""

    force: bool = False
    """Remove edited code as well, and keep a copy."""
    by_hand: bool = False
    """Leave conflicts to the owner."""
    consent: Consent = NO_CONSENT
    """The answers about existing rows."""

    @property
    def policy(self) -> ConflictPolicy:
        """The same for ``reconcile``."""
        if self.force:
            return ConflictPolicy.FORCED
        return ConflictPolicy.BY_HAND if self.by_hand else ConflictPolicy.STRICT


class Notes(NamedTuple):
    """Notes for the owner beside the changes."""

    by_hand: tuple[str, ...] = ()
    """What is left to do."""
    kept: tuple[str, ...] = ()
    """The absolute paths of copies."""
    warnings: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    """What was repaired after a merge of two branches."""


class Draft(NamedTuple):
    """A plan, and the notes about it."""

    plan: Plan
    notes: Notes = Notes()
    spec: Spec | None = None
    """That of the project as it would be, where the request makes one."""
    undone: str = ""
    """The label of the command that is reverted."""

    def advised(self, advice: Iterable[str]) -> "Draft":
        """The same with advice about names that were given."""
        return self._replace(notes=self.notes._replace(warnings=(*self.notes.warnings, *advice)))


Planner = Callable[[ReadOnlyProject, Options], Draft]
"""Plans a parsed request for a project."""
