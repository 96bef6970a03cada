"""Exact decimals in SQLite, which has binary fractions alone: texts, and functions of them."""

# A column holds texts such as -10.50. They compare as numbers by a collation, which has the name of
# the one that SQLite's own command line brings; the functions compute by the rules of PostgreSQL's
# numeric, those for the digits of a quotient included.

import decimal
from collections.abc import Callable
from decimal import ROUND_05UP, ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

COLLATION = "decimal"
# No sum or product that an application can want has more digits; halves are rounded away from zero.
EXACT = decimal.Context(prec=5000, rounding=ROUND_HALF_UP, Emax=9999, Emin=-9999)
QUOTIENT_DIGITS = 16  # at least so many digits of a quotient count


def register_decimals(connection: Any) -> None:
    """Make a connection of SQLite compare decimals and compute with them."""
    connection.create_collation(COLLATION, compare)
    for name, function in FUNCTIONS.items():
        connection.create_function(name, -1, in_sql(function), deterministic=True)
    connection.create_window_function("decimal_sum", 1, Sum)
    connection.create_window_function("decimal_avg", 1, Average)


def to_decimal(value: object) -> Decimal:
    """Return a number as a decimal: of a float the 15 digits that are sure, as PostgreSQL does."""
    if isinstance(value, bool) or not isinstance(value, Decimal | int | float | str):
        raise TypeError(f"A decimal is a Decimal, an int or a float, but not {value!r}.")
    number = Decimal(f"{value:.15g}" if isinstance(value, float) else value)
    if not number.is_finite():
        raise decimal.InvalidOperation(f"{value} is not a finite number.")
    return number


def to_text(number: Decimal) -> str:
    """Return a decimal as SQLite holds it; there is no negative zero."""
    return f"{EXACT.plus(number):f}"


def fitted(number: Decimal, precision: int | None, scale: int | None) -> Decimal:
    """Round to the digits of a column; raise ``OverflowError`` for too many before the point."""
    if precision is None:
        return number
    whole, number = precision - (scale or 0), rounded(number, Decimal(scale or 0))
    if number and number.adjusted() >= whole:
        raise OverflowError(f"A number has more than {whole} digits before its point.")
    return number


def compare(one: str, other: str) -> int:
    """Compare two texts as numbers; what is none comes last."""
    try:
        left, right = Decimal(one), Decimal(other)
        return (left > right) - (left < right)
    except decimal.InvalidOperation:
        order, other_order = _order(one), _order(other)
        return (order > other_order) - (order < other_order)


def _order(text: str) -> tuple[bool, Any]:
    try:
        return False, to_decimal(text)
    except decimal.InvalidOperation:
        return True, text


def in_sql(function: Callable[..., Decimal]) -> Callable[..., str | None]:
    """Make a function one of SQLite: from what it holds, to a text; of nothing comes nothing."""

    def called(*held: object) -> str | None:
        if None in held:
            return None
        try:
            return to_text(function(*map(to_decimal, held)))
        except decimal.DecimalException as error:
            raise OverflowError from error  # the one that becomes a DataError, as on PostgreSQL

    return called


def rounded(number: Decimal, scale: Decimal = Decimal(0), rounding: str = ROUND_HALF_UP) -> Decimal:
    """Round to so many places behind the point, or before it where they are negative."""
    return number.quantize(Decimal((0, (1,), -int(scale))), rounding, EXACT)


def cast(number: Decimal, *size: Decimal) -> Decimal:
    """Make it one of a column with so many digits in all, and so many of them behind the point."""
    return fitted(number, *map(int, size)) if size else number


def divided(number: Decimal, divisor: Decimal) -> Decimal:
    """Divide; the quotient has at least 16 digits that count, and not fewer places than either."""
    (weight, first), (other_weight, other_first) = _leading(number), _leading(divisor)
    weight -= other_weight + (first <= other_first)
    scale = max(QUOTIENT_DIGITS - 4 * weight, places(number), places(divisor))
    digits = max(number.adjusted() - divisor.adjusted() + scale + 3, 1)
    # This way of rounding keeps the last digit fit for being rounded once more.
    context = decimal.Context(prec=digits, rounding=ROUND_05UP, Emax=9999, Emin=-9999)
    return rounded(context.divide(number, divisor), Decimal(min(scale, 1000)))


def _leading(number: Decimal) -> tuple[int, int]:
    """The weight and the value of the first group of four digits, as PostgreSQL groups them."""
    if not number:
        return 0, 0
    weight = number.adjusted() // 4
    return weight, int(EXACT.scaleb(number.copy_abs(), -4 * weight))


def places(number: Decimal) -> int:
    """How many digits a number has behind its point."""
    return max(-int(number.as_tuple().exponent), 0)


class Sum:
    """The aggregate: of no values it is nothing."""

    def __init__(self) -> None:
        """Begin without a value."""
        self.total = Decimal(0)
        self.count = 0

    def step(self, held: object) -> None:
        """Take in a value."""
        self._move(held, 1)

    def inverse(self, held: object) -> None:
        """Leave one out again, which the frame of a window has passed."""
        self._move(held, -1)

    def _move(self, held: object, direction: int) -> None:
        if held is not None:
            self.total = EXACT.fma(direction, to_decimal(held), self.total)
            self.count += direction

    def result(self) -> Decimal:
        """Return what all values together are."""
        return self.total

    def value(self) -> str | None:
        """Return what the values so far are together."""
        return to_text(self.result()) if self.count else None

    def finalize(self) -> str | None:
        """Return the same in the end."""
        return self.value()


class Average(Sum):
    """The same, divided by how many values there are."""

    def result(self) -> Decimal:
        """Return the mean."""
        return divided(self.total, Decimal(self.count))


FUNCTIONS: dict[str, Callable[..., Decimal]] = {
    "decimal": cast,
    "decimal_add": EXACT.add,
    "decimal_sub": EXACT.subtract,
    "decimal_mul": EXACT.multiply,
    "decimal_div": divided,
    "decimal_mod": EXACT.remainder,
    "decimal_neg": EXACT.minus,
    "decimal_abs": EXACT.abs,
    "decimal_round": rounded,
    "decimal_trunc": lambda number, scale=Decimal(0): rounded(number, scale, ROUND_DOWN),
    "decimal_ceil": lambda number: rounded(number, Decimal(0), ROUND_CEILING),
    "decimal_floor": lambda number: rounded(number, Decimal(0), ROUND_FLOOR),
    "decimal_sign": lambda number: Decimal((number > 0) - (number < 0)),
}
