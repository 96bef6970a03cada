"""The table ``default``."""

from dataclasses import dataclass

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from startup.Alchemy import Base


@dataclass(eq=False, init=False)
class Default(Base):
    """One default row."""

    __tablename__ = "default"

    id: Mapped[int] = mapped_column(primary_key=True)
    model: Mapped[str] = mapped_column(String(255))
