"""Three-way merge of lists of patterns: ``.gitignore`` and ``.dockerignore``."""

from ant.reconcile.merge import Merged
from ant.reconcile.texts.line_merge import merge_lines
from ant.reconcile.texts.structured.proved import Format, merge_proved
from ant.reconcile.texts.structured.values import Value
from ant.reconcile.texts.text import read_text


def merge_patterns(path: str, current: bytes, base: bytes, incoming: bytes) -> Merged:
    """Return the file with the changes of a newer version merged in.

    Additions of both sides at one place are both kept, unless one of them changed a pattern that
    negates others, such as ``!name``: only across these the order matters. Raises ``NotText``.
    """
    by_lines = merge_lines(path, current, base, incoming)
    exceptions = {_exceptions(content) for content in (current, base, incoming)}
    if not by_lines.problems or len(exceptions) > 1:
        return by_lines
    proved = merge_proved(path, current, base, incoming, Format(_read, lambda _path, _items: False))
    return by_lines if proved.problems else proved


def _exceptions(content: bytes) -> tuple[str, ...]:
    return tuple(line for line in read_text(content).lines if line.startswith("!"))


def _read(content: bytes) -> Value:
    """The patterns, each with how many before it take back others."""
    found: dict[str, bool] = {}
    count = 0
    for line in read_text(content).lines:
        pattern = line.rstrip()
        if pattern and not pattern.startswith("#"):
            count += pattern.startswith("!")
            found[f"{count} {pattern}"] = True
    return found
