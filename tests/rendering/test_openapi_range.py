"""Expressions for ranges say exactly what comparing says."""

import datetime as dt
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
    moments_at_least,
    moments_at_most,
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


SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)
FIRST, LAST = dt.datetime(1, 1, 3, tzinfo=dt.UTC), dt.datetime(9999, 12, 29, tzinfo=dt.UTC)


@st.composite
def moments(draw: st.DrawFn) -> tuple[str, dt.datetime, dt.datetime, dt.timedelta]:
    """A bound as a spec holds it and as a moment, a moment near it or anywhere, and an offset."""
    everywhere = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None))
    bound = draw(everywhere).replace(tzinfo=dt.UTC, microsecond=0)
    near = st.timedeltas(-2 * SECOND, 2 * SECOND) | st.timedeltas(-3 * DAY, 3 * DAY)
    step = near.filter(lambda each: FIRST <= bound + each <= LAST).map(lambda each: bound + each)
    moment = draw(step | everywhere.map(lambda each: each.replace(tzinfo=dt.UTC)))
    offset = draw(st.integers(-24 * 60 + 1, 24 * 60 - 1))
    return f"{bound:%Y}".zfill(4) + f"{bound:-%m-%dT%H:%M:%SZ}", bound, moment, offset * 60 * SECOND


@given(moments())
def test_moments_in_utc(case: tuple[str, dt.datetime, dt.datetime, dt.timedelta]) -> None:
    text, bound, moment, _ = case
    shown = moment.isoformat().replace("+00:00", "Z")
    assert bool(re.fullmatch(moments_at_least(text), shown)) == (moment >= bound)
    assert bool(re.fullmatch(moments_at_most(text), shown)) == (moment <= bound)


@given(moments())
def test_moments_with_an_offset_pass_only_in_the_range_and_for_sure_far_inside(
    case: tuple[str, dt.datetime, dt.datetime, dt.timedelta],
) -> None:
    text, bound, moment, offset = case
    shown = moment.astimezone(dt.timezone(offset)).isoformat()
    least, most = moments_at_least(text), moments_at_most(text)
    for expression, inside in ((least, moment - bound), (most, bound - moment)):
        passes = re.fullmatch(expression, shown)
        assert not passes or inside >= 0 * DAY
        assert passes or inside < 4 * DAY


def test_a_bound_at_the_end_of_the_calendar_has_no_day_behind_it() -> None:
    last = "9999-12-31T12:00:00Z"
    assert re.fullmatch(moments_at_least(last), "9999-12-31T12:00:00.5Z")
    assert not re.fullmatch(moments_at_least(last), "9999-12-31T11:59:59Z")
    assert not re.fullmatch(moments_at_least(last), "9999-12-31T12:00:00+01:00")
