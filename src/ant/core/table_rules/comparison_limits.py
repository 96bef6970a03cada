"""What the limits of fields decide of comparisons before any row does."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from ant.core.fields.field import Field
from ant.core.fields.rules import Fault
from ant.core.table_rules.rules import Comparison


class _Order(NamedTuple):
    """Two fields in their order, whichever way round the rule has them."""

    low: Field
    high: Field
    is_strict: bool


def limit_faults(fields: dict[str, Field], rules: Sequence[Comparison]) -> list[Fault | None]:
    """Return what is wrong with each comparison beside the limits of its fields, or None."""
    orders = [_order(fields, rule) for rule in rules]
    faults = [order and _of_one(order) for order in orders]
    return faults if any(faults) else _of_all(orders)


def _order(fields: dict[str, Field], rule: Comparison) -> _Order | None:
    if rule.operator == "!=":
        return None
    low, high = fields[rule.left], fields[rule.right]
    if rule.operator.startswith(">"):
        low, high = high, low
    return _Order(low, high, "=" not in rule.operator)


def _of_one(order: _Order) -> Fault | None:
    """Whether every row meets a comparison, or none that has both values."""
    low, high, is_strict = order
    least, most = low.kind.limits(low)
    other_least, other_most = high.kind.limits(high)
    if None not in (most, other_least) and (
        most < other_least or (most == other_least and not is_strict)
    ):
        what = f"it always holds: '{low.name}' is at most {most}, '{high.name}' at least"
        hint = "Take it out, or give one of the fields another limit."
        return Fault(f"{what} {other_least}", hint)
    if None not in (least, other_most) and (
        least > other_most or (least == other_most and is_strict)
    ):
        what = f"it never holds: '{low.name}' is at least {least}, '{high.name}' at most"
        hint = "Turn it round, or give one of the fields another limit."
        return Fault(f"{what} {other_most}", hint)
    return None


def _of_all(orders: Sequence[_Order | None]) -> list[Fault | None]:
    """Whether the comparisons together leave a field no value, where its steps are counted."""
    least: dict[str, Fraction] = {}
    faults: list[Fault | None] = [None] * len(orders)
    for _ in orders:  # as many times as the longest chain of them may have links
        for number, order in enumerate(orders):
            if order is None or order.high.kind.step(order.high) is None:
                continue
            low, high = order.low, order.high
            value = _next(high, least.setdefault(low.name, _least(low)), order.is_strict)
            value = max(value, least.get(high.name, _least(high)))
            if value > Fraction(high.kind.limits(high)[1]):
                most = high.kind.limits(high)[1]
                what = f"beside the others it leaves no value of '{high.name}' up to {most}"
                hint = "Take one of them out, or give the field another limit."
                faults[number] = Fault(what, hint)
                return faults
            least[high.name] = value
    return faults


def _least(field: Field) -> Fraction:
    return Fraction(field.kind.limits(field)[0])


def _next(field: Field, value: Fraction, is_strict: bool) -> Fraction:
    """The least value of a field that is above another one, or is the same."""
    step = Fraction(field.kind.step(field))
    return step * (floor(value / step) + 1 if is_strict else ceil(value / step))
