"""Read the record of a project, and compute how it changes."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from ant import __version__
from ant.api.projects.manifests import last_applied_spec
from ant.artifacts.paths import MANIFEST
from ant.artifacts.project import (
    PROJECT,
    Owned,
    merged,
    render_by_owner,
    render_files,
    routes_in_paths,
)
from ant.core.errors import BrokenRecord, Problem
from ant.core.planning.messages import Text
from ant.core.planning.plan import FileChange
from ant.core.planning.requests import ApplySpec, Upgrade
from ant.core.spec import Spec
from ant.core.tree import Tree
from ant.record.bundles import MEND, Bundle, Bundles, broken, read_bundles, write_bundles
from ant.record.layout import (
    FOLDER,
    PROJECT_FILE,
    ROUTES,
    SPEC,
    TABLES,
    is_recorded,
    owner_of,
    record_file,
)
from ant.record.tables_text import read_tables
from ant.record.writing import Texts, written_record
from ant.rendering.tables.tables import Table
from ant.workspace.project import ReadOnlyProject

SETTLE = Text("Run: ", ApplySpec())

BEFORE_RECORDS = "0.1.0"
"""The version that kept no record."""

FIRST_RECORD = Text("Any command of ant 0.2.0 that changes it gives it one; then run: ", Upgrade())


class Recorded(NamedTuple):
    """The record of some owners: routes, and the project itself."""

    contents: Tree
    """The files of the record."""
    bundles: Mapping[str, Bundles]
    """By owner."""

    @property
    def unsettled(self) -> list[str]:
        """The owners that have bundles of two branches after a merge."""
        return [
            owner
            for owner, bundles in self.bundles.items()
            if not bundles.is_settled or (owner and len(bundles.by_key) != 1)
        ]

    @property
    def exists(self) -> bool:
        """Whether the project has a record at all."""
        return PROJECT in self.bundles

    def texts(self, paths: Collection[str]) -> Tree | None:
        """Return the pristine texts of those of some files that are recorded."""
        if not self.exists:
            return None
        routes = self._texts(owner for owner in self.bundles if owner)
        project = self.bundles[PROJECT].by_key
        found = {path: routes[path] for path in paths if path in routes}
        for path in paths:
            found |= project[path][0].files if path in project else {}
        return found

    def texts_of(self, owners: Iterable[str]) -> dict[str, bytes]:
        """Return the pristine texts of all recorded files of some owners."""
        return self._texts(owner for owner in owners if owner in self.bundles)

    def every_text(self) -> dict[str, bytes]:
        """Return the pristine texts of all recorded files."""
        return self._texts(self.bundles)

    def tables(self) -> list[Table]:
        """Return the tables as a migration has last made them; raise ``BrokenRecord``."""
        try:
            return [
                table
                for bundle in self._all()
                if TABLES in bundle.files
                for table in read_tables(bundle.files[TABLES])
            ]
        except (ValueError, KeyError, TypeError) as error:
            raise broken(FOLDER) from error

    def _texts(self, owners: Iterable[str]) -> dict[str, bytes]:
        return {
            path: text
            for owner in owners
            for bundle in _only(self.bundles[owner])
            for path, text in bundle.files.items()
            if path not in (SPEC, TABLES)
        }

    def _all(self) -> list[Bundle]:
        return [bundle for bundles in self.bundles.values() for bundle in _only(bundles)]


def read_whole_record(project: ReadOnlyProject) -> Recorded:
    """Return the whole record; raise ``BrokenRecord`` like ``read_record``.

    Also where there is none.
    """
    recorded = read_record(project, map(owner_of, project.list_files(ROUTES)))
    if not recorded.exists:
        raise lost_record(last_applied_spec(project))
    return recorded


def read_unsettled_record(project: ReadOnlyProject) -> Recorded:
    """Return the whole record, also one that a merge of git has left inconsistent."""
    paths = [PROJECT_FILE, *project.list_files(ROUTES)]
    contents = project.read(paths)
    return Recorded(
        contents, {owner_of(path): read_bundles(text, path) for path, text in contents.items()}
    )


def settled_changes(recorded: Recorded) -> list[FileChange]:
    """Return the changes of the files of a record that was read and repaired.

    Those of which it has no bundles any more are removed.
    """
    written: dict[str, bytes | None] = dict.fromkeys(recorded.contents)
    written |= {
        record_file(owner): write_bundles(_only(bundles))
        for owner, bundles in recorded.bundles.items()
    }
    return _changes(recorded, written)


def read_record(project: ReadOnlyProject, owners: Iterable[str]) -> Recorded:
    """Return the record of the project and of some routes.

    Raises ``BrokenRecord`` where it is damaged, or a merge of git has left it inconsistent.
    """
    owner_of_file = {record_file(owner): owner for owner in (PROJECT, *owners)}
    contents = project.read(owner_of_file)
    bundles = {owner_of_file[path]: read_bundles(text, path) for path, text in contents.items()}
    recorded = Recorded(contents, bundles)
    problems = [
        Problem(f"'{record_file(owner)}' is as a merge of two branches has left it.", hint=SETTLE)
        for owner in recorded.unsettled
    ]
    if problems:
        raise BrokenRecord(*problems)
    return recorded


def generated_files(
    look_up: Callable[[Iterable[str]], Recorded], spec: Spec, changed: Texts, paths: Iterable[str]
) -> Tree:
    """Return the texts with which some files are generated, from the record or the spec.

    Modules that only migrations import are in no spec. ``look_up`` gives the record of some routes;
    ``changed`` holds pristine texts that are not recorded yet.
    """
    paths = list(paths)
    owners = [route.names.text for route in routes_in_paths(spec, paths)]
    known = look_up(owners).texts(paths) or {}
    new = {path: text for texts in changed.values() for path, text in texts.items() if text}
    others = [path for path in paths if path not in known and path not in new]
    rendered = render_files(spec, others) if others else {}
    return {**rendered, **known, **new}


def check_recorded(recorded: Recorded, spec: Spec, owners: Iterable[str]) -> None:
    """Raise ``BrokenRecord`` where the record of a project, or of a route of it, is lost."""
    if not recorded.exists:
        raise lost_record(spec)
    present = {route.names.text for route in spec.routes}
    lost = [owner for owner in owners if owner in present and owner not in recorded.bundles]
    if lost:
        missing = "'{}', the record of route '{}', is missing."
        raise BrokenRecord(
            *(Problem(missing.format(record_file(owner), owner), hint=MEND) for owner in lost)
        )


def lost_record(spec: Spec) -> BrokenRecord:
    """Return the error for a project without a record, whose last applied spec is ``spec``."""
    message = f"The record of what was generated, '{FOLDER}', is missing."
    if spec.made_by == BEFORE_RECORDS:
        message = f"This project was made by ant {BEFORE_RECORDS}, which kept no record."
        return BrokenRecord(Problem(message, hint=FIRST_RECORD))
    return BrokenRecord(Problem(message, hint=MEND))


def check_whole(recorded: Recorded, spec: Spec) -> None:
    """Raise ``BrokenRecord`` unless the record has exactly the routes of a spec."""
    names = [route.names.text for route in spec.routes]
    check_recorded(recorded, spec, names)
    others = sorted({owner for owner in recorded.bundles if owner} - {*names})
    if others:
        message = f"The record has routes that were not applied last: {', '.join(others)}."
        raise BrokenRecord(Problem(message, hint=SETTLE))


def record_changes(
    project: ReadOnlyProject, recorded: Recorded, texts: Texts, spec: Spec
) -> list[FileChange]:
    """Return the changes of the record's files with the pristine texts of a spec.

    A project without ``ant.json`` has no record and gets none.
    """
    if not project.exists(MANIFEST):
        return []
    return _changes(recorded, written_record(texts, spec, recorded.bundles))


def upgraded_record(recorded: Recorded, owned: Owned, spec: Spec) -> list[FileChange]:
    """Return the changes of the whole record where everything is generated by this version."""
    none: Texts = {
        owner: {path: None for bundle in _only(bundles) for path in bundle.files}
        for owner, bundles in recorded.bundles.items()
    }
    texts = {owner: {**none.get(owner, {}), **owned.get(owner, {})} for owner in {**none, **owned}}
    return _changes(recorded, written_record(texts, spec, recorded.bundles, __version__))


def _changes(recorded: Recorded, written: Mapping[str, bytes | None]) -> list[FileChange]:
    return [FileChange(path, recorded.contents.get(path), text) for path, text in written.items()]


def adopted_record(project: ReadOnlyProject, spec: Spec) -> dict[str, bytes]:
    """Return the record of a project whose spec was read from its code, by path.

    It has the text of the files that are exactly as the spec renders them. The pristine texts of
    the others are unknown.
    """
    owned = render_by_owner(spec)
    present = project.read(path for files in owned.values() for path in files)
    known = {
        owner: {path: text for path, text in files.items() if present.get(path) == text}
        for owner, files in owned.items()
    }
    return {path: text for path, text in written_record(known, spec, {}).items() if text}


def unrecorded(project: ReadOnlyProject, spec: Spec, record: Tree) -> list[str]:
    """Return the present generated files that a record, by path, has no text of."""
    bundles = {owner_of(path): read_bundles(text, path) for path, text in record.items()}
    known = Recorded(record, bundles).every_text()
    generated = [path for path in merged(render_by_owner(spec)) if is_recorded(path)]
    return [path for path in generated if path not in known and project.exists(path)]


def _only(bundles: Bundles) -> list[Bundle]:
    return [same[0] for same in bundles.by_key.values()]
