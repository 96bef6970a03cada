"""The model that the generator began, with its columns."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import BigInteger, Column, DateTime, Integer, String, UniqueConstraint
from startup.Alchemy import Base


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@dataclass
class Users(Base):
    """One row."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("email", name="uq_users_email"),)

    id: int = Column(BigInteger, primary_key=True)
    name: str = Column(String(120), nullable=False)
    email: str = Column(String(254), nullable=False)
    age: int = Column(Integer)
    created_at: dt.datetime = Column(DateTime(timezone=True), nullable=False, default=_now)
    updated_at: dt.datetime = Column(
        DateTime(timezone=True), nullable=False, default=_now, onupdate=_now
    )
