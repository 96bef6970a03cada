"""What a request led to, for a front end to show."""

from typing import NamedTuple


class Outcome(NamedTuple):
    """The result of one request that succeeded."""

    project_path: str
    """Absolute."""
    files: tuple[str, ...] = ()
    """Absolute paths of the files that were created or changed, or would be in a dry run."""
    dry_run: bool = False
    warnings: tuple[str, ...] = ()
    """Warnings about a new project that may be unintended."""
