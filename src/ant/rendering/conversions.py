"""What becomes of values when the type of their column changes."""

from collections.abc import Iterator

from ant.rendering.code import Piece, call
from ant.rendering.tables import Column, ColumnType

_TEXTS = ("string", "text", "email", "url", "enum")
_WHOLE = ("integer", "bigint")
_NUMBERS = (*_WHOLE, "float", "decimal")
_KEYS = ("key", "sketch key")
_SIZES = {"integer": 4, "bigint": 8}


def converts(old: Column, new: Column) -> bool:
    """Whether values of a column stay; others go, and so does what was made of them."""
    was, now = old.type.kind, new.type.kind
    groups = (_TEXTS, _NUMBERS, _KEYS)
    if was == now or any(was in group and now in group for group in groups):
        return True
    return was in _WHOLE and now in _TEXTS


def may_be_none(old: Column, new: Column) -> bool:
    """Whether values that stay may be none of those of the ``enum`` that their column is now."""
    if not new.values or not converts(old, new):
        return False
    return not old.values or not {*old.values} <= {*new.values}


def narrows(old: ColumnType, new: ColumnType) -> bool:
    """Whether a value of the old type may be too long, too large or too precise for the new."""
    was, now = old.kind, new.kind
    if was in _TEXTS:
        return bool(new.size) and (not old.size or new.size < old.size)
    if was not in _NUMBERS or now in _TEXTS or was == now != "decimal":
        return False
    if now in _WHOLE:
        return was not in _WHOLE or _SIZES[now] < _SIZES[was]
    if now == "decimal":
        whole = {"integer": 10, "bigint": 19, "decimal": old.size - old.scale}.get(was, 400)
        return new.size - new.scale < whole or new.scale < old.scale
    return True  # a float has 15 digits or so


def sqlite_values(table: str, old: Column, new: Column, *, before: bool) -> Iterator[Piece]:
    """Yield what keeps exact numbers, which SQLite holds in units of their last digit.

    ``before`` says whether it is asked for what comes before the column gets its new type.
    """
    if old.type.kind not in _NUMBERS or new.type.kind not in _NUMBERS:
        return
    digits = new.type.scale - old.type.scale
    is_float = "float" in (old.type.kind, new.type.kind)
    if digits == 0 and (new.type.kind == "float" or old.type.kind != "float"):
        return
    if before is (new.type.kind == "float"):
        return  # fractions need the column that can hold them
    column = f'sa.column("{new.name}")'
    value: Piece = f"{column} * {10**digits}" if digits >= 0 else f"{column} / {10**-digits}.0"
    if new.type.kind != "float" and (is_float or digits < 0):
        value = call("sa.func.round", value if digits else column)
    yield call("convert_on_sqlite", f'"{table}"', f'"{new.name}"', value)
