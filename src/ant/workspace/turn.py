"""Change a project: plan without writing, then take the lock where there is a change."""

from collections.abc import Callable
from typing import TypeVar

from ant.workspace.lock import Signature
from ant.workspace.project import Project, ReadOnlyProject, opened_project, read_only_project

Planned = TypeVar("Planned")


def change_project(
    root: str,
    plan: Callable[[ReadOnlyProject], Planned],
    is_change: Callable[[Planned], bool],
    carry_out: Callable[[Project, Planned], None],
) -> Planned:
    """Return what ``plan`` makes of a project, and carry it out where it is a change.

    A plan that is refused, or changes nothing, leaves no trace: no lock, no folder of our own.
    Where another run has written between planning and locking, ``plan`` is called once more, with
    the project locked. Raises what ``plan`` and ``carry_out`` raise, and what opening raises.
    """
    planned, signature = _without_lock(root, plan)
    if planned is not None and not is_change(planned):
        return planned
    with opened_project(root) as project:
        if planned is None or project.found != signature:
            planned = plan(project)
        if is_change(planned):
            carry_out(project, planned)
    return planned


def _without_lock(
    root: str, plan: Callable[[ReadOnlyProject], Planned]
) -> tuple[Planned | None, Signature]:
    """Return a plan and the signature that it is based on; no plan while another run is at work."""
    with read_only_project(root) as project:
        signature = project.last_signature()
        if signature is None:
            return None, ()
        try:
            planned = plan(project)
        except Exception:
            if project.last_signature() == signature:
                raise
            return None, ()  # it may have read files of which another run had changed only some
        return (planned if project.last_signature() == signature else None), signature
