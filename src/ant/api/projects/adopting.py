"""Adopt an existing project: write its ``ant.json`` or its record from the code."""

from ant.api.projects.from_code import last_known, surveyed
from ant.api.projects.manifests import PUT_BACK, last_applied_spec, manifest_spec, read_spec_file
from ant.api.projects.record import adopted_record, check_recorded, read_whole_record, unrecorded
from ant.api.steps.notes import Draft, Notes, Options, Planner
from ant.api.steps.presence import present_routes
from ant.artifacts.paths import APPLIED, MANIFEST, MERGING
from ant.artifacts.project import render_shared
from ant.artifacts.shared import has_resources
from ant.core.errors import AntError, BrokenRecord, InvalidSpec, Problem, TargetExists
from ant.core.planning.plan import FileChange, make_plan
from ant.core.planning.requests import Adopt
from ant.core.spec import Spec
from ant.core.text.words import quoted_path
from ant.rendering.manifest import SCHEMA
from ant.survey.adopt import Survey
from ant.workspace.project import ReadOnlyProject


def planner_of_adoption(_request: Adopt) -> Planner:
    """Return the planner of an ``ant.json`` read from the code, or of a lost record.

    The planner raises ``TargetExists`` where both exist, ``InvalidDocument`` where ``ant.json``
    cannot be read, and ``InvalidSpec`` where known fields would be lost, since they cannot be read
    from the code. A file that differs from what this version generates is recorded as edited, with
    a warning.
    """
    return _plan


def _plan(project: ReadOnlyProject, _how: Options) -> Draft:
    if project.exists(MANIFEST):
        spec, files, unknown = _record_anew(project)
        warnings = [
            f"{quoted_path(path)} is not as this version generates it, so it is taken for edited"
            for path in unknown
        ]
    else:
        survey, files = _from_code(project)
        spec = survey.spec
        warnings = [f"{unread.file}: {unread.reason}" for unread in survey.unread]
    present = project.read(files)
    changes = (FileChange(path, present.get(path), text) for path, text in files.items())
    return Draft(make_plan(*changes), Notes(warnings=tuple(warnings)), spec)


def _from_code(project: ReadOnlyProject) -> tuple[Survey, dict[str, bytes]]:
    last = last_known(project)
    if last and has_resources(last):
        raise InvalidSpec(Problem("The code does not tell all that fields are.", hint=PUT_BACK))
    survey = surveyed(project)
    files = render_shared(survey.spec, [MANIFEST, APPLIED, SCHEMA, MERGING])
    read_spec_file(files[MANIFEST], MANIFEST)
    return survey, files | adopted_record(project, survey.spec)


def _record_anew(project: ReadOnlyProject) -> tuple[Spec, dict[str, bytes], list[str]]:
    """The record of a project that has only ``ant.json``: for the parts that the code has.

    Return also the files whose pristine texts are unknown.
    """
    target = manifest_spec(project)
    if _has_record(project):
        raise TargetExists(Problem(f"{quoted_path(project.root)} has an {MANIFEST} already."))
    spec = target._replace(routes=tuple(present_routes(project, target)))
    files = render_shared(spec, [APPLIED, SCHEMA, MERGING])
    known = adopted_record(project, spec)
    return spec, files | known, unrecorded(project, spec, known)


def _has_record(project: ReadOnlyProject) -> bool:
    try:
        spec = last_applied_spec(project)
        recorded = read_whole_record(project)
        recorded.every_text()
        check_recorded(recorded, spec, [route.names.text for route in spec.routes])
    except AntError as error:
        if isinstance(error, BrokenRecord):
            return False
        raise
    return True
