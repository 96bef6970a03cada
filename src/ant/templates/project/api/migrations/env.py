"""Alembic's environment: connects it to the database and the models."""

from logging.config import fileConfig
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from startup import Alchemy
from startup.Environment import myEnvironment
from startup.migrations import TYPE_WRITERS, broken_references, changing_tables, in_any_order
from startup.refuse_to_start import reason_of

config = context.config


def written_type(kind: str, item: object, writer: AutogenContext) -> str | Literal[False]:
    """Let autogenerate write types as the project's own modules say, such as by their names."""
    for write in TYPE_WRITERS:
        written = write(item)
        if written:
            writer.imports |= {written[1]} - {""}
            return written[0]
    return False


def migrate(connection: Connection) -> None:
    """Do what the command asks for, in the transaction that the connection is in."""
    context.configure(
        connection=connection,
        target_metadata=Alchemy.Base.metadata,
        render_as_batch=True,  # SQLite alters a table by copying it
        transactional_ddl=True,
        render_item=written_type,
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
