"""What rows get that are without a value, in Python."""

from ant.core.fields.field import Field, Json
from ant.core.fields.rules import value_fault
from ant.core.text.json_depth import read_json
from ant.rendering.code import Piece, call, literal

NOW_FILL = "utc_now()"


def default_fill(field: Field) -> Piece:
    """Return the default of a field that has one."""
    return "" if field.default is None else _fill(field, field.default.value)


def given_fill(field: Field, value: Json) -> Piece:
    """Return a value that somebody gave for a field, as JSON or as the text of it.

    Raises ``ValueError`` where a field cannot have it.
    """
    kind = field.kind
    if not kind.takes_fill:
        raise ValueError("cannot be given: of a password a hash is stored")
    if kind.generated_default and value == kind.generated_default:
        return _fill(field, value)
    held = kind.normalize(_parsed(value) if kind.reads_json else value)
    fault = value_fault(field, held)
    if fault:
        raise ValueError(fault)
    return _fill(field, held)


def _fill(field: Field, held: Json) -> Piece:
    return field.kind.migration_literal(held) or literal(held)


def neutral_fill(field: Field) -> Piece:
    """Return a value that says as little as it can; '' where there is none."""
    if field.is_reference:
        key = f'"{field.target_column}"' if field.target_column else "id"
        first = key if field.target else f"min({key})"  # PostgreSQL knows no least UUID
        end = f" ORDER BY {key} LIMIT 1" if field.target else ""
        least = literal(f'(SELECT {first} FROM "{field.refers_to}"{end})')
        return "" if field.is_single else call("sa.text", least)
    return field.kind.unique_fill if field.unique else _fill(field, field.kind.neutral(field))


def _parsed(value: Json) -> Json:
    """A value as JSON that a command line had to give as a text."""
    try:
        return read_json(value) if isinstance(value, str) else value
    except ValueError:
        return value
