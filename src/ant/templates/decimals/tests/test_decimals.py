"""Decimals in SQL: both databases give the same, which is what PostgreSQL's numeric gives."""

from collections.abc import Iterator
from contextlib import nullcontext
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Connection,
    Double,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    case,
    cast,
    distinct,
    func,
    inspect,
    literal,
    select,
    type_coerce,
    union,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import CompileError, DataError, IntegrityError, StatementError

from helper.columns import FLOAT, exact
from startup.Alchemy import engine

goods = Table(
    "test_goods",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("price", exact(12, 2), unique=True),
    Column("rate", exact(8, 4), index=True),
    Column("large", exact(38, 10)),
    Column("stock", Integer),
    Column("weight", FLOAT),
)
price, rate, large, stock, weight = (goods.c[name] for name in goods.c.keys()[1:])
LARGE = Decimal("-1234567890123456789012345678.0123456789")
ROWS = [
    {"id": 1, "price": Decimal("10.50"), "rate": Decimal("0.1234"), "large": LARGE, "stock": 3},
    {"id": 2, "price": Decimal("20.25"), "rate": None, "large": 10**27, "stock": 1},
    {"id": 3, "price": 9, "rate": 2.5, "large": Decimal("0.0000000001"), "stock": 2},
]


def digits(*texts: str) -> list[Decimal]:
    """Return numbers by their digits."""
    return [Decimal(text) for text in texts]


EXPRESSIONS: list[tuple[Any, list[Any]]] = [
    (price + 1, digits("11.50", "21.25", "10.00")),
    (1 - price, digits("-9.50", "-19.25", "-8.00")),
    (price * 1.5, digits("15.75", "30.375", "13.5")),
    (price * Decimal("1.005"), digits("10.5525", "20.35125", "9.045")),
    (price * rate, [Decimal("1.2957"), None, Decimal("22.5")]),
    (price - rate, [Decimal("10.3766"), None, Decimal("6.5")]),
    (price * stock, digits("31.50", "20.25", "18.00")),
    (stock * price, digits("31.50", "20.25", "18.00")),
    (stock * Decimal("1.1"), digits("3.3", "1.1", "2.2")),
    (literal(2) * price, digits("21.00", "40.50", "18.00")),
    (
        large * 2,
        digits("-2469135780246913578024691356.0246913578", f"2{'0' * 27}", "0.0000000002"),
    ),
    (price / 7, digits("1.5000000000000000", "2.8928571428571429", "1.2857142857142857")),
    (
        stock / price,
        digits("0.28571428571428571429", "0.04938271604938271605", "0.22222222222222222222"),
    ),
    (price // 3, digits("3", "6", "3")),
    (price % 4, digits("2.50", "0.25", "1.00")),
    (-price % 4, digits("-2.50", "-0.25", "-1.00")),
    (func.abs(-price), digits("10.50", "20.25", "9.00")),
    (func.sign(-price), digits("-1", "-1", "-1")),
    (func.round(price), digits("11", "20", "9")),
    (func.round(-price), digits("-11", "-20", "-9")),
    (func.round(price / 4, 1), digits("2.6", "5.1", "2.3")),
    (func.round(price, -1), digits("10", "20", "10")),
    (func.trunc(-price), digits("-10", "-20", "-9")),
    (func.ceil(price), digits("11", "21", "9")),
    (func.floor(-price), digits("-11", "-21", "-9")),
    (func.mod(price, 4), digits("2.50", "0.25", "1.00")),
    (func.coalesce(rate, 0), digits("0.1234", "0", "2.5")),
    (func.nullif(price, Decimal("10.5")), [None, Decimal("20.25"), Decimal("9.00")]),
    (case((price > 15, price), else_=0), digits("0", "20.25", "0")),
    (cast(price, Integer), [11, 20, 9]),
    (cast(-price, Integer), [-11, -20, -9]),
    (cast(price, Double), [10.5, 20.25, 9.0]),
    (cast(price, String), ["10.50", "20.25", "9.00"]),
    (cast(price / 7, exact(5, 1)), digits("1.5", "2.9", "1.3")),
    (cast(stock, exact(5, 2)), digits("3.00", "1.00", "2.00")),
    (cast(weight, exact(5, 2)), digits("0.30", "0.13", "2.00")),
    (type_coerce(stock, exact(12, 2)) * Decimal("0.1"), digits("0.3", "0.1", "0.2")),
    (price > stock * 5, [False, True, False]),
    (select(func.max(price)).scalar_subquery() - price, digits("9.75", "0.00", "11.25")),
    (func.sum(price).over(order_by=goods.c.id), digits("10.50", "30.75", "39.75")),
    (func.sum(price).filter(stock > 1).over(), digits("19.50", "19.50", "19.50")),
    (func.avg(price).over(order_by=goods.c.id, rows=(-1, 0)), digits("10.5", "15.375", "14.625")),
    (func.round(100 * price / func.sum(price).over(), 2), digits("26.42", "50.94", "22.64")),
    (func.rank().over(order_by=price * -1), [2, 1, 3]),
    (func.lag(price).over(order_by=goods.c.id), [None, Decimal("10.50"), Decimal("20.25")]),
]
AGGREGATES: list[tuple[Any, Any]] = [
    (func.sum(price), Decimal("39.75")),
    (func.sum(large), Decimal("-234567890123456789012345678.0123456788")),
    (func.sum(price * stock), Decimal("69.75")),
    (func.sum(case((price > 15, price), else_=0)) + 1, Decimal("21.25")),
    (func.sum(distinct(price)), Decimal("39.75")),
    (func.sum(price).filter(price > 15), Decimal("20.25")),
    (func.sum(price).filter(price > 50), None),
    (func.coalesce(func.sum(price).filter(price > 50), 0), Decimal(0)),
    (func.avg(price), Decimal("13.25")),
    (func.avg(price / 7), Decimal("1.8928571428571429")),
    (func.min(price), Decimal("9.00")),
    (func.max(price), Decimal("20.25")),
    (func.max(price * 2), Decimal("40.50")),
    (func.count(distinct(price * 0)), 1),
]
CONDITIONS: list[tuple[Any, list[int]]] = [
    (price > 15, [2]),
    (price < 20.3, [1, 2, 3]),
    (price == Decimal("10.5"), [1]),
    (price >= Decimal("20.251"), []),
    (price.in_([10.5, 9]), [1, 3]),
    (price.not_in([9, Decimal("10.5")]), [2]),
    (price.in_(select(func.max(price))), [2]),
    (price.between(10, 20.25), [1, 2]),
    (price.is_distinct_from(9), [1, 2]),
    (rate.is_(None), [2]),
    (price > large, [1, 3]),
    (large == LARGE, [1]),
    (price + rate <= stock * 6, [1, 3]),
    (-price < -15, [2]),
    (stock > Decimal("1.5"), [1, 3]),
    (stock.in_([Decimal("1"), Decimal("2.0")]), [2, 3]),
    (func.coalesce(rate, 5) > 2.4, [2, 3]),
    (case((stock > 1, price), else_=0) > 9, [1]),
]
SETTINGS: list[tuple[Any, list[Decimal]]] = [
    (price + 1, digits("11.50", "21.25", "10.00")),
    (price * Decimal("1.005"), digits("10.55", "20.35", "9.05")),
    (price * Decimal("-1.005"), digits("-10.55", "-20.35", "-9.05")),
    (price / 7, digits("1.50", "2.89", "1.29")),
    (stock * 2, digits("6.00", "2.00", "4.00")),
    (price + rate * stock, [Decimal("10.87"), None, Decimal("14.00")]),  # type: ignore[list-item]
    (price - select(func.avg(price)).scalar_subquery(), digits("-2.75", "7.00", "-4.25")),
]
BOUND: list[tuple[Any, str]] = [
    (Decimal("1.999"), "2.00"),
    (Decimal("1.005"), "1.01"),
    (Decimal("-1.005"), "-1.01"),
    (Decimal("-0.001"), "0.00"),
    (Decimal("9999999999.994"), "9999999999.99"),
    (7, "7.00"),
    (1.005, "1.01"),
    (0.1 + 0.2, "0.30"),
]


@pytest.fixture
def connection(database: None) -> Iterator[Connection]:
    """Give a connection with goods, which vanish at its end, because nothing commits."""
    with engine.connect() as connection:
        goods.create(connection)
        connection.execute(goods.insert().values(weight=bindparam("weight")), [
            {**row, "weight": value} for row, value in zip(ROWS, (0.1 + 0.2, 0.125, 2), strict=True)
        ])  # fmt: skip
        yield connection


def prices(connection: Connection) -> list[Decimal | None]:
    return list(connection.scalars(select(price).order_by(goods.c.id)))


def same(found: list[Any], wanted: list[Any]) -> bool:
    return found == wanted and [*map(type, found)] == [*map(type, wanted)]


@pytest.mark.parametrize(("expression", "wanted"), EXPRESSIONS, ids=str)
def test_an_expression_is_exact(connection: Connection, expression: Any, wanted: Any) -> None:
    found = connection.scalars(select(expression).order_by(goods.c.id)).all()
    assert same(list(found), wanted)


@pytest.mark.parametrize(("expression", "wanted"), AGGREGATES, ids=str)
def test_an_aggregate_is_exact(connection: Connection, expression: Any, wanted: Any) -> None:
    assert same([connection.scalar(select(expression))], [wanted])


@pytest.mark.parametrize(("condition", "wanted"), CONDITIONS, ids=str)
def test_decimals_compare_as_numbers(connection: Connection, condition: Any, wanted: Any) -> None:
    found = connection.scalars(select(goods.c.id).where(condition).order_by(goods.c.id))
    assert found.all() == wanted


@pytest.mark.parametrize(("value", "wanted"), SETTINGS, ids=str)
def test_what_sql_computes_is_rounded_where_it_is_stored(
    connection: Connection, value: Any, wanted: Any
) -> None:
    connection.execute(goods.update().values(price=value))
    assert same(prices(connection), wanted)


@pytest.mark.parametrize(("value", "wanted"), BOUND, ids=str)
def test_a_value_is_rounded_half_away_from_zero(
    connection: Connection, value: Any, wanted: str
) -> None:
    connection.execute(goods.update().where(goods.c.id == 1).values(price=value))
    found = connection.scalar(select(price).where(goods.c.id == 1))
    assert str(found) == wanted
    assert connection.scalar(select(goods.c.id).where(price == Decimal(wanted))) == 1


def test_what_other_statements_store_is_rounded(connection: Connection) -> None:
    names = ["id", "price"]
    connection.execute(goods.insert().from_select(names, select(goods.c.id + 3, price / 7)))
    last = select(func.max(price) / 7).scalar_subquery()
    connection.execute(goods.insert().values(id=7, price=last + 1))
    dialect = sqlite if engine.dialect.name == "sqlite" else postgresql
    insert = dialect.insert(goods).values(id=1, price=5)
    changed = {"price": goods.c.price + insert.excluded.price / 3}
    connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=changed))
    wanted = digits("12.17", "20.25", "9.00", "1.50", "2.89", "1.29", "3.89")
    assert same(prices(connection), wanted)


@pytest.mark.parametrize("value", [10**10, Decimal("9999999999.995"), price * 10**9, price / 0])
def test_what_does_not_fit_is_refused(connection: Connection, value: Any) -> None:
    with pytest.raises(DataError), connection.begin_nested():
        connection.execute(goods.update().values(price=value))
    assert prices(connection) == digits("10.50", "20.25", "9.00")


@pytest.mark.parametrize("value", [Decimal("NaN"), "many", True])
def test_what_is_no_number_is_refused(connection: Connection, value: Any) -> None:
    with pytest.raises(StatementError):
        connection.execute(goods.update().values(price=value))


def test_rows_are_told_apart_and_put_in_order_by_number(connection: Connection) -> None:
    assert connection.scalars(select(goods.c.id).order_by(price)).all() == [3, 1, 2]
    assert connection.scalars(select(goods.c.id).order_by(price * -1)).all() == [2, 1, 3]
    double = select(goods.c.id, (price * 2).label("double")).subquery()
    ordered = select(double.c.id).where(double.c.double > 20).order_by(double.c.double.desc())
    assert connection.scalars(ordered).all() == [2, 1]
    many = select(goods.c.id).group_by(goods.c.id).having(func.sum(price) > 15)
    assert connection.scalars(many).all() == [2]
    both = union(select(price), select(price * Decimal("1.0"))).order_by("price")
    assert connection.scalars(both).all() == digits("9", "10.5", "20.25")
    assert connection.scalars(select(price - price).distinct()).all() == [0]
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.exec_driver_sql("INSERT INTO test_goods (id, price) VALUES (9, '10.5')")
    textual = "SELECT id FROM test_goods WHERE price > 9.5 ORDER BY price DESC"
    assert connection.exec_driver_sql(textual).all() == [(2,), (1,)]


def test_all_digits_are_behind_the_point_where_a_column_says_so(connection: Connection) -> None:
    small = Table("test_small", MetaData(), Column("value", exact(38, 38)))
    small.create(connection)
    value = Decimal("0.12345678901234567890123456789012345678")
    connection.execute(small.insert().values(value=value))
    assert connection.scalar(select(small.c.value)) == value


def test_a_table_that_is_read_from_the_database_has_the_same_digits(connection: Connection) -> None:
    found = inspect(connection).get_columns("test_goods")
    types: list[Any] = [column["type"] for column in found[1:4]]
    assert [(type_.precision, type_.scale) for type_ in types] == [(12, 2), (8, 4), (38, 10)]


@pytest.mark.parametrize(
    "expression",
    [price * weight, func.sqrt(price), case((price > 9, 0), else_=price), price.op("^")(2)],
    ids=str,
)
def test_what_cannot_be_computed_exactly_is_refused(
    connection: Connection, expression: Any
) -> None:
    is_refused = engine.dialect.name == "sqlite"  # PostgreSQL can compute all of it
    with pytest.raises(CompileError) if is_refused else nullcontext():
        connection.execute(select(expression))
