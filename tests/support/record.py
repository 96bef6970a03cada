"""What the record of a project says, for tests to compare with its files."""

from pathlib import Path

from ant.record.bundles import Bundle, read_bundles
from ant.record.layout import FOLDER, SPEC, TABLES
from ant.record.writing import PROJECT_KEY


def bundles_of(project: Path) -> list[Bundle]:
    """Every bundle that stands in the record."""
    files = [path for path in (project / FOLDER).rglob("*") if path.is_file()]
    return [
        bundle
        for path in files
        for same in read_bundles(path.read_bytes(), str(path)).by_key.values()
        for bundle in same
    ]


def recorded_texts(project: Path) -> dict[str, bytes]:
    """The pristine texts by path."""
    return {
        path: text
        for bundle in bundles_of(project)
        if bundle.key != PROJECT_KEY
        for path, text in bundle.files.items()
        if path not in (SPEC, TABLES)
    }
