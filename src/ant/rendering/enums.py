"""The enums of a project in generated code, which has each list of values once."""

from collections.abc import Iterable

from ant.core.fields.field import Field
from ant.core.fields.named_enum import NamedEnum
from ant.rendering.code import STEP, Code, Piece, call, text
from ant.rendering.wrap import WIDTH

ONE_OF = "one_of"
"""What makes the rule of a column, beside the lists."""


def constant_of(name: str) -> str:
    """Return the name of an enum's values in the code."""
    return f"{name.upper()}_VALUES"


def constants_of(fields: Iterable[Field]) -> set[str]:
    """Return the names of the values of those fields that have an enum of the project."""
    return {constant_of(field.enum) for field in fields if field.of and field.enum}


def import_lines(names: set[str]) -> list[str]:
    """Return the line that imports these names, constants first; none for no name."""
    listed = sorted(names, key=lambda name: (not name.isupper(), name))
    return [f"from helper.enums import {', '.join(listed)}"] if names else []


def values_code(field: Field) -> Piece:
    """Return the values of a field: the name of their list, or a list of its own."""
    if field.enum:
        return constant_of(field.enum)
    return Code("[", [text(value) for value in field.values], "]")


def rule_code(field: Field, column: str) -> Code:
    """Return the rule of a column in SQL, which refers to the list of values."""
    return call(ONE_OF, text(column), constant_of(field.enum))


def enum_lines(enums: Iterable[NamedEnum]) -> list[str]:
    """Return the lines of the lists themselves."""
    return [line for enum in enums for line in _lines(enum)]


def _lines(enum: NamedEnum) -> list[str]:
    head, values = f"{constant_of(enum.name)} = (", [*map(text, enum.values)]
    whole = f"{head}{', '.join(values)}{',' if len(values) == 1 else ''})"
    spread = [head, *(f"{STEP}{value}," for value in values), ")"]
    return [whole] if len(whole) <= WIDTH else spread
