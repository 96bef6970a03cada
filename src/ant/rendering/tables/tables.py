"""The tables that routes give, as values."""

from collections.abc import Iterable
from typing import NamedTuple

from ant.core.access.preconditions import KEYS_TABLE, takes_idempotency_keys
from ant.core.deletion import DELETED_AT, as_stored
from ant.core.fields.field import Field
from ant.core.names.route_names import REFRESH_TOKENS, RouteNames
from ant.core.planning.consent import Fills
from ant.core.relations import associations
from ant.core.spec import Route, Spec
from ant.rendering.code import Piece, text
from ant.rendering.migrations.backfill import NOW_FILL, default_fill, given_fill, neutral_fill
from ant.rendering.tables.checks import Check, checks_of, sql_name
from ant.rendering.tables.column_type import ColumnType
from ant.rendering.tables.keys import Key, keys_of

KEY_NAME = "id"
BY_ID = 'sa.column("id")'
"""What gives rows unlike values in a migration, where their ids are numbers."""


class Column(NamedTuple):
    """One column, with the constraints that it alone is in."""

    name: str
    type: ColumnType
    nullable: bool = False
    primary: bool = False
    unique: bool = False
    indexed: bool = False
    refers_to: str = ""
    """A table."""
    refers_key: str = ""
    """The column of its key, where that is not ``id``."""
    on_delete: str = ""
    fill: Piece = ""
    """In Python, the backfill value of rows; '' where it is unknown.

    A nullable column with a default has it too: existing rows get that.
    """
    field: str = ""
    """The field that it is of, where it is of one."""
    values: tuple[str, ...] = ()
    """What it may hold, of an ``enum``."""
    replacement: Piece = ""
    """In Python, what rows get whose value is none of these; '' where they keep it."""
    longest: int = 0
    """Characters that the API takes, of a ``text``; 0 without a limit."""
    checks: tuple[Check, ...] = ()
    comment: str = ""
    """What is said of it in the database."""

    @property
    def in_database(self) -> "Column":
        """The same without the parts that are not in a database."""
        checks = tuple(check.in_database for check in self.checks)
        return self._replace(fill="", field="", values=(), replacement="", longest=0, checks=checks)

    def check(self, rule: str) -> Check | None:
        """The check of a rule, or None."""
        return next((check for check in self.checks if check.rule == rule), None)


class Table(NamedTuple):
    """One table, and the route that it is of."""

    name: str
    columns: tuple[Column, ...]
    route: str = ""
    is_stub: bool = False
    autoincrement: bool = False
    """Whether SQLite gives the id of a deleted row to no other one; PostgreSQL never does."""
    rules: tuple[Key, ...] = ()
    """Those over several columns."""
    comment: str = ""
    """What is said of it in the database."""
    model: str = ""
    """What its model is called after, where that is not called like the table."""

    @property
    def names(self) -> RouteNames:
        """What its model is called."""
        return RouteNames(self.model or self.name)

    @property
    def primary(self) -> list[str]:
        """The columns of its key."""
        return [column.name for column in self.columns if column.primary]

    def column(self, name: str) -> Column | None:
        """The column of this name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    def keys(self) -> list[str]:
        """The names of its constraints and indexes, as the naming convention gives them."""
        names = [f"pk_{self.name}"]
        for column in self.columns:
            names += [unique_name(self, column)] if column.unique else []
            names += [index_name(self, column)] if column.indexed else []
            names += [foreign_key_name(self, column)] if column.refers_to else []
            names += [check_name(self, column, check) for check in column.checks]
        return names + [key.name for key in self.rules]


def unique_name(table: Table, column: Column) -> str:
    """The name of the constraint that a column is unique."""
    return f"uq_{table.name}_{column.name}"


def index_name(table: Table, column: Column) -> str:
    """The name of the index of a column."""
    return f"ix_{table.name}_{column.name}"


def foreign_key_name(table: Table, column: Column) -> str:
    """The name of the foreign key of a column."""
    return f"fk_{table.name}_{column.name}_{column.refers_to}"


def check_name(table: Table, column: Column, check: Check) -> str:
    """The name of a check."""
    return f"ck_{table.name}_{column.name}_{check.rule}"


STUB_COLUMNS = (
    Column(KEY_NAME, ColumnType("sketch key"), primary=True),
    Column("model", ColumnType("text"), fill='""'),
)
"""Those of every route without fields."""

DEFAULT_TABLE = Table(
    "default",
    (
        Column(KEY_NAME, ColumnType("sketch key"), primary=True),
        Column("model", ColumnType("string", 255)),
    ),
    is_stub=True,
)
"""The one of the resource that every project has."""


IDEMPOTENCY_TABLE = Table(
    KEYS_TABLE,
    (
        Column(KEY_NAME, ColumnType("string", 64), primary=True),
        Column("fingerprint", ColumnType("string", 64)),
        Column("status", ColumnType("integer")),
        Column("headers", ColumnType("json")),
        Column("body", ColumnType("text")),
        Column("created_at", ColumnType("datetime"), indexed=True),
    ),
    KEYS_TABLE,
)
"""The answers to POSTs that came with an ``Idempotency-Key``."""


def project_tables(spec: Spec) -> list[Table]:
    """Return the tables that belong to no route and that not every project has."""
    return [IDEMPOTENCY_TABLE] if takes_idempotency_keys(spec) else []


SESSION_COLUMNS = (
    Column(KEY_NAME, ColumnType("key"), primary=True),
    Column("digest", ColumnType("string", 64), unique=True),
    Column("account_id", ColumnType("reference"), indexed=True, on_delete="cascade"),
    Column("family", ColumnType("string", 32), indexed=True),
    Column("fingerprint", ColumnType("string", 64)),
    Column("expires_at", ColumnType("datetime")),
    Column("used_at", ColumnType("datetime"), nullable=True),
)
"""Those of the sessions of accounts; the account is a row of the route that holds them."""


def tables_of(routes: Iterable[Route], fills: Fills | None) -> list[Table]:
    """Return the tables of routes: of each its own, then its association tables.

    Without ``fills`` rows get made-up values: a downgrade has nobody to ask.
    """
    tables = []
    for route in routes:
        tables.append(_table(route, fills))
        for association in associations(route):
            columns = (
                Column(
                    name, ColumnType.leading_to(association.ids[name]), primary=True,
                    indexed=name == association.field_column, refers_to=to, on_delete="cascade",
                    refers_key=association.keys[name],
                )
                for name, to in association.tables.items()
            )  # fmt: skip
            tables.append(Table(association.table, tuple(columns), route.names.text))
        if route.accounts:
            tables.append(_refresh_tokens(route))
    return tables


def _refresh_tokens(accounts: Route) -> Table:
    table, kind = accounts.table, ColumnType.leading_to(accounts.id)
    columns = (
        column._replace(refers_to=table, type=kind) if column.type.values.is_reference else column
        for column in SESSION_COLUMNS
    )
    return Table(REFRESH_TOKENS, tuple(columns), accounts.names.text)


def _table(route: Route, fills: Fills | None) -> Table:
    name, model = route.names.text, route.names.text if route.stored_as else ""
    if not route.fields:
        stub = Table(route.table, STUB_COLUMNS, name, is_stub=True)
        return stub._replace(comment=route.description, model=model)
    route = as_stored(route)
    moments = [
        Column(name, ColumnType("datetime"), fill=NOW_FILL) for name in ("created_at", "updated_at")
    ]
    moments += [Column(DELETED_AT, ColumnType("datetime"), nullable=True)] if route.delete else []
    columns = [_column(name, field, fills) for field in route.fields if field.is_column]
    is_counted = route.id is None and route.key_field is None
    key = Column(KEY_NAME, ColumnType.of(route.id) if route.id else ColumnType("key"), primary=True)
    if route.key_field:
        key = next(column for column in columns if column.field == route.key_field.name)
        columns = [column for column in columns if column is not key]
        key = key._replace(primary=True, indexed=False)
    if not is_counted:
        columns = [_numbered(route.table, key.name, column) for column in columns]
    table = Table(route.table, (key, *columns, *moments), name, autoincrement=is_counted)
    return table._replace(rules=keys_of(route), comment=route.description, model=model)


def _numbered(table: str, key: str, column: Column) -> Column:
    """A column whose rows get unlike values by their numbers, where their ids do not count up."""
    if not isinstance(column.fill, str) or BY_ID not in column.fill:
        return column
    name, id = sql_name(table), sql_name(key)
    number = f"(SELECT count(*) FROM {name} AS earlier WHERE earlier.{id} <= {name}.{id})"
    counted = f"sa.literal_column({text(number)})"
    return column._replace(fill=column.fill.replace(BY_ID, counted))


def _column(route: str, field: Field, fills: Fills | None) -> Column:
    kind, refers = field.kind, field.is_reference
    is_sized, longest = bool(kind.sizes(field)), field.maximum
    is_text = kind.longest and not kind.is_bytes
    has_fill = fills is not None and (route, field.name) in fills
    if fills is not None and has_fill:
        fill: Piece = given_fill(field, fills[route, field.name])
    elif field.default is not None:
        fill = default_fill(field)
    else:
        fill = "" if fills is not None or field.nullable else neutral_fill(field)
    return Column(
        field.column, ColumnType.of(field), field.nullable, unique=field.unique,
        indexed=(field.index or refers) and not field.unique,
        refers_to=field.refers_to if refers else "",
        refers_key=field.target_column if refers else "", on_delete=field.on_delete, fill=fill,
        field=field.name, values=field.values,
        replacement=fill if has_fill and field.values else "",
        longest=longest if is_text and not is_sized and isinstance(longest, int) else 0,
        checks=checks_of(field), comment=field.description,
    )  # fmt: skip
