"""Every name of a field is either refused in words or a column on both databases."""

import json
import subprocess
from pathlib import Path

import pytest

from ant.core.fields.attribute_names import attribute_of
from ant.core.fields.names import column_fault, field_name_fault
from ant.core.names.route_names import folded
from support.names import NAMES
from support.server import plain_environment

# One table for each name, since PostgreSQL allows 1600 columns: stored, found, sorted, changed.
PROBE = """
import json, sys
from sqlalchemy import create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

class Base(DeclarativeBase):
    pass

with open(sys.argv[1]) as file:
    names = json.load(file)
tables = []
for start in range(0, len(names), 100):
    part = dict(names[start : start + 100])
    columns = {a: mapped_column(name, key=a, index=True) for name, a in part.items()}
    hints = {"id": Mapped[int], **dict.fromkeys(columns, Mapped[str])}
    body = {"__tablename__": f"t{start}", "id": mapped_column(primary_key=True), **columns}
    tables.append((type(f"T{start}", (Base,), {**body, "__annotations__": hints}), part))
engine = create_engine(sys.argv[2])
Base.metadata.create_all(engine)
for table, part in tables:
    with Session(engine) as session:
        session.add(table(**dict.fromkeys(part.values(), "x")))
        session.commit()
        for name in part.values():
            column = getattr(table, name)
            row = session.scalars(select(table).where(column == "x").order_by(column)).one()
            setattr(row, name, name)
            session.commit()
            assert session.scalars(select(column)).one() == name, name
print(len(names))
"""

SYSTEM_COLUMNS = ("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid")


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_name_that_is_not_refused_is_a_column(
    request: pytest.FixtureRequest, tmp_path: Path, database: str
) -> None:
    every = {folded(name) for name in NAMES}
    names = sorted(name for name in every if not field_name_fault(name) and not column_fault(name))
    assert len(names) > 400
    (tmp_path / "names.json").write_text(json.dumps([(name, attribute_of(name)) for name in names]))
    url = f"sqlite:///{tmp_path}/x.sqlite"
    if database == "postgresql":
        env = request.getfixturevalue("postgres_database")
        place = f"{env['POSTGRES_USER']}:{env['POSTGRES_PASSWORD']}@{env['DB_URL']}"
        url = f"postgresql+psycopg://{place}/{env['POSTGRES_DB']}".replace(" ", "%20")
    python = request.getfixturevalue("project_python")
    done = subprocess.run(
        [python, "-W", "error", "-c", PROBE, tmp_path / "names.json", url],
        env=plain_environment({}), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) == len(names)


@pytest.mark.parametrize("name", SYSTEM_COLUMNS)
def test_a_column_that_postgresql_has_itself_is_refused(name: str) -> None:
    assert column_fault(name) == "PostgreSQL has a column of that name in every table"
