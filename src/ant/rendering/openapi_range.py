"""Regular expressions for texts that lie in a range, which JSON Schema has no word for.

They use nothing but classes, groups and repetition, which every dialect reads alike.
"""

import re
from collections.abc import Iterator

_NO_OFFSET_OUTWEIGHS = 2
"""Days; an offset is less than one, and one more makes up for the time of the day."""
_PART = "(\\.[0-9]+)?"
"""Of a second."""


def at_least(low: str) -> str:
    """An expression for texts of the shape of ``low`` that do not come before it.

    Digits vary; everything else, such as the hyphens of a date, stands where it stands in ``low``.
    """
    return _group(_from(low, upwards=True))


def at_most(high: str) -> str:
    """An expression for texts of the shape of ``high`` that do not come after it."""
    return _group(_from(high, upwards=False))


def moments_at_least(low: str) -> str:
    """An expression for RFC 3339 texts that are not before ``low``, which ends with ``Z``.

    It is exact for UTC. A text with another offset has to be so many days later that no offset can
    outweigh them: what it lets pass is in the range, and some of what is at its edge does not pass.
    """
    far = _shifted(low, _NO_OFFSET_OUTWEIGHS)
    return _group([f"{at_least(low[:-1])}{_PART}Z", *([f"{at_least(far)}T.*"] if far else [])])


def moments_at_most(high: str) -> str:
    """The same for those that are not after ``high``."""
    itself, *before = _from(high[:-1], upwards=False)
    far = _shifted(high, -_NO_OFFSET_OUTWEIGHS)
    texts = [f"{itself}(\\.0+)?Z", f"{_group(before)}{_PART}Z"]
    return _group([*texts, *([f"{at_most(far)}T.*"] if far else [])])


def _shifted(moment: str, days: int) -> str | None:
    """The date so many days later; None where no calendar has it."""
    import datetime as dt  # noqa: PLC0415, slow to load and seldom needed

    try:
        return (dt.date.fromisoformat(moment[:10]) + dt.timedelta(days)).isoformat()
    except OverflowError:
        return None


def decimals(precision: int, scale: int) -> str:
    """An expression for decimals without leading zeros, and with no more digits than that."""
    return f"-?{_plain(precision - scale, scale)}"


def decimals_at_least(low: str, precision: int, scale: int) -> str:
    """The same for those that are not less than ``low``, which is written without an exponent."""
    whole = precision - scale
    if low.startswith("-"):
        return f"({_plain(whole, scale)}|-{_not_more(low[1:], scale)})"
    return _not_less(low, whole, scale)


def decimals_at_most(high: str, precision: int, scale: int) -> str:
    """The same for those that are not more than ``high``."""
    whole = precision - scale
    if high.startswith("-"):
        return f"-{_not_less(high[1:], whole, scale)}"
    return f"({_not_more(high, scale)}|-{_plain(whole, scale)})"


def _plain(whole: int, scale: int) -> str:
    digits = f"(0|[1-9]{_repeated(0, whole - 1)})" if whole else "0"
    return digits + _fraction(scale)


def _fraction(scale: int) -> str:
    return f"(\\.{_repeated(1, scale)})?" if scale else ""


def _not_less(low: str, whole: int, scale: int) -> str:
    """Decimals without a sign: more before the point than ``low``, or as much and then enough."""
    before, _, behind = low.partition(".")
    behind = behind.ljust(scale, "0")
    options = [each + _fraction(scale) for each in _more_digits(before, whole)]
    options += [f"{each}{_fraction(scale)}" for each in _same_length(before, upwards=True)]
    if not behind.strip("0"):
        return _group([before + _fraction(scale), *options])
    options += [f"{before}\\.{each}" for each in _behind(behind, upwards=True)]
    return _group([f"{before}\\.{behind.rstrip('0')}0*", *options])


def _not_more(high: str, scale: int) -> str:
    before, _, behind = high.partition(".")
    behind = behind.ljust(scale, "0")
    shorter = len(before) - 1
    options = [f"(0|[1-9]{_repeated(0, shorter - 1)}){_fraction(scale)}"] if shorter else []
    options += [f"{each}{_fraction(scale)}" for each in _same_length(before, upwards=False)]
    options += [f"{before}\\.{each}" for each in _behind(behind, upwards=False)]
    kept = behind.rstrip("0")
    parts = [f"{before}(\\.0+)?" if scale else before]
    parts += [f"{before}\\.{kept[:end]}0*" for end in range(1, len(kept) + 1)]
    return _group([*parts, *options])


def _more_digits(before: str, whole: int) -> Iterator[str]:
    """Whole numbers that are longer than one, up to so many digits."""
    if len(before) < whole:
        yield f"[1-9]{_repeated(len(before), whole - 1)}"


def _same_length(before: str, *, upwards: bool) -> Iterator[str]:
    """Whole numbers of the same length that are more, or less, and begin with no zero."""
    for each in list(_from(before, upwards=upwards))[1:]:
        if len(before) == 1 or not each.startswith(("0", "[0")):
            yield each
        elif each.startswith("[0") and each[3] != "0":
            yield _digits(1, int(each[3])) + each[5:]


def _behind(behind: str, *, upwards: bool) -> Iterator[str]:
    """Digits behind the point, any number of them, that are more, or less, than these."""
    for place, char in enumerate(behind):
        first, last = (int(char) + 1, 9) if upwards else (0, int(char) - 1)
        if first <= last:
            rest = _repeated(0, len(behind) - place - 1)
            yield f"{behind[:place]}{_digits(first, last)}{rest}"


def _from(bound: str, *, upwards: bool) -> Iterator[str]:
    """The bound itself, and for each digit of it the texts that leave it there."""
    yield _literal(bound)
    for place, char in enumerate(bound):
        if char.isdigit():
            first, last = (int(char) + 1, 9) if upwards else (0, int(char) - 1)
            if first <= last:
                rest = re.sub(r"\d+", lambda run: _repeated(*[len(run[0])] * 2), bound[place + 1 :])
                yield f"{_literal(bound[:place])}{_digits(first, last)}{rest}"


def _literal(text: str) -> str:
    return text.replace(".", "\\.")


def _digits(first: int, last: int) -> str:
    return str(first) if first == last else f"[{first}-{last}]"


def _repeated(least: int, most: int) -> str:
    if most <= 0:
        return ""
    if (least, most) == (1, 1):
        return "[0-9]"
    return f"[0-9]{{{least}}}" if least == most else f"[0-9]{{{least},{most}}}"


def _group(alternatives: Iterator[str] | list[str]) -> str:
    return f"({'|'.join(alternatives)})"
