"""The table ``idempotency_keys``."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from helper.columns import DOCUMENT, MOMENT, utc_now
from startup.Alchemy import Base


@dataclass(eq=False, init=False, repr=False)
class IdempotencyKeys(Base):
    """The stored response to one POST, returned when it is retried."""

    __tablename__ = "idempotency_keys"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    status: Mapped[int] = mapped_column()
    headers: Mapped[dict[str, str]] = mapped_column(DOCUMENT)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[dt.datetime] = mapped_column(MOMENT, default=utc_now, index=True)
