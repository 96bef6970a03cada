"""Files of a project that a merge of two branches has left with the marks of a conflict."""

from collections.abc import Iterable

from ant.core.errors import Problem, UnfinishedMerge
from ant.core.locations import LocatedText
from ant.core.text.merge_markers import marked_line
from ant.core.text.words import quoted_path
from ant.workspace.project import ReadOnlyProject


def check_finished(project: ReadOnlyProject, generated: Iterable[str]) -> None:
    """Raise ``UnfinishedMerge`` for generated files, and Python files, with marks of a conflict.

    What such a file has is not to be told: it is neither side.
    """
    files = {**project.read(generated), **project.all_code()}
    problems = [
        _unfinished(path, line) for path in sorted(files) if (line := marked_line(files[path]))
    ]
    if problems:
        *others, last = problems
        hint = "Put both sides together by hand first."
        raise UnfinishedMerge(*others, last._replace(hint=hint))


def _unfinished(path: str, line: int) -> Problem:
    message = f"{quoted_path(path)} is in the middle of a merge: it has the marks of a conflict."
    return Problem(message, LocatedText(f"{path}:{line}", path, line))
