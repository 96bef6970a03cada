"""What came of every operation on every edited project, beside what is expected."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

Told = Callable[[str, str], str | None]


class Verdicts(NamedTuple):
    """A table with a letter for each operation, a line for each project, and what is wrong."""

    table: str
    wrong: list[str]


def compare(
    names: Iterable[str], operations: Iterable[str], expected: Told, verdict: Told
) -> Verdicts:
    """Return ``m`` for what was merged, ``r`` for what was refused as expected, else ``X``.

    ``expected`` gives words of the refusal, None where there is to be none; ``verdict`` the whole
    refusal, or ``merged``.
    """
    lines, wrong = [], []
    for name in names:
        row = ""
        for operation in operations:
            wanted = expected(name, operation)
            try:
                found = verdict(name, operation) or ""
            except Exception as error:  # told for all projects at once
                found = f"WRONG {type(error).__name__}: {error}"
            if wanted in found if wanted else found == "merged":
                row += "r" if wanted else "m"
                continue
            row += "X"
            wrong.append(f"{name}, {operation}: expected {wanted or 'merged'}, got {found}")
        lines.append(f"{row}  {name}")
    return Verdicts("\n".join(lines), wrong)
