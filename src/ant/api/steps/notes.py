"""Options of a request, and notes for the owner about its plan."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from ant.core.planning.consent import NO_CONSENT, Consent
from ant.core.planning.plan import Plan
from ant.core.spec import Spec
from ant.reconcile.conflict_policy import ConflictPolicy
from ant.workspace.project import ReadOnlyProject

KEPT = ".ant/kept"
"""Where copies are of what was taken out although somebody had changed it."""


class How(NamedTuple):
    """In which way a request is carried out."""

    force: bool = False
    """Take out what somebody has changed, too, and keep a copy."""
    by_hand: bool = False
    """Leave to the owner what would be refused."""
    consent: Consent = NO_CONSENT
    """What its owner has said about the rows that there are."""

    @property
    def policy(self) -> ConflictPolicy:
        """The same for ``reconcile``."""
        if self.force:
            return ConflictPolicy.FORCED
        return ConflictPolicy.BY_HAND if self.by_hand else ConflictPolicy.STRICT


PLAINLY = How()


class Notes(NamedTuple):
    """What an owner has to know beside the changes."""

    by_hand: tuple[str, ...] = ()
    """What is left to do."""
    kept: tuple[str, ...] = ()
    """The absolute paths of copies."""
    warnings: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    """What a merge of two branches had left, and is put right."""


class Draft(NamedTuple):
    """A plan, and what to say about it."""

    plan: Plan
    notes: Notes = Notes()
    spec: Spec | None = None
    """That of the project as it would be, where the request makes one."""
    undone: str = ""
    """What the request takes back, as whoever did it called it."""

    def advised(self, advice: Iterable[str]) -> "Draft":
        """The same with what to say of names that were given."""
        return self._replace(notes=self.notes._replace(warnings=(*self.notes.warnings, *advice)))


Planner = Callable[[ReadOnlyProject, How], Draft]
"""Plans what a request, which was read before, makes of a project."""
