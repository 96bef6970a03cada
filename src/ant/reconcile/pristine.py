"""The pristine texts of files before and after a change, taken from the record.

Two renderings show what a change adds and removes. Where the record has another text than the older
rendering, because the templates have changed since, the same difference is merged into that text;
so a change of a project never adopts more of new templates than it needs.
"""

from collections.abc import Mapping

from ant.artifacts.project import Owned, merged
from ant.artifacts.shared import Files
from ant.core.errors import CannotMerge, Problem
from ant.core.planning.messages import Text
from ant.core.planning.requests import Upgrade
from ant.core.tree import Tree
from ant.reconcile.merge import Merge, Versions

Pristine = Mapping[str, Mapping[str, bytes | None]]
"""The new pristine texts, by owner and path; None for a removed one."""


def on_record(record: Tree | None, old: Files, new: Files, merge: Merge) -> tuple[Files, Files]:
    """Return both renderings, based on the recorded text; ``merge`` merges differences into it.

    Raises ``CannotMerge`` where one cannot be merged into the text of an earlier version.
    """
    if not record:
        return old, new
    before, after = {**old}, {**new}
    for path, rendered in old.items():
        known = record.get(path)
        if known is None or known == rendered:
            continue
        before[path] = known
        if path in new:
            merged = merge(path, known, Versions(rendered, new[path]))
            if merged.problems:
                message = f"An earlier version generated '{path}', too differently to change it so."
                raise CannotMerge(Problem(message, hint=Text("Run first: ", Upgrade())))
            after[path] = merged.content
    return before, after


def pristine(record: Tree | None, old: Owned, new: Owned, texts: Files) -> Pristine:
    """Return the record after a change: ``texts`` are those of the newer files.

    The pristine text of a file that was there and is not recorded is unknown, before and after.
    """
    unknown = set() if record is None else {*merged(old)} - {*record}
    return composed(
        {owner: dict.fromkeys(files) for owner, files in old.items()},
        {
            owner: {path: texts[path] for path in files if path not in unknown}
            for owner, files in new.items()
        },
    )


def composed(first: Pristine, second: Pristine) -> Pristine:
    """Return two consecutive changes of a record as one."""
    return {
        owner: {**first.get(owner, {}), **second.get(owner, {})}
        for owner in dict.fromkeys((*first, *second))
    }
