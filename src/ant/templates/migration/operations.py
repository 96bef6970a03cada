"""Operations for migrations that Alembic lacks, for PostgreSQL and SQLite."""

import re
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.util import CommandError

_NAMED = re.compile(r"INDEX\s+\S+\s+ON")
SHOWN = 5  # of the rows that stop a migration


def fill(table: str, column: sa.ColumnClause[Any], value: object) -> None:
    """Set a column where it is NULL."""
    rows = sa.table(table, column)
    op.execute(sa.update(rows).where(column.is_(None)).values({column: value}))


def new_uuids() -> sa.ColumnElement[Any]:
    """Return what gives each row of a statement another UUID, of version 4."""
    if _is_postgresql():
        return sa.func.gen_random_uuid()
    long, short = "hex(randomblob(6))", "substr(hex(randomblob(2)), 2)"
    variant = "substr('89AB', 1 + (random() & 3), 1)"
    parts = (long, "'4'", short, variant, short, long)
    return sa.literal_column(f"lower({' || '.join(parts)})")


def replace_values(table: str, column: sa.ColumnClause[str], value: str, unlike: list[str]) -> None:
    """Give a value to the rows that have one which is not in a list; what is empty stays so."""
    rows = sa.table(table, column)
    op.execute(sa.update(rows).where(column.not_in(unlike)).values({column: value}))


def check_rows(table: str, rule: str) -> None:
    """Stop the migration before anything has changed where rows violate a new rule."""
    rows = sa.table(table, sa.column("id"))
    _stop_at(rows, sa.text(f"NOT ({rule})"), f"break the rule {rule}")


def lower_values(table: str, column: str, *, unique: bool = False) -> None:
    """Put the texts of a column in lower case; stop where they would no longer be ``unique``."""
    rows = sa.table(table, sa.column("id"), sa.column(column))
    others = rows.alias()
    lower, same = sa.func.lower(rows.c[column]), sa.func.lower(others.c[column])
    if unique:
        shared = sa.select(same).group_by(same).having(sa.func.count() > 1)
        _stop_at(rows, lower.in_(shared), f"share a value of {column} but for case")
    op.execute(sa.update(rows).where(rows.c[column] != lower).values({column: lower}))


def never_reuse_ids(table: str) -> None:
    """Let SQLite give the id of a deleted row to no other one, as PostgreSQL does anyway."""
    if not _is_postgresql():
        counts = {"sqlite_autoincrement": True}
        with op.batch_alter_table(table, recreate="always", table_kwargs=counts):
            pass


def comment_on(table: str, column: str | None, comment: str | None) -> None:
    """Set the comment of a table or a column, None to remove it; SQLite has no comments."""
    if not _is_postgresql():
        return
    if column is not None:
        op.alter_column(table, column, comment=comment)
    elif comment is not None:
        op.create_table_comment(table, comment)
    else:
        op.drop_table_comment(table)


def convert_on_sqlite(table: str, column: str, value: sa.ColumnElement[Any]) -> None:
    """Set a column in which SQLite holds integers in units; migrations before 0.3.0 did so."""
    if not _is_postgresql():
        held = sa.func.typeof(sa.column(column)) == "integer"
        op.execute(
            sa.update(sa.table(table, sa.column(column))).where(held).values({column: value})
        )


def retype_key(table: str, type_: sa.types.TypeEngine[int]) -> None:
    """Change how large the ids of a table may become; those of SQLite have 64 bits anyway."""
    if _is_postgresql():
        op.alter_column(table, "id", type_=type_)
        _alter_sequence(table, f"AS {type_.compile(op.get_context().dialect)}")


def rename_table(old: str, new: str) -> None:
    """Rename a table, and the sequence of its ids where it has one."""
    op.rename_table(old, new)
    if _is_postgresql():
        _alter_sequence(new, f"RENAME TO {_quoted(f'{new[:56]}_id_seq')}")


def rename_keys(table: str, names: dict[str, str]) -> None:
    """Rename constraints and indexes of a table; for constraints SQLite has to copy the table."""
    if _is_postgresql():
        for old, new in names.items():
            _rename_key(table, _key(old), _key(new))
        return
    bind = _live_database(table)
    rows = bind.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'index'").all()
    made = {name: sql for name, sql in rows if name in names}
    for name, sql in made.items():
        op.drop_index(name, table)
        bind.exec_driver_sql(_NAMED.sub(f"INDEX {_quoted(names[name])} ON", sql, count=1))
    if names.keys() == made.keys():
        return
    copy = sa.Table(table, sa.MetaData(), autoload_with=bind, resolve_fks=False)
    for key in copy.constraints:
        if str(key.name) in names:
            key.name = sa.quoted_name(names[str(key.name)], quote=None)
    with op.batch_alter_table(table, recreate="always", copy_from=copy):
        pass


def _rename_key(table: str, old: str, new: str) -> None:
    """Rename what PostgreSQL has under a name; it looks that up itself, in a script as well."""
    found = f"SELECT FROM pg_index WHERE indexrelid = to_regclass('{old}')"
    index = f"ALTER INDEX {old} RENAME TO {new}"
    constraint = f"ALTER TABLE {_quoted(table)} RENAME CONSTRAINT {old} TO {new}"
    op.execute(f"DO $$ BEGIN IF EXISTS ({found}) THEN {index}; ELSE {constraint}; END IF; END $$")


def _alter_sequence(table: str, change: str) -> None:
    """Alter the sequence that counts the ids of a table of PostgreSQL, if it has one."""
    name = _quoted(table)
    found = (
        f"SELECT pg_get_serial_sequence('{name}', attname) FROM pg_attribute"
        f" WHERE attrelid = CAST('{name}' AS regclass) AND attname = 'id'"
    )
    alter = f"EXECUTE concat('ALTER SEQUENCE ', counter, ' {change}')"
    op.execute(
        f"DO $$ DECLARE counter text = ({found});"
        f" BEGIN IF counter IS NOT NULL THEN {alter}; END IF; END $$"
    )


def _live_database(table: str) -> sa.Connection:
    """Return the connection to a database of SQLite, which has to be asked what the table is."""
    if op.get_context().as_sql:
        raise CommandError(
            f"no script can change {table} on SQLite, which copies the table as it finds it. "
            "Run it without --sql, or set DB_URL for a script for PostgreSQL"
        )
    return op.get_bind()


def _is_postgresql() -> bool:
    return op.get_context().dialect.name == "postgresql"


def _quoted(name: str) -> str:
    return op.get_context().dialect.identifier_preparer.quote(name)


def _key(name: str) -> str:
    """The name of a constraint or index, shortened where PostgreSQL takes no longer one."""
    constraint = sa.CheckConstraint("", name=op.f(name))
    return str(op.get_context().dialect.identifier_preparer.format_constraint(constraint))


def _stop_at(
    rows: sa.TableClause, condition: sa.ColumnElement[bool] | sa.TextClause, what: str
) -> None:
    """Raise where rows meet a condition, and name the first of them; a script cannot ask."""
    if op.get_context().as_sql:
        return
    bind = op.get_bind()
    count = bind.scalar(sa.select(sa.func.count()).select_from(rows).where(condition))
    if count:
        [name] = sa.inspect(bind).get_pk_constraint(rows.name)["constrained_columns"]
        key: sa.ColumnClause[str] = sa.column(name)
        first = sa.select(key).select_from(rows).where(condition).order_by(key).limit(SHOWN)
        ids = ", ".join(map(str, bind.scalars(first))) + (", …" if count > SHOWN else "")
        raise CommandError(
            f"nothing was migrated: {count} of the rows of {rows.name} would {what} (id {ids}). "
            "Change them first."
        )
