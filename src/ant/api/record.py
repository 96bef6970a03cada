"""The record of a project: read it, and say what it holds after a change."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ant.core.errors import BrokenRecord, Problem
from ant.core.plan import FileChange
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.record.bundles import MEND, Bundle, Bundles, read_bundles
from ant.record.layout import FOLDER, record_file
from ant.record.writing import Texts, written_record
from ant.rendering.project import (
    MANIFEST,
    MERGING,
    PROJECT,
    Owned,
    render_by_owner,
    render_files,
    render_shared,
    routes_in_paths,
)
from ant.workspace.project import ReadOnlyProject

SETTLE = "Run: ant apply"

BEFORE_RECORDS = "0.1.0"
"""The version that kept no record."""


class Recorded(NamedTuple):
    """What a project's record says of some owners: routes, and the project itself."""

    contents: Tree
    """The files of the record as they stand."""
    bundles: Mapping[str, Bundles]
    """By owner."""

    @property
    def exists(self) -> bool:
        """Whether the project has a record at all."""
        return PROJECT in self.bundles

    def texts(self, paths: Iterable[str]) -> Tree | None:
        """Return with which texts those of some files were generated that are recorded."""
        if not self.exists:
            return None
        routes = {
            path: text
            for owner, bundles in self.bundles.items()
            for bundle in (_only(bundles) if owner else ())
            for path, text in bundle.files.items()
        }
        project = self.bundles[PROJECT].by_key
        found: dict[str, bytes] = {}
        for path in paths:
            if path in project:
                found |= project[path][0].files
            elif path in routes:
                found[path] = routes[path]
        return found


def read_record(project: ReadOnlyProject, owners: Iterable[str]) -> Recorded:
    """Return what the record says of the project and of some routes.

    Raises ``BrokenRecord`` where it is damaged, or as a merge of git has left it.
    """
    places = {record_file(owner): owner for owner in (PROJECT, *owners)}
    contents = project.read(places)
    bundles = {places[path]: read_bundles(text, path) for path, text in contents.items()}
    problems = [
        Problem(f"'{record_file(owner)}' is as a merge of two branches has left it.", hint=SETTLE)
        for owner, found in bundles.items()
        if not found.is_settled
    ]
    if problems:
        raise BrokenRecord(*problems)
    return Recorded(contents, bundles)


def generated_files(
    project: ReadOnlyProject, spec: Spec, changed: Texts, paths: Iterable[str]
) -> Tree:
    """Return with which texts those of some files are generated that a spec determines.

    ``changed`` holds the pristine texts that the record does not have yet.
    """
    paths = list(paths)
    owners = [route.names.text for route in routes_in_paths(spec, paths)]
    rendered = render_files(spec, paths)
    known = read_record(project, owners).texts(rendered)
    new = {path: text for texts in changed.values() for path, text in texts.items() if text}
    return {**rendered, **(known or {}), **new}


def begun_record(project: ReadOnlyProject, recorded: Recorded, spec: Spec) -> Owned:
    """Return the pristine texts of a project that has no record yet; nothing where it has one.

    That is a project of version 0.1.0, which kept none and generated the same. Raises
    ``BrokenRecord`` for a project of another version: its record is lost.
    """
    if recorded.exists or not project.exists(MANIFEST):
        return {}
    if spec.made_by != BEFORE_RECORDS:
        message = f"The record of what was generated, '{FOLDER}', is missing."
        raise BrokenRecord(Problem(message, hint=MEND))
    return render_by_owner(spec)


def record_changes(
    project: ReadOnlyProject, recorded: Recorded, texts: Texts, spec: Spec
) -> list[FileChange]:
    """Return how the files of the record change with the pristine texts of a spec.

    A project without ``ant.json`` has no record and gets none.
    """
    if not project.exists(MANIFEST):
        return []
    written = written_record(texts, spec, recorded.bundles)
    before = {**recorded.contents}
    if not recorded.exists:
        written |= render_shared(spec, [MERGING])
        before |= project.read([MERGING])
    return [FileChange(path, before.get(path), content) for path, content in written.items()]


def adopted_record(project: ReadOnlyProject, spec: Spec) -> dict[str, bytes]:
    """Return the record of a project whose spec was read from its code, by path.

    It has the text of the files that stand as the spec gives them. How the others were generated
    nobody knows.
    """
    owned = render_by_owner(spec)
    there = project.read(path for files in owned.values() for path in files)
    known = {
        owner: {path: text for path, text in files.items() if there.get(path) == text}
        for owner, files in owned.items()
    }
    return {path: text for path, text in written_record(known, spec, {}).items() if text}


def _only(bundles: Bundles) -> list[Bundle]:
    return [same[0] for same in bundles.by_key.values()]
