"""Expressions for ranges say exactly what comparing says."""

import re
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ant.core.field_values import held_value
from ant.rendering.openapi_range import (
    at_least,
    at_most,
    decimals,
    decimals_at_least,
    decimals_at_most,
)


@st.composite
def cases(draw: st.DrawFn) -> tuple[int, int, str, str]:
    """Digits in all and behind the point, a bound of that size, and a value near it or anywhere."""
    precision = draw(st.integers(1, 7))
    scale = draw(st.integers(0, precision))
    largest = 10**precision - 1
    units = draw(st.integers(-largest, largest))
    near = st.integers(-2, 2).map(lambda step: max(-largest, min(largest, units + step)))
    value = Decimal(draw(near | st.integers(-largest, largest))).scaleb(-scale)
    bound = held_value("decimal", f"{Decimal(units).scaleb(-scale):f}")
    return precision, scale, bound, f"{value:f}"


@given(cases())
def test_decimals(case: tuple[int, int, str, str]) -> None:
    precision, scale, bound, text = case
    value, limit = Decimal(text), Decimal(bound)
    assert re.fullmatch(decimals(precision, scale), text)
    if value:  # of a zero nobody writes the sign
        least = re.fullmatch(decimals_at_least(bound, precision, scale), text)
        most = re.fullmatch(decimals_at_most(bound, precision, scale), text)
        assert (bool(least), bool(most)) == (value >= limit, value <= limit)
        shortest = held_value("decimal", text)
        again = re.fullmatch(decimals_at_least(bound, precision, scale), shortest)
        assert bool(again) == bool(least)


@given(cases())
def test_no_decimal_of_another_size(case: tuple[int, int, str, str]) -> None:
    precision, scale, _, text = case
    whole = precision - scale
    too_long = (f"1{'0' * max(1, whole)}", f"0.{'0' * scale}1")
    for other in (*too_long, f"0{text.lstrip('-')}", f"{text}x", f"+{text}"):
        assert not re.fullmatch(decimals(precision, scale), other)


@given(st.dates(), st.dates())
def test_dates(one: object, other: object) -> None:
    assert bool(re.fullmatch(at_least(str(one)), str(other))) == (str(other) >= str(one))
    assert bool(re.fullmatch(at_most(str(one)), str(other))) == (str(other) <= str(one))
