"""Carry out what is planned for a project, and tell what its owner has to know about it."""

import os
from collections.abc import Callable, Iterable
from typing import NamedTuple

from ant.api.data import agreed
from ant.api.versions import project_root
from ant.core.consent import NO_CONSENT, Consent
from ant.core.meter import Meter, no_meter
from ant.core.outcome import Outcome
from ant.core.plan import FileChange, Plan
from ant.reconcile.manner import Manner
from ant.record.layout import is_of_record
from ant.workspace.project import Project, ReadOnlyProject, read_only_project
from ant.workspace.turn import change_project

KEPT = ".ant/kept"
"""Where copies are of what was taken out although somebody had changed it."""


class How(NamedTuple):
    """In which way a request is carried out."""

    dry_run: bool = False
    force: bool = False
    """Take out what somebody has changed, too, and keep a copy."""
    by_hand: bool = False
    """Leave to the owner what would be refused."""
    consent: Consent = NO_CONSENT
    """What its owner has said about the rows that there are."""

    @property
    def manner(self) -> Manner:
        """The same for ``reconcile``."""
        if self.force:
            return Manner.FORCED
        return Manner.BY_HAND if self.by_hand else Manner.STRICT


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


class Planned(NamedTuple):
    """A plan, and what to say about it."""

    plan: Plan
    notes: Notes = Notes()


class Growth(NamedTuple):
    """What was done, and the plan that did it or, in a dry run, would."""

    outcome: Outcome
    plan: Plan
    notes: Notes = Notes()

    def advised(self, advice: Iterable[str]) -> "Growth":
        """The same with what to say of names that were given."""
        warnings = (*self.notes.warnings, *advice)
        return self._replace(notes=self.notes._replace(warnings=warnings))

    @property
    def readable(self) -> tuple[FileChange, ...]:
        """The changes that tell a person something: the record is no text to be read."""
        return tuple(file for file in self.plan.effective if not is_of_record(file.path))


def told(command: str, how: How) -> str:
    """Return a command as the record of what can be undone says it."""
    return f"{command}{' --force' if how.force else ''}{' --by-hand' if how.by_hand else ''}"


def execute(
    start: str,
    plan: Callable[[ReadOnlyProject], Planned],
    command: str,
    how: How = PLAINLY,
    meter: Meter = no_meter,
) -> Growth:
    """Carry out what a function plans for the project around ``start``, or only plan it."""
    root = project_root(start)
    if how.dry_run:
        with read_only_project(root) as shown:
            planned, notes = plan(shown)
    else:

        def agreed_plan(project: ReadOnlyProject) -> Planned:
            found = plan(project)
            return found._replace(plan=agreed(found.plan, how.consent))

        def carry_out(project: Project, found: Planned) -> None:
            project.apply(found.plan, command, meter)

        planned, notes = change_project(
            root, agreed_plan, lambda found: bool(found.plan.effective), carry_out
        )
    files = tuple(os.path.join(root, change.path) for change in planned.effective)
    return Growth(Outcome(root, files, how.dry_run), planned, notes)
