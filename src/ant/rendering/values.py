"""Values of fields as Python's literals."""

from collections.abc import Iterable

from ant.core.fields.field import Field, Json
from ant.rendering.code import Piece, behind, literal
from ant.rendering.wrap import wrap_long_lines


def value_literal(field: Field, value: Json) -> Piece:
    """Return a value of a field as code; a mutable one as a function that makes it anew."""
    own = field.kind.literal(value)
    if own:
        return own
    if isinstance(value, dict | list):
        return behind("lambda: ", literal(value))
    return literal(value)


def in_order(imports: Iterable[str]) -> list[str]:
    """Return import lines of one group as isort has them."""
    return sorted(imports, key=lambda line: (line.startswith("from"), line))


def grouped(groups: list[list[str]]) -> list[str]:
    """Return import lines with an empty line between the groups that have any."""
    lines: list[str] = []
    for group in filter(None, groups):
        lines += [*([""] if lines else []), *(wrap_long_lines(line).rstrip("\n") for line in group)]
    return lines
