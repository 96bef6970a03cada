"""Locations in a JSON text, needed for errors only: the standard parser has none."""

import json
import re
from collections.abc import Iterator

from ant.core.text.json_depth import DEEPEST
from ant.documents.document import Path, Position

# Possessive, so that nothing is remembered for a way back: a string may have megabytes.
_TOKEN = re.compile(r'[ \t\r\n]*+([{}\[\]:,]|"(?:[^"\\]++|\\.)*+"|[^\s{}\[\]:,"]++)', re.DOTALL)


def tokens(text: str) -> Iterator[tuple[str, Position]]:
    """Every bracket, comma, colon, string and word, with its place."""
    line, start, seen = 1, 0, 0
    for match in _TOKEN.finditer(text):
        position = match.start(1)
        breaks = text.count("\n", seen, position)
        if breaks:
            line += breaks
            start = text.rfind("\n", seen, position) + 1
        seen = position
        yield match[1], Position(line, position - start + 1)


def positions(text: str) -> Iterator[tuple[Path, Position]]:
    """Walk a text that is known to be JSON: every key and every item of a list."""
    path: list[str | int] = []
    kinds: list[str] = []
    key_next = False
    for token, position in tokens(text):
        if token in "}]":
            kinds.pop()
            path.pop()
            key_next = False
        elif token == ",":
            if kinds[-1] == "[":
                path[-1] = int(path[-1]) + 1
            key_next = kinds[-1] == "{"
        elif token == ":":
            key_next = False
        elif key_next:
            path[-1] = json.loads(token)
            yield tuple(path), position
        else:
            if not kinds or kinds[-1] == "[":
                yield tuple(path), position
            if token in "{[":
                kinds.append(token)
                path.append(0 if token == "[" else "")
                key_next = token == "{"


def repeated_key(text: str) -> tuple[str, Position | None]:
    """The first key that its object has already; the text is valid JSON up to there."""
    seen: list[set[str | int]] = []
    for path, position in positions(text):
        del seen[len(path) :]
        seen.extend(set() for _ in range(len(path) - len(seen)))
        if path and path[-1] in seen[-1]:
            return str(path[-1]), position
        if path:
            seen[-1].add(path[-1])
    return "", None


def first_too_deep(text: str) -> Position | None:
    """The bracket that opens one level too many."""
    depth = 0
    for token, position in tokens(text):
        depth += (token in "{[") - (token in "}]")
        if depth > DEEPEST:
            return position
    return None
