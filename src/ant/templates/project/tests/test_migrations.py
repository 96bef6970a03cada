"""The migrations: they make the tables that the models describe, and take them away again."""

from collections.abc import Callable, Iterator

import pytest
from alembic import command
from sqlalchemy import inspect, text

from startup import migrations
from startup.Alchemy import Base, engine, init_db
from startup.Environment import myEnvironment
from startup.migrations import alembic_config, applied_revisions, changing_tables, revisions

Run = Callable[..., None]


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
    known = revisions()
    return known.keys() - {each for below in known.values() for each in below}


def applied() -> set[str]:
    with engine.connect() as connection:
        return applied_revisions(connection)


def test_an_empty_database_is_made_whole_at_the_newest_revision(database: None) -> None:
    assert set(Base.metadata.tables) <= tables()
    assert applied() == newest()
    assert len(newest()) == 1


def test_the_models_are_what_the_migrations_make(run: Run) -> None:
    run(command.check)
    run(command.downgrade, "base")
    assert tables() == {"alembic_version"}
    run(command.upgrade, "head")
    run(command.check)


def test_a_database_that_lags_is_refused_with_the_command_to_run(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = {**revisions(), "of_today": tuple(newest())}
    monkeypatch.setattr(migrations, "revisions", lambda: known)
    monkeypatch.setattr(myEnvironment, "DB_MIGRATE_ON_START", False)
    with pytest.raises(SystemExit):
        init_db()
    assert "alembic upgrade head" in capsys.readouterr().err


def test_a_revision_that_nobody_knows_is_refused(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with changing_tables(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of_tomorrow'"))
    with pytest.raises(SystemExit):
        init_db()
    assert "of_tomorrow" in capsys.readouterr().err


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
