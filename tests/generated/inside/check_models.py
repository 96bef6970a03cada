"""A model is a dataclass and a row at once."""
# mypy: ignore-errors
# ruff: noqa: ANN001, ANN201, PLC0415, RUF009

import dataclasses

import pytest
from flask import jsonify
from helper.DBSession import myDB
from models.Default_model import Default
from sqlalchemy import JSON, ForeignKey, inspect, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from startup.Alchemy import Base, db_session, engine


@dataclasses.dataclass(eq=False, init=False)
class Owner(Base):
    __tablename__ = "probe_owner"

    id: Mapped[int] = mapped_column(primary_key=True)
    json: Mapped[dict] = mapped_column(JSON)
    pets = relationship("Pet", back_populates="owner")  # no annotation: no field of the dataclass


@dataclasses.dataclass(eq=False, init=False)
class Pet(Base):
    __tablename__ = "probe_pet"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("probe_owner.id"), index=True)
    owner = relationship("Owner", back_populates="pets")


@pytest.fixture
def owner(app):
    Base.metadata.create_all(engine)
    row = Owner(json={"a": 1}, pets=[Pet(), Pet()])
    myDB.add(row)
    yield row
    db_session.remove()
    Base.metadata.drop_all(engine, [Pet.__table__, Owner.__table__])


def check_it_is_constructed_by_keyword_and_inserted():
    row = Default(model="x")
    assert repr(row) == "Default(id=None, model='x')"
    myDB.add(row)
    assert row.id > 0
    assert dataclasses.asdict(row) == {"id": row.id, "model": "x"}
    with pytest.raises(TypeError):
        Default(no_such_column=1)


def check_it_is_hashable_and_equal_to_itself_alone():
    one, other = Default(model="x"), Default(model="x")
    assert one != other
    assert len({one, other, one}) == 2
    before = hash(one)
    myDB.add(one)
    assert hash(one) == before


def check_it_is_json_also_after_its_session(app):
    row = Default(model="x")
    myDB.add(row)
    db_session.remove()
    assert inspect(row).detached
    with app.app_context():
        assert jsonify([row]).json == [{"id": row.id, "model": "x"}]


def check_a_relationship_stays_out_of_repr_and_json(app, owner):
    assert len(owner.pets) == 2
    assert owner.pets[0].owner is owner
    assert dataclasses.asdict(owner.pets[0]) == {"id": owner.pets[0].id, "owner_id": owner.id}
    assert repr(owner) == f"Owner(id={owner.id}, json={{'a': 1}})"
    with app.app_context():
        assert jsonify(owner).json == {"id": owner.id, "json": {"a": 1}}


def check_a_row_without_its_session_still_shows_its_columns(owner):
    pet = owner.pets[0]
    db_session.remove()
    assert repr(pet).startswith("Pet(id=")
    found = myDB.execute(select(Pet).where(Pet.id == pet.id)).scalars().one()
    assert found.owner.json == {"a": 1}


def check_foreign_keys_are_enforced(owner):
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        myDB.add(Pet(owner_id=owner.id + 1000))


def check_constraints_have_names():
    (foreign_key,) = Pet.__table__.foreign_key_constraints
    assert foreign_key.name == "fk_probe_pet_owner_id_probe_owner"
    assert {index.name for index in Pet.__table__.indexes} == {"ix_probe_pet_owner_id"}
    assert Pet.__table__.primary_key.name == "pk_probe_pet"


def check_update_measurement_is_persisted(owner):
    from helper.functions.update_measurement import update_measurement

    with myDB.transaction():
        update_measurement(owner, {"b": 2, "a": "NaN", "c": {"d": [1]}})
    db_session.remove()
    stored = myDB.execute(select(Owner)).scalars().one()
    assert stored.json == {"b": 2, "c": {"d": [1]}}
    update_measurement(stored, Owner(json={"b": float("nan"), "e": None}))
    assert stored.json == {"c": {"d": [1]}, "e": None}
