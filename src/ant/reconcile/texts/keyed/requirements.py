"""Three-way merge of requirements files, requirement by requirement."""

import re

from ant.reconcile.merge import Merged
from ant.reconcile.texts.keyed.entries import Statement
from ant.reconcile.texts.keyed.merge_entries import Kind, merge_keyed
from ant.reconcile.texts.text import Text

_REMARK = re.compile(r"\s+#.*$")
_REQUIREMENT = re.compile(
    r"(?P<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[(?P<extras>[^\]]*)\])?\s*"
    r"(?P<rest>(?:[@(=<>!~;]|--).*)?"
)
_OPTIONS = re.compile(r"(?:^|\s+)(?=--\w)")


def merge_requirements(path: str, current: bytes, base: bytes, incoming: bytes) -> Merged:
    """Return the file with the requirements of a newer version; other pins stay, or are problems.

    Raises ``NotText``.
    """
    return merge_keyed(path, current, base, incoming, Kind(_read, "requirement"))


def _read(text: Text) -> list[Statement]:
    found: list[Statement] = []
    position = 0
    while position < len(text.lines):
        first = position
        position += 1
        if _is_filler(text.lines[first]):
            continue
        while text.lines[position - 1].endswith("\\") and position < len(text.lines):
            position += 1
            if _is_filler(text.lines[position - 1]):
                break  # pip ends a statement at a comment as well
        found.append(_statement(text.lines[first:position], first))
    return found


def _is_filler(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _statement(lines: tuple[str, ...], first: int) -> Statement:
    last = first + len(lines)
    remark = found[0] if (found := _REMARK.search(lines[-1])) else ""
    joined = " ".join(line.removesuffix("\\") for line in lines).removesuffix(remark)
    text = " ".join(joined.split())
    match = _REQUIREMENT.fullmatch(text)
    if not match:  # an option, a path or the address of a package: known by what it says
        return Statement(first, last, text, text, remark=remark)
    name = re.sub(r"[-_.]+", "-", match["name"]).lower()
    extras = sorted(extra.strip().lower() for extra in (match["extras"] or "").split(","))
    requirement, *options = _OPTIONS.split(match["rest"] or "")
    specifier, _, marker = requirement.partition(" ;" if requirement.startswith("@") else ";")
    pins = [specifier] if specifier.startswith("@") else specifier.strip("() ").split(",")
    pins = sorted("".join(pin.split()) for pin in pins)
    marker = "".join(marker.split()).replace('"', "'")
    full = f"{name}[{','.join(extras)}];{marker}"
    value = (tuple(extras), tuple(pins), marker, tuple(sorted(options)))
    return Statement(first, last, name, value, full, remark)
