"""What the product can do: plan a request for a project, and apply the plan."""

import os
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from ant.api.projects.generate import create_project, draft_project
from ant.api.steps.answers import options_of
from ant.api.steps.notes import Draft, Notes, Options, Planner
from ant.api.steps.reading import check_types
from ant.core.errors import InvalidRequest, Problem, StaleProject, Undecided
from ant.core.planning.plan import FileChange, Plan
from ant.core.planning.progress import Progress, no_progress
from ant.core.planning.questions import Question
from ant.core.planning.requests import NewProject, Request, shown
from ant.core.spec import Spec
from ant.record.layout import is_of_record

if TYPE_CHECKING:
    from ant.workspace.project import Project, ReadOnlyProject

_PLANNERS = {
    "AddRoute": "steps.routes.planner_of_route",
    "AddSubroute": "steps.routes.planner_of_subroute",
    "AddRules": "steps.fields.planner_of_rules",
    "GuardRoute": "steps.routes.planner_of_guard",
    "RemoveRoute": "steps.routes.planner_of_removed_route",
    "RemoveSubroute": "steps.routes.planner_of_removed_subroute",
    "AddFields": "steps.fields.planner_of_fields",
    "RemoveField": "steps.fields.planner_of_removed_field",
    "RenameField": "steps.fields.planner_of_renamed_field",
    "RenameRoute": "steps.fields.planner_of_renamed_route",
    "AddAccounts": "steps.fields.planner_of_accounts",
    "ApplySpec": "projects.applying.planner_of_spec_file",
    "Adopt": "projects.adopting.planner_of_adoption",
    "Upgrade": "projects.upgrade.planner_of_upgrade",
    "MarkDone": "projects.left_by_hand.planner_of_done",
    "Undo": "projects.undoing.planner_of_undo",
}
"""The function that reads each request and returns what plans it, imported when it is asked for."""


class Terms(NamedTuple):
    """The options of planning a request."""

    answers: Mapping[str, Any] = {}
    """The answers to questions, by their ids."""
    agree: bool = False
    """Whether every question without an answer is answered with yes."""
    conflicts: str = "refuse"
    """The conflict policy for edited code: ``refuse``, ``by_hand`` or ``force``."""


PLAIN_TERMS = Terms()


class Planned(NamedTuple):
    """The plan of a request for a project, before or after it is applied."""

    root: str
    """The project's directory, absolute."""
    request: Request
    terms: Terms
    plan: Plan
    notes: Notes
    questions: tuple[Question, ...] = ()
    """The open questions, which have to be answered before the plan can be applied."""
    spec: Spec | None = None
    """The spec of the project after the plan, for requests that change it."""
    undone: str = ""
    """The label of the command that is reverted, by a request to undo."""

    @property
    def changes(self) -> tuple[FileChange, ...]:
        """The changes that have an effect."""
        return self.plan.effective

    @property
    def readable(self) -> tuple[FileChange, ...]:
        """The changes that a person can read: those of the record are left out."""
        return tuple(change for change in self.changes if not is_of_record(change.path))

    @property
    def files(self) -> tuple[str, ...]:
        """The absolute paths of the files that change."""
        return tuple(os.path.join(self.root, change.path) for change in self.changes)


def plan(root: str | os.PathLike[str], request: Request, terms: Terms = PLAIN_TERMS) -> Planned:
    """Plan a request for the project around ``root``, or a new one in that directory.

    Nothing is written. Raises what is wrong with the request as an ``AntError`` with all problems.
    """
    start = os.fspath(root)
    if isinstance(request, NewProject):
        check_types(request)
        target, draft = draft_project(start, request)
        return _planned(target, request, terms, draft)
    from ant.api.projects.manifests import project_root  # noqa: PLC0415, a new project does without
    from ant.workspace.project import read_only_project  # noqa: PLC0415

    planner, options = _read(request, terms)
    root = project_root(start)
    with read_only_project(root) as project:
        try:
            draft = planner(project, options)
        except Undecided as error:
            return _planned(root, request, terms, Draft(Plan()), error.questions)
    return _planned(root, request, terms, draft, _open_questions(draft, options))


def apply(planned: Planned, progress: Progress = no_progress, label: str = "") -> Planned:
    """Apply a plan, whole or not at all; ``label`` is its name for an undo.

    Raises ``Undecided`` while there are open questions, ``StaleProject`` where the project has
    changed so that planning again gives another plan, and any error of writing.
    """
    if planned.questions:
        problems = (Problem(question.text, hint=question.hint) for question in planned.questions)
        raise Undecided(*problems, questions=planned.questions)
    if isinstance(planned.request, NewProject):
        create_project(planned.root, planned.plan, progress)
        return planned
    planner, options = _read(planned.request, planned.terms)

    def again(project: "ReadOnlyProject") -> Draft:
        draft = planner(project, options)
        if draft.plan.changes != planned.plan.changes:
            message = "The project has changed since this was planned."
            raise StaleProject(Problem(message, hint="Plan it again."))
        return draft

    return _carried_out(planned, again, progress, label)


def carry_out(
    root: str | os.PathLike[str],
    request: Request,
    terms: Terms = PLAIN_TERMS,
    progress: Progress = no_progress,
    label: str = "",
) -> Planned:
    """Plan and apply a request in one turn; planned again where another run wrote in between.

    Raises the errors of both, ``Undecided`` with the open questions.
    """
    if isinstance(request, NewProject):
        return apply(plan(root, request, terms), progress)
    from ant.api.projects.manifests import project_root  # noqa: PLC0415, a new project does without

    planner, options = _read(request, terms)
    start = _planned(project_root(os.fspath(root)), request, terms, Draft(Plan()))
    return _carried_out(
        start, lambda project: _agreed(planner(project, options), options), progress, label
    )


def _carried_out(planned: Planned, planner: Any, progress: Progress, label: str) -> Planned:  # noqa: ANN401
    def write(project: "Project", draft: Draft) -> None:
        project.apply(draft.plan, label or shown(planned.request), progress)

    from ant.workspace.turn import change_project  # noqa: PLC0415, a new project does without

    draft: Draft = change_project(
        planned.root, planner, lambda found: bool(found.plan.effective), write
    )
    return _planned(planned.root, planned.request, planned.terms, draft)


def _planned(
    root: str, request: Request, terms: Terms, draft: Draft, questions: tuple[Question, ...] = ()
) -> Planned:
    found = (draft.plan, draft.notes, questions, draft.spec, draft.undone)
    return Planned(root, request, terms, *found)


def _read(request: Request, terms: Terms) -> tuple[Planner, Options]:
    planner_path = _PLANNERS.get(type(request).__name__)
    if planner_path is None:
        raise InvalidRequest(Problem(f"{request!r:.60} is no request."))
    check_types(request)
    module, _, name = planner_path.rpartition(".")
    planner_of = getattr(import_module(f"ant.api.{module}"), name)
    options = options_of(request, terms.answers, terms.agree, terms.conflicts)
    planner: Planner = planner_of(request)
    return planner, options


def _agreed(draft: Draft, options: Options) -> Draft:
    from ant.api.steps.answers import agreed  # noqa: PLC0415, a new project does without

    return draft._replace(plan=agreed(draft.plan, options.consent))


def _open_questions(draft: Draft, options: Options) -> tuple[Question, ...]:
    try:
        _agreed(draft, options)
    except Undecided as error:
        return error.questions
    return ()
