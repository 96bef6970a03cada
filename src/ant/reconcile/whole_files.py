"""Edited files that are not merged by their lines or units, but each as a whole."""

from ant.artifacts.merging import MergeBy
from ant.core.errors import CannotMerge, Problem
from ant.reconcile.json_files.merge import laid_out_as
from ant.reconcile.merge import Merged, Versions
from ant.reconcile.texts.prose import merge_prose


def merged_whole(merge: MergeBy, path: str, current: bytes, versions: Versions) -> Merged:
    """Return a file with what differs between two renderings; raise ``CannotMerge``."""
    match merge:
        case MergeBy.REPLACED:
            return Merged(versions.new)
        case MergeBy.JSON:
            return Merged(laid_out_as(current, versions.new))
        case MergeBy.PROSE:
            return Merged(merge_prose(current, versions.old, versions.new))
        case _:
            raise CannotMerge(existing_file(path))


def existing_file(path: str) -> Problem:
    """Return the problem of an edited file that cannot be merged."""
    return Problem(f"'{path}' is not as it was generated.", hint="Move it out of the way.")
