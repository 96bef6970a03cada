"""What every alembic command runs: it leads Alembic to the database and to the models."""

from logging.config import fileConfig
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from helper import columns
from startup import Alchemy
from startup.Environment import myEnvironment
from startup.migrations import broken_references, changing_tables, in_any_order
from startup.refuse_to_start import reason_of

config = context.config
NAMED = ("KEY", "MOMENT", "DOCUMENT", "TEXT_LIST", "INTEGER_LIST", "UUID_LIST")


def type_by_name(kind: str, item: object, writer: AutogenContext) -> str | Literal[False]:
    """Let autogenerate write the types of ``helper/columns.py`` by their names there."""
    name = next((known for known in NAMED if item is getattr(columns, known)), None)
    if isinstance(item, columns.Exact):
        name = f"exact({item.precision}, {item.scale})"
    if isinstance(item, columns.LowerCase):
        return f"sa.String({item.length})"  # which is all that a database knows of it
    if name is None:
        return False
    writer.imports.add(f"from helper.columns import {name.partition('(')[0]}")
    return name


def migrate(connection: Connection) -> None:
    """Do what the command asks for, in the transaction that the connection is in."""
    context.configure(
        connection=connection,
        target_metadata=Alchemy.Base.metadata,
        render_as_batch=True,  # SQLite alters a table by copying it
        transactional_ddl=True,
        render_item=type_by_name,
    )
    try:
        with in_any_order():
            context.run_migrations()
    except DBAPIError as error:  # told in a sentence; a traceback would bury it
        failed = f"nothing was migrated, for a migration failed: {reason_of(error)}"
        raise CommandError(failed) from None
    broken = broken_references(connection)
    if broken:
        raise CommandError(
            f"nothing was migrated: rows of {broken} would refer to rows that are not there"
        )


def write_script() -> None:
    """Print the SQL that would be run, for ``--sql``."""
    context.configure(
        url=Alchemy.engine.url, target_metadata=Alchemy.Base.metadata, literal_binds=True
    )
    with context.begin_transaction():
        if Alchemy.engine.dialect.name == "postgresql":  # in which the rules of moments are written
            context.execute("SET LOCAL TimeZone TO 'UTC'")
        context.run_migrations()


if "connection" in config.attributes:  # the application migrates at its start
    migrate(config.attributes["connection"])
else:
    if config.config_file_name is not None:
        fileConfig(config.config_file_name, disable_existing_loggers=False)
    myEnvironment.check_values()
    Alchemy.import_models()
    if context.is_offline_mode():
        write_script()
    else:
        with changing_tables(Alchemy.engine) as the_connection:
            migrate(the_connection)
