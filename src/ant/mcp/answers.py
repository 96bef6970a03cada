"""Results of tool calls as JSON."""

from typing import TYPE_CHECKING

from ant.api.inspecting.diff import diff_lines, summary
from ant.api.library import Planned
from ant.core.text.json_value import Json
from ant.mcp.spelling import questions, spell_text

if TYPE_CHECKING:
    from ant.core.planning.plan import FileChange

LONGEST_DIFF = 16_000
"""Characters that an answer has of it; the files whose part of it would be beyond are named."""


def done(planned: Planned) -> dict[str, Json]:
    """Return what was done: the files that are other ones now, and what to know of it."""
    files: Json = [change.path for change in planned.readable]
    undone = {"undone": planned.undone} if planned.undone else {}
    return {"project_path": planned.root, "files": files, **undone, **_notes(planned)}


def proposed(planned: Planned, id: str) -> dict[str, Json]:
    """Return a plan as an answer: the action of every file, the difference, the questions."""
    changes, shown, left_out = [], [], []
    size = 0
    for change in sorted(planned.readable, key=_listed_last):
        text = "".join(f"{line}\n" for line in diff_lines(change))
        changes.append(summary(change))
        size += len(text)
        if change.private or size > LONGEST_DIFF:
            left_out.append(change.path)
            size -= len(text)
        else:
            shown.append(text)
    return {
        "plan_id": id,
        "project_path": planned.root,
        "changes": changes,
        "diff": "".join(shown),
        **({"not_in_diff": left_out} if left_out else {}),
        "losses": [loss.sentence for loss in planned.plan.losses],
        "questions": questions(planned.questions),
        **_notes(planned),
    }


def _listed_last(change: "FileChange") -> tuple[bool, bool]:
    """Sort key of a file: edits first, files for tools last."""
    return change.before is None or change.after is None, change.path.startswith(".ant/")


def _notes(planned: Planned) -> dict[str, Json]:
    """The notes for the owner, without empty ones."""
    notes = planned.notes._asdict()
    return {name: [spell_text(line) for line in lines] for name, lines in notes.items() if lines}
