"""What expressions with decimals are in SQLite's SQL: calls of ``helper/sqlite_decimals.py``."""

# What SQLite would compute with binary fractions, and there is no such call for, is refused. Only
# SQL that is written as text goes by: its comparisons are right, what it computes is not exact.
# SQLAlchemy's own compiler, on which this is built, has no types:
# mypy: allow-untyped-calls

from decimal import Decimal
from sqlite3 import Connection, DataError
from typing import Any

from sqlalchemy import (
    BindParameter,
    Dialect,
    Engine,
    Float,
    Integer,
    Numeric,
    String,
    Table,
    cast,
    event,
    select,
)
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.exc import CompileError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import operators as op
from sqlalchemy.sql.elements import (
    BinaryExpression,
    CollationClause,
    ColumnClause,
    ColumnElement,
    ExpressionClauseList,
)
from sqlalchemy.sql.functions import Function
from sqlalchemy.types import NullType, TypeDecorator

from helper.sqlite_decimals import (
    COLLATION,
    fitted,
    places,
    register_decimals,
    rounded,
    to_decimal,
    to_text,
)

COLLATED = f" COLLATE {COLLATION}"
ARITHMETIC: dict[Any, str] = {
    op.add: "decimal_add",
    op.sub: "decimal_sub",
    op.mul: "decimal_mul",
    op.truediv: "decimal_div",
    op.mod: "decimal_mod",
}
COMPARISONS = {
    *(op.eq, op.ne, op.lt, op.le, op.gt, op.ge, op.in_op, op.not_in_op),
    *(op.is_distinct_from, op.is_not_distinct_from, op.between_op, op.not_between_op),
}
WITHOUT_NUMBERS = {op.is_, op.is_not, op.collate}
FUNCTIONS = {
    name: f"decimal_{name}"
    for name in ("sum", "avg", "abs", "round", "trunc", "ceil", "floor", "sign", "mod")
}
REFUSED = {"total", "sqrt", "power", "pow", "exp", "ln", "log", "log10", "ceiling", "ifnull"}


def prepare(connection: object, _record: object) -> None:
    """Give a new connection what the SQL of decimals calls, if it is one of SQLite."""
    if isinstance(connection, Connection):
        register_decimals(connection)


class DecimalText(Numeric[Decimal]):
    """A column of SQLite whose texts are decimals; reflection finds it by its name."""

    def bind_processor(self, dialect: Dialect) -> Any:
        """Return what rounds a value to the column; one that is too large is a ``DataError``."""

        def process(value: Any) -> str | None:
            if value is None:
                return None
            try:
                return to_text(fitted(to_decimal(value), self.precision, self.scale))
            except OverflowError as error:
                raise DataError(str(error)) from None

        return process

    def literal_processor(self, dialect: Dialect) -> Any:
        """Return what writes a value into SQL."""
        process = self.bind_processor(dialect)
        return lambda value: f"'{process(value)}'"

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """Return what reads a value, with all places of its column where it has fewer."""
        scale = self.scale or 0

        def process(held: Any) -> Any:
            if held is None:
                return None
            number = to_decimal(held)
            number = rounded(number, Decimal(scale)) if places(number) < scale else number
            return number if self.asdecimal else float(number)

        return process


@compiles(DecimalText, "sqlite")
def decimal_text(type_: DecimalText, _compiler: object, **_: object) -> str:
    """Write the type; SQLite takes it for a TEXT because of that word in it."""
    size = "" if type_.precision is None else f"({type_.precision}, {type_.scale or 0})"
    return f"DECIMAL_TEXT{size}{COLLATED}"


class DecimalCompiler(SQLiteCompiler):
    """Writes SQL in which every number beside a decimal is one, too."""

    def visit_binary(self, binary: Any, *args: Any, **kw: Any) -> Any:
        """Compute by functions, and compare as numbers."""
        left, right, operator = binary.left, binary.right, binary.operator
        if not (is_decimal(left) or is_decimal(right)) or operator in WITHOUT_NUMBERS:
            return super().visit_binary(binary, *args, **kw)
        if operator in ARITHMETIC and is_decimal(binary):
            return self._called(ARITHMETIC[operator], left, right, **kw)
        if operator is op.floordiv:
            return self._called("decimal_floor", left / right, **kw)
        if operator not in COMPARISONS:
            raise CompileError(f"SQLite cannot compute this with decimals exactly: {binary}")
        compared = binary._clone()
        compared.left = collated(as_decimal(left))
        if operator not in (op.in_op, op.not_in_op):
            compared.right = as_decimal(right)
        elif not is_decimal(right):
            raise CompileError(f"Decimals cannot be among others in SQLite: {binary}")
        return super().visit_binary(compared, *args, **kw)

    def visit_unary(self, unary: Any, *args: Any, **kw: Any) -> Any:
        """Turn the sign."""
        if unary.operator is op.neg and is_decimal(unary.element):
            return self._called("decimal_neg", unary.element, **kw)
        return super().visit_unary(unary, *args, **kw)

    def visit_function(
        self, func: Any, add_to_result_map: Any = None, bare: Any = None, **kw: Any
    ) -> Any:
        """Call what knows decimals; ``bare`` is one whose collation comes behind its window."""
        name, arguments = func.name.lower(), list(func.clauses)
        if name.startswith("decimal") or not any(map(is_decimal, arguments)):
            return super().visit_function(func, add_to_result_map, **kw)
        if name in REFUSED:
            raise CompileError(f"SQLite cannot compute this with decimals exactly: {func}")
        called = func
        if name in FUNCTIONS:
            called = function(FUNCTIONS[name], *map(as_decimal, arguments))
        elif name in ("coalesce", "nullif"):
            first, *others = map(as_decimal, arguments)
            called = function(name, collated(first), *others)
        if add_to_result_map is not None:
            add_to_result_map(func.name, func.name, (func.name,), func.type)
        text = super().visit_function(called, **kw)
        return text if func is bare or not is_decimal(func) else text + COLLATED

    def visit_over(self, over: Any, **kw: Any) -> Any:
        """Put the collation behind the window."""
        text = super().visit_over(over, **{**kw, "bare": over.element})
        return text + COLLATED if is_decimal(over) else text

    def visit_funcfilter(self, funcfilter: Any, **kw: Any) -> Any:
        """Put the collation behind the filter."""
        text = super().visit_funcfilter(funcfilter, **{**kw, "bare": funcfilter.func})
        is_bare = kw.get("bare") is funcfilter or not is_decimal(funcfilter)
        return text if is_bare else text + COLLATED

    def visit_case(self, clause: Any, **kw: Any) -> Any:
        """Make one of its results that is a whole number a decimal like the others."""
        text = super().visit_case(clause, **kw)
        if is_decimal(clause):
            return f"decimal({text}){COLLATED}"
        if any(map(is_decimal, [clause.else_, *(result for _, result in clause.whens)])):
            raise CompileError(f"Only some results are decimals; cast the others, too: {clause}")
        return text

    def visit_cast(self, cast: Any, **kw: Any) -> Any:
        """Round where the type has fewer digits."""
        type_, inner = _plain(cast.type), cast.clause
        if isinstance(type_, Numeric):
            size = "" if type_.precision is None else f", {type_.precision}, {type_.scale or 0}"
            return f"decimal({self.process(inner, **kw)}{size}){COLLATED}"
        if is_decimal(inner):
            if isinstance(type_, Integer):
                return f"CAST({self._called('decimal_round', inner, **kw)} AS INTEGER)"
            if not isinstance(type_, Float | String):
                raise CompileError(f"A decimal cannot become a {type_!r}: {cast}")
        return super().visit_cast(cast, **kw)

    def visit_insert(self, insert_stmt: Any, *args: Any, **kw: Any) -> Any:
        """Round what is inserted to the digits of its column."""
        return super().visit_insert(rounding(insert_stmt), *args, **kw)

    def visit_update(self, update_stmt: Any, *args: Any, **kw: Any) -> Any:
        """Round what is set to the digits of its column."""
        return super().visit_update(rounding(update_stmt), *args, **kw)

    def visit_on_conflict_do_update(self, on_conflict: Any, **kw: Any) -> Any:
        """Round what is set where a row is there already."""
        statement: Any = self.stack[-1]["selectable"]
        columns = statement.table.c
        on_conflict = on_conflict._clone()
        pairs = dict(on_conflict.update_values_to_set)
        on_conflict.update_values_to_set = list({**pairs, **_rounded(pairs, columns)}.items())
        return super().visit_on_conflict_do_update(on_conflict, **kw)

    def _called(self, name: str, *arguments: Any, **kw: Any) -> Any:
        return self.process(function(name, *map(as_decimal, arguments)), **kw) + COLLATED


def rounding(statement: Any) -> Any:
    """Return a statement that casts what it computes to the types of its columns, as SQL does."""
    statement, columns = statement._clone(), statement.table.c
    if statement._values:
        statement._values = statement._values.union(_rounded(statement._values, columns))
    for row in (row for rows in statement._multi_values for row in rows):
        values = row.values() if isinstance(row, dict) else row
        if any(is_decimal(value) and not isinstance(value, BindParameter) for value in values):
            raise CompileError("Several rows at once cannot be given decimals that SQL computes.")
    selected = getattr(statement, "select", None)
    if selected is not None:
        pairs = dict(zip(statement._select_names, selected.selected_columns, strict=True))
        if _rounded(pairs, columns):
            pairs = dict(zip(pairs, selected.subquery().c, strict=True))
            statement.select = select(*{**pairs, **_rounded(pairs, columns)}.values())
    return statement


def _rounded(values: Any, columns: Any) -> dict[Any, Any]:
    found = {}
    for key, value in values.items():
        column = columns.get(key) if isinstance(key, str) else key
        if is_decimal(column) and not _is_rounded(value, column):
            found[key] = cast(value, column.type)
    return found


def _is_rounded(value: Any, column: Any) -> bool:
    """Whether it is a parameter, which is rounded in Python, or of a column of the same digits."""
    if not isinstance(value, ColumnElement) or isinstance(value, BindParameter):
        return True
    one, other = _plain(value.type), _plain(column.type)
    is_held = isinstance(getattr(value, "table", None), Table) and isinstance(one, Numeric)
    return is_held and (one.precision, one.scale) == (other.precision, other.scale)


def is_decimal(element: Any) -> bool:
    """Whether an expression is a decimal."""
    return isinstance(_plain(getattr(element, "type", None)), Numeric)


def _plain(type_: Any) -> Any:
    return type_.impl_instance if isinstance(type_, TypeDecorator) else type_


def as_decimal(element: Any) -> Any:
    """Return an expression as a decimal, whether it is one or a whole number; refuse others."""
    if isinstance(element, ExpressionClauseList):  # the two ends of BETWEEN
        both: Any = element._clone()
        both.clauses = [as_decimal(clause) for clause in element.clauses]
        return both
    if is_decimal(element):
        is_text = isinstance(element, ColumnClause | BindParameter)
        is_whole = is_text or getattr(element, "operator", None) is op.distinct_op
        return element if is_whole else function("decimal", element)
    if not isinstance(_plain(element.type), Integer | NullType):
        raise CompileError(f"This is no decimal, and has to be cast to one: {element}")
    return function("decimal", element)


def collated(element: Any) -> Any:
    """Return an expression that is compared as a number."""
    return BinaryExpression(element, CollationClause(COLLATION), op.collate, type_=element.type)


def function(name: str, *arguments: Any) -> Function[Decimal]:
    """Return the call of a function that gives a decimal."""
    return Function(name, *arguments, type_=Numeric())


def hold_decimals() -> None:
    """Make SQLite hold decimals, and compute with them, as PostgreSQL does, in every engine."""
    dialect: Any = SQLiteDialect_pysqlite
    dialect.statement_compiler = DecimalCompiler
    dialect.colspecs = {**dialect.colspecs, Numeric: DecimalText}
    dialect.ischema_names = {**dialect.ischema_names, "DECIMAL_TEXT": DecimalText}
    event.listen(Engine, "connect", prepare)


hold_decimals()
