"""Carry new settings into ``.env.example``, and from there into somebody's ``.env``."""

import re
from itertools import takewhile

from ant.core.errors import CannotMerge, Problem
from ant.reconcile.merge import Merged
from ant.reconcile.texts.keyed.dotenv import bindings, is_set, mentioned, statements, text_of
from ant.reconcile.texts.keyed.entries import Entry, take_apart
from ant.reconcile.texts.keyed.merge_entries import Kind, merge_keyed
from ant.reconcile.texts.problems import file_problem
from ant.reconcile.texts.text import NotText, inserted, pieces, read_text

_LONE_RETURN = re.compile(rb"\r(?!\n)")


def merge_settings(path: str, current: bytes, base: bytes, incoming: bytes) -> Merged:
    """Return the file with the settings that a newer version changes; problems show no values.

    A setting that is commented out is one as well. Raises ``NotText``.
    """
    if current != base and _LONE_RETURN.search(current):
        reason = "some of its lines end with a carriage return alone"
        return Merged(current, (file_problem(path, reason, base, incoming),))
    kind = Kind(statements, "setting", is_secret=True)
    return merge_keyed(path, current, base, incoming, kind)


def with_new_settings(env: bytes, example_old: bytes, example_new: bytes) -> bytes:
    """Return a settings file with the settings appended that are new in the example.

    They come with the comments above them. A setting that is set or commented out already is not
    added, and no present line is changed. Raises ``CannotMerge`` if that cannot be ensured.
    """
    try:
        text = read_text(env)
        known = mentioned(text) | mentioned(read_text(example_old))
        example = take_apart([read_text(example_new)], statements)[0]
    except NotText as error:
        raise CannotMerge(_problem(str(error), "Save it as UTF-8.")) from None
    added = [
        entry for entry in example.entries if entry.key not in known and is_set(entry.statement)
    ]
    if not added:
        return env
    lines = _block(added, is_apart=not text.lines or not text.lines[-1].strip())
    parts = [*pieces(text), *inserted(lines)]
    result = text.bom + "".join(line + (end or text.newline) for line, end in parts)
    expected = [*_meaning(text_of(text)), *_meaning("\n".join(lines))]
    if _meaning(result.removeprefix(text.bom)) != expected:
        reason = "a quote in it is not closed"
        raise CannotMerge(_problem(reason, "\n    ".join(["Add these lines by hand:", *lines])))
    return result.encode("utf-8")


def _block(added: list[Entry], *, is_apart: bool) -> list[str]:
    """The lines of settings with the comments above them, in paragraphs as in the example."""
    result: list[str] = []
    for entry in added:
        above = [line for line, _ in entry.above]
        comments = [*takewhile(str.strip, reversed(above))][::-1]
        if (result and len(comments) < len(above)) or not (result or is_apart):
            result.append("")
        result += [*comments, *(line for line, _ in entry.lines)]
    return result


def _meaning(text: str) -> list[tuple[str | None, str | None]]:
    return [(binding.key, binding.value) for binding in bindings(text)]


def _problem(reason: str, hint: str) -> Problem:
    return Problem(f"New settings cannot be added to '.env' without risk: {reason}.", ".env", hint)
