"""How wide a text is, without a font: as wide as in the widest of the usual ones, or a bit less."""

_NARROW, _SLIM, _USUAL, _WIDE = 0.3, 0.43, 0.64, 0.98
_WIDTHS = (
    dict.fromkeys("ijlI|.,:;'!", _NARROW)
    | dict.fromkeys("frt()[]{}/\\-<> *", _SLIM)
    | dict.fromkeys("mwMW@%", _WIDE)
    | dict.fromkeys("ABCDGHKNOPQRUVXYZ&", 0.75)
)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text in a size, both in pixels; what is not ASCII counts as square."""
    ems = sum(_WIDTHS.get(char, _USUAL if char.isascii() else 1.0) for char in text)
    return round(ems * size * (1.1 if bold else 1.0), 1)
