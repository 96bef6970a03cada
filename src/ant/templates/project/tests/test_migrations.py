"""The migrations: they make the tables that the models describe, and take them away again."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    column,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError

from startup import migrations
from startup.Alchemy import Base, engine, init_db
from startup.Environment import myEnvironment
from startup.migrations import alembic_config, changing_tables

Run = Callable[..., None]
INDEXES = {
    "sqlite": "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''",
    "postgresql": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
}
LATER = """
import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = {newest!r}


def upgrade():
    op.create_table("test_parent", sa.Column("id", sa.Integer, primary_key=True))
    op.create_table("test_child", sa.Column("parent_id", sa.Integer, sa.ForeignKey("test_parent.id")))
    op.execute("INSERT INTO test_child (parent_id) VALUES ({parent})")
"""


@pytest.fixture
def run(database: None) -> Iterator[Run]:
    """Run one of Alembic's commands: ``run(command.upgrade, "head")``; tables are whole after."""

    def run(what: Callable[..., object], *arguments: str) -> None:
        with changing_tables(engine) as connection:
            what(alembic_config(connection), *arguments)

    yield run
    with changing_tables(engine) as connection:
        migrations.clear(connection)
    init_db()


def tables() -> set[str]:
    return set(inspect(engine).get_table_names())


def newest() -> set[str]:
    return set(ScriptDirectory(migrations.FOLDER).get_heads())


def applied() -> set[str]:
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())


def checked() -> dict[str, list[str]]:
    """What ``alembic check`` does not compare: CHECK constraints, and all that indexes are of."""
    found = {
        str(table): sorted(f"{rule['name']}: {rule['sqltext']}" for rule in rules)
        for (_, table), rules in inspect(engine).get_multi_check_constraints().items()
    }
    for name, sql in indexes():
        found[name].append(sql.replace('"', ""))  # SQLite puts some where a name has changed
    return found


def indexes() -> list[tuple[str, str]]:
    """Each index in SQL, with its table in front."""
    with engine.connect() as connection:
        found = connection.execute(text(INDEXES[engine.dialect.name])).all()
    return sorted((str(name), str(sql)) for name, sql in found)


def test_an_empty_database_is_made_whole_at_the_newest_revision(database: None) -> None:
    assert set(Base.metadata.tables) <= tables()
    assert applied() == newest()
    assert len(newest()) == 1


def test_the_models_are_what_the_migrations_make(run: Run) -> None:
    run(command.check)
    rules = checked()
    run(command.downgrade, "base")
    assert tables() == {"alembic_version"}
    run(command.upgrade, "head")
    run(command.check)
    assert checked() == rules


def test_a_database_that_lags_is_refused_with_the_command_to_run(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    with monkeypatch.context() as patched:
        write_later(tmp_path, patched, "NULL")
        with pytest.raises(SystemExit):
            init_db(myEnvironment.replace(DB_MIGRATE_ON_START=False))
    assert "alembic upgrade head" in capsys.readouterr().err
    assert "test_parent" not in tables()


def test_a_revision_that_nobody_knows_is_refused(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with changing_tables(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of_tomorrow'"))
    with pytest.raises(SystemExit):
        init_db()
    error = capsys.readouterr().err
    assert "of_tomorrow" in error
    assert "does not have" in error


def write_later(folder: Path, monkeypatch: pytest.MonkeyPatch, parent: str) -> None:
    """Add a migration, in a copy of the folder; its one row refers to ``parent``."""
    copy = shutil.copytree(migrations.FOLDER, folder / "20 % more")
    (copy / "versions/later.py").write_text(LATER.format(newest=newest().pop(), parent=parent))
    monkeypatch.setattr(migrations, "FOLDER", copy)


def test_a_database_that_lags_is_migrated_where_the_setting_says_so(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with changing_tables(engine) as connection:
        connection.execute(text('DROP TABLE "default"'))
    with monkeypatch.context() as patched:
        write_later(tmp_path, patched, "NULL")
        init_db(myEnvironment.replace(DB_MIGRATE_ON_START=True))
        assert applied() == newest() == {"later"}
        assert {"test_parent", "test_child", "default"} <= tables()
        init_db(myEnvironment.replace(DB_MIGRATE_ON_START=False))  # which lags no more


def test_of_a_migration_that_fails_nothing_is_left(
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    before = applied(), tables()
    with monkeypatch.context() as patched:
        write_later(tmp_path, patched, "7")
        with pytest.raises(SystemExit):
            init_db(myEnvironment.replace(DB_MIGRATE_ON_START=True))
    assert "nothing was migrated" in capsys.readouterr().err
    assert (applied(), tables()) == before


def test_a_table_that_no_migration_makes_is_made_at_the_start(run: Run) -> None:
    fresh = MetaData()
    Table("test_fresh", fresh, Column("id", Integer))
    with changing_tables(engine) as connection:
        migrations.bring_up_to_date(connection, fresh, migrate=False)
    assert "test_fresh" in tables()


def test_what_refers_to_a_table_outlives_its_change(run: Run) -> None:
    made = MetaData()
    key, number = Column("id", Integer, primary_key=True), Column("n", Integer)
    falling = Index("test_falling", "id", column("n").desc())
    computed = Index("test_computed", func.abs(column("n")), unique=True)
    parent = Table("test_parent", made, key, number, falling, computed)
    to_parent = ForeignKey("test_parent.id", ondelete="CASCADE")
    child = Table("test_child", made, Column("parent_id", to_parent))
    with changing_tables(engine) as connection:
        made.create_all(connection)
        connection.execute(parent.insert().values(id=1, n=1))
        connection.execute(child.insert().values(parent_id=1))
    before = indexes()
    with changing_tables(engine) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("test_parent") as batch:
            batch.alter_column("n", nullable=False)
    with engine.connect() as connection:
        assert connection.scalars(select(child.c.parent_id)).all() == [1]
        with pytest.raises(IntegrityError):
            connection.execute(child.insert().values(parent_id=7))
    assert indexes() == before


def forget_versions() -> None:
    with changing_tables(engine) as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def test_tables_that_are_as_the_models_say_need_no_migration(run: Run) -> None:
    forget_versions()
    init_db()
    assert applied() == newest()


def test_other_tables_are_left_to_people(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    forget_versions()
    with changing_tables(engine) as connection:
        connection.execute(text('ALTER TABLE "default" ADD COLUMN odd INTEGER'))
    with pytest.raises(SystemExit):
        init_db()
    assert "alembic stamp head" in capsys.readouterr().err
    assert "alembic_version" not in tables()
