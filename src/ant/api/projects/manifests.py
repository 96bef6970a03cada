"""An existing project: its root, its version, and its spec in ``ant.json`` and as applied."""

import json
import re

from ant import __version__
from ant.artifacts.paths import APPLIED, MANIFEST
from ant.core.errors import (
    BrokenRecord,
    InvalidDocument,
    InvalidSpec,
    MadeByNewer,
    NotApplied,
    NotAProject,
    Problem,
    UnfinishedMerge,
)
from ant.core.locations import LocatedText
from ant.core.planning.messages import Text
from ant.core.planning.requests import Adopt, ApplySpec
from ant.core.spec import Spec
from ant.core.spec_reader import read_manifest
from ant.core.text.merge_markers import OURS, THEIRS
from ant.core.text.words import quoted_path
from ant.core.versions import is_newer
from ant.documents.json_text import parse_json
from ant.record.bundles import MEND
from ant.workspace.locate import find_project
from ant.workspace.project import ReadOnlyProject, read_only_project

_MARKER = re.compile(rb"^(%b|%b)( |\r?$)" % (OURS, THEIRS), re.M)
"""No line of JSON begins like that."""

_MADE_BY = re.compile(rb'"ant"\s*:\s*"([^"\\]*)"')

RUN_APPLY = Text("Run: ", ApplySpec())
ANEW = Text("It is made anew by: ", ApplySpec())
PUT_BACK = f"Put back what was applied last with: cp {APPLIED} {MANIFEST}"


def project_root(start: str) -> str:
    """Return the root of the project around ``start``.

    Raises ``NotAProject``, and ``MadeByNewer`` where a newer version has made it.
    """
    root = find_project(start)
    with read_only_project(root) as project:
        check_not_newer(project)
    return root


def check_not_newer(project: ReadOnlyProject) -> None:
    """Raise ``MadeByNewer`` where ``ant.json`` is of a newer version."""
    content = project.read([MANIFEST]).get(MANIFEST, b"")
    versions = [version.decode("ascii", "replace") for version in _MADE_BY.findall(content)]
    if any(is_newer(version, __version__) for version in versions):
        check_version(_stated_version(content))  # a mock may have such an entry as well


def check_version(made_by: object) -> None:
    """Raise ``MadeByNewer`` for a version that is newer than the running one."""
    if isinstance(made_by, str) and is_newer(made_by, __version__):
        message = f"This project was made by ant {made_by}, and this is ant {__version__}."
        raise MadeByNewer(Problem(message, hint="Use that version, or a newer one."))


def applied_spec(project: ReadOnlyProject) -> Spec:
    """Return the spec that the code was last brought in line with.

    Raises ``NotApplied`` where ``ant.json`` has been edited since, ``NotAProject`` without one, and
    ``InvalidDocument`` or ``InvalidSpec`` for one that cannot be read.
    """
    spec = manifest_spec(project)
    if _is_as_applied(project):  # the common case; reading a long text twice takes its time
        return spec
    applied = last_applied_spec(project)
    if json.dumps(spec.to_json()) != json.dumps(applied.to_json()):  # 1 and true are not the same
        problem = Problem(
            f"{MANIFEST} has changes that the code does not have yet.", hint=RUN_APPLY
        )
        raise NotApplied(problem)
    return applied


def manifest_spec(project: ReadOnlyProject) -> Spec:
    """Return the spec that ``ant.json`` holds."""
    content = project.read([MANIFEST]).get(MANIFEST)
    if content is None:
        message = f"{quoted_path(project.root)} has no {MANIFEST}, which holds a project's spec."
        from_code = Text("Make one from the code with: ", Adopt())
        raise NotAProject(Problem(message, hint=PUT_BACK if project.exists(APPLIED) else from_code))
    return read_spec_file(content, MANIFEST)


def last_applied_spec(project: ReadOnlyProject) -> Spec:
    """Return the spec that was last applied.

    Raises ``BrokenRecord`` where that is lost: what ``ant.json`` holds may be more than the code.
    """
    content = project.read([APPLIED]).get(APPLIED)
    if content is None:
        message = f"'{APPLIED}' is missing, so nobody can tell what of {MANIFEST} the code has."
        raise BrokenRecord(Problem(message, hint=MEND))
    try:
        return read_spec_file(content, APPLIED)
    except (InvalidDocument, InvalidSpec):
        message = f"'{APPLIED}' cannot be read: a merge may have left it so."
        raise BrokenRecord(Problem(message, hint=ANEW)) from None


def _is_as_applied(project: ReadOnlyProject) -> bool:
    contents = project.read([MANIFEST, APPLIED])
    return contents.get(MANIFEST) == contents.get(APPLIED)


def read_spec_file(content: bytes, name: str) -> Spec:
    """Return the spec in ``ant.json`` or its applied copy.

    Raises ``InvalidDocument`` or ``InvalidSpec``.
    """
    check_merged(content, name)
    document = parse_json(content, name)
    check_version(document.value.get("ant") if isinstance(document.value, dict) else None)
    return read_manifest(document.value, document.where, was_applied=name == APPLIED)


def check_merged(content: bytes, name: str) -> None:
    """Raise ``UnfinishedMerge`` for a file with conflict markers."""
    found = _MARKER.search(content)
    if found is None:
        return
    line = content.count(b"\n", 0, found.start()) + 1
    message = f"'{name}' is in the middle of a merge: it has the marks of a conflict."
    if name == MANIFEST:
        hint = Text(
            "Put both sides together by hand and run: ", ApplySpec(),
            "\n  Or let it be made anew from what was generated on both: ", ApplySpec(True),
            "\n  Either makes the files in .ant anew, whatever git has left of them.",
        )  # fmt: skip
    elif name == APPLIED:
        hint = ANEW
    else:
        hint = Text("Put both sides together by hand.")
    raise UnfinishedMerge(Problem(message, LocatedText(f"{name}:{line}", name, line), hint))


def _stated_version(content: bytes) -> object:
    try:
        value = json.loads(content)
    except ValueError:
        return None
    return value.get("ant") if isinstance(value, dict) else None
