"""Plain ``alembic`` in a generated project, and what its start makes of a database that lags."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from conftest import Ant
from support.postgres import PostgresServer
from support.warm_python import run_warm

Done = subprocess.CompletedProcess[str]


class Shop:
    """A project, its Python and its database."""

    def __init__(self, ant: Ant, root: Path, python: Path, env: dict[str, str]) -> None:
        """Take them."""
        self._ant, self.root, self._python, self.env = ant, root, python, {**env}

    def python(
        self, *words: str, folder: str = ".", **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Run Python, in which a warning is an error."""
        command = [self._python, "-W", "error", "-B", *words]
        return run_warm(command, self.root / folder, {**os.environ, **self.env, **env})

    def alembic(self, *words: str) -> str:
        done = self.python("-m", "alembic", *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, migrate: bool = False) -> Done:
        return self.python(
            "-c", "from app import create_app; create_app()", folder="api",
            FLASK_ENV="development", DB_MIGRATE_ON_START=str(migrate),
        )  # fmt: skip

    def ant(self, *words: str) -> None:
        done = self._ant(*words, cwd=self.root)
        assert done.returncode == 0, done.stderr


@pytest.fixture
def shop(ant: Ant, project: Path, project_python: Path, database: dict[str, str]) -> Shop:
    return Shop(ant, project, project_python, database)


NO_DRIFT = "No new upgrade operations detected."


@pytest.mark.slow
def test_plain_alembic_goes_up_and_down_without_drift(shop: Shop) -> None:
    shop.ant("generate", "route", "users")
    shop.alembic("upgrade", "head")
    assert shop.alembic("current").strip().endswith("(head)")
    assert NO_DRIFT in shop.alembic("check")
    shop.ant("destroy", "route", "users")
    shop.alembic("upgrade", "head")
    assert NO_DRIFT in shop.alembic("check")
    shop.alembic("downgrade", "base")
    assert shop.alembic("current") == ""
    shop.alembic("upgrade", "head")


@pytest.mark.slow
def test_a_database_that_lags_is_refused_or_migrated_at_start(shop: Shop) -> None:
    assert shop.start().returncode == 0
    shop.ant("generate", "route", "users")
    refused = shop.start()
    assert (refused.returncode, refused.stdout) == (4, "")
    assert refused.stderr.count("\n") == 1
    assert "alembic upgrade head" in refused.stderr
    migrated = shop.start(migrate=True)
    assert (migrated.returncode, migrated.stderr) == (0, "")
    assert NO_DRIFT in shop.alembic("check")
    assert shop.start().returncode == 0


@pytest.mark.slow
def test_a_migration_that_has_run_and_is_gone_is_missed_at_start(shop: Shop) -> None:
    shop.ant("generate", "route", "users")
    assert shop.start().returncode == 0
    next((shop.root / "api/migrations/versions").glob("0002_*.py")).unlink()
    assert "which api/migrations does not have" in shop.start().stderr


@pytest.mark.slow
def test_a_migration_that_fails_leaves_the_database_as_it_was(shop: Shop) -> None:
    shop.alembic("upgrade", "head")
    before = shop.alembic("current").removesuffix("(head)\n")
    shop.ant("generate", "route", "users")
    path = next((shop.root / "api/migrations/versions").glob("0002_*.py"))
    fails = '    op.execute("SELECT nothing_like_that()")\n\n\ndef downgrade'
    path.write_text(path.read_text().replace("\n\ndef downgrade", fails))
    done = shop.start(migrate=True)
    assert done.returncode == 4
    assert "a migration failed" in done.stderr
    assert shop.alembic("current").strip() == before.strip()


@pytest.mark.slow
def test_owners_can_let_alembic_write_a_migration(shop: Shop) -> None:
    shop.ant("generate", "route", "tags", "cost:decimal")  # which brings helper/columns.py
    shop.alembic("upgrade", "head")
    model = shop.root / "api/models/Default_model.py"
    columns = (
        "    price: Mapped[Decimal | None] = mapped_column(exact(10, 2))\n"
        "    seen: Mapped[dt.datetime | None] = mapped_column(MOMENT, index=True)\n"
        "    more: Mapped[object | None] = mapped_column(DOCUMENT)\n"
    )
    imports = "import datetime as dt\nfrom decimal import Decimal\n"
    ours = "from helper.columns import DOCUMENT, MOMENT, exact\nfrom startup"
    text = model.read_text().replace("\nfrom startup", f"\n{ours}") + columns
    model.write_text(text.replace("from dataclasses", f"{imports}from dataclasses"))
    shop.alembic("revision", "--autogenerate", "-m", "add prices")
    shop.alembic("upgrade", "head")
    assert NO_DRIFT in shop.alembic("check")
    shop.ant("generate", "route", "users")
    shop.alembic("upgrade", "head")
    assert NO_DRIFT in shop.alembic("check")
    shop.alembic("downgrade", "base")


@pytest.mark.slow
def test_it_works_where_the_image_puts_it(shop: Shop, tmp_path: Path) -> None:
    image = tmp_path / "app"
    shutil.copytree(shop.root / "api", image)
    shutil.copy(shop.root / "alembic.ini", image)
    (image / "api").symlink_to(".")
    shop.root = image
    shop.env["SQLITE_FILE"] = "instance/app.db"  # outside development it has to be named
    shop.alembic("upgrade", "head")
    assert NO_DRIFT in shop.alembic("check")


@pytest.mark.slow
def test_sql_can_be_written_instead_of_run(
    ant: Ant, project: Path, project_python: Path, postgres: PostgresServer
) -> None:
    shop = Shop(ant, project, project_python, postgres.create_database("only_sql"))
    shop.ant("generate", "route", "users", "name:string:required:unique", "at:datetime:index")
    shop.ant("generate", "field", "users", "boss:reference:to=users")
    assert "CREATE TABLE" in shop.alembic("upgrade", "head", "--sql")
    assert shop.alembic("current") == ""
    shop.alembic("upgrade", "head")
    there = shop.alembic("current").split()[0]
    shop.ant("rename", "route", "users", "people")
    script = shop.alembic("upgrade", f"{there}:head", "--sql")
    with postgres.connect("only_sql") as connection:
        connection.execute(script.encode())
        sequences = connection.execute("SELECT sequencename FROM pg_sequences").fetchall()
    assert ("people_id_seq",) in sequences
    assert NO_DRIFT in shop.alembic("check")
    shop.alembic("downgrade", "base")
    on_sqlite = Shop(ant, project, project_python, {})
    refused = on_sqlite.python("-m", "alembic", "upgrade", f"{there}:head", "--sql")
    assert refused.returncode != 0 and "no script can change people on SQLite" in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.exhaustive_for("False")
@pytest.mark.slow
@pytest.mark.parametrize("batch", [True, False])
def test_a_column_that_a_migration_of_ones_own_adds_is_not_added_again(
    shop: Shop, batch: bool
) -> None:
    shop.ant("generate", "route", "users", "name:string")
    shop.alembic("upgrade", "head")
    model = shop.root / "api/models/Users_model.py"
    line = "    nick: Mapped[str | None] = mapped_column(String(255))\n"
    before, after = model.read_text().split("    created_at")
    model.write_text(f"{before}{line}    created_at{after}")
    shop.alembic("revision", "--autogenerate", "-m", "nick")
    (own,) = (shop.root / "api/migrations/versions").glob("*_nick.py")
    text = own.read_text()
    if not batch:
        text = text.replace("batch_op.add_column(", "op.add_column('users', ")
        text = text.replace("batch_op.drop_column(", "op.drop_column('users', ")
        own.write_text(text)
    assert ("batch_op.add_column" in text) is batch
    shop.alembic("upgrade", "head")
    shop.ant("generate", "field", "users", "nick:string:min=0", "age:integer")
    (grown,) = (shop.root / "api/migrations/versions").glob("0003_*.py")
    assert grown.name == "0003_add_age_to_users.py"
    for words in (["upgrade", "head"], ["downgrade", "base"], ["upgrade", "head"]):
        shop.alembic(*words)
    assert NO_DRIFT in shop.alembic("check")
    shop.ant("generate", "field", "users", "height:integer")
    assert (shop.root / "api/migrations/versions/0004_add_height_to_users.py").exists()


@pytest.mark.slow
def test_a_column_that_is_only_in_the_model_is_added(shop: Shop) -> None:
    shop.ant("generate", "route", "users", "name:string")
    model = shop.root / "api/models/Users_model.py"
    line = "    nick: Mapped[str | None] = mapped_column(String(255))\n"
    before, after = model.read_text().split("    created_at")
    model.write_text(f"{before}{line}    created_at{after}")
    shop.ant("generate", "field", "users", "nick:string:min=0")
    shop.alembic("upgrade", "head")
    assert NO_DRIFT in shop.alembic("check")
