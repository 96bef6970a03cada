"""FastAPI with SQLAlchemy's ORM and pydantic, in the way of its tutorial on SQL databases."""

import datetime as dt
import os
from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query, Response
from pydantic import BaseModel, ConfigDict, EmailStr, Field
from sqlalchemy import (
    BigInteger,
    DateTime,
    Integer,
    String,
    UniqueConstraint,
    create_engine,
    func,
    select,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

engine = create_engine(os.environ["DATABASE"], pool_size=20)
SessionLocal = sessionmaker(engine)
app = FastAPI()


def now() -> dt.datetime:
    """This moment."""
    return dt.datetime.now(dt.UTC)


class Base(DeclarativeBase):
    """The base of all models."""


class User(Base):
    """The table."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("email", name="uq_users_email"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    age: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[dt.datetime] = mapped_column(DateTime(timezone=True), default=now)
    updated_at: Mapped[dt.datetime] = mapped_column(
        DateTime(timezone=True), default=now, onupdate=now
    )


class UserCreate(BaseModel):
    """What a client may send."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=120, pattern="^[^\0]*$")
    email: EmailStr = Field(max_length=254)
    age: int | None = Field(default=None, ge=0, lt=2**31, strict=True)


class UserRead(BaseModel):
    """What a client sees."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    email: str
    age: int | None
    created_at: dt.datetime
    updated_at: dt.datetime


class Page(BaseModel):
    """A page of rows."""

    items: list[UserRead]
    page: int
    per_page: int
    total: int
    pages: int


class PageQuery(BaseModel):
    """Which page."""

    model_config = ConfigDict(extra="forbid")

    page: int = Field(1, ge=1, le=1_000_000_000)
    per_page: int = Field(20, ge=1, le=100)


def get_session() -> Iterator[Session]:
    """Give each request a session."""
    with SessionLocal() as session:
        yield session


SessionDep = Annotated[Session, Depends(get_session)]


@app.get("/users", response_model=Page)
def list_users(query: Annotated[PageQuery, Query()], session: SessionDep) -> dict[str, object]:
    """List rows, a page at a time."""
    offset = (query.page - 1) * query.per_page
    rows = select(User).order_by(User.id).limit(query.per_page).offset(offset)
    items = session.scalars(rows).all()
    total = session.scalar(select(func.count()).select_from(User)) or 0
    pages = -(-total // query.per_page)
    return {"items": items, **query.model_dump(), "total": total, "pages": pages}


@app.get("/users/{id}", response_model=UserRead)
def show_user(id: int, session: SessionDep) -> User:
    """Show one row."""
    user = session.get(User, id) if id < 2**63 else None
    if user is None:
        raise HTTPException(404, "There is no such row.")
    return user


@app.post("/users", response_model=UserRead, status_code=201)
def create_user(body: UserCreate, response: Response, session: SessionDep) -> User:
    """Make a row."""
    user = User(**body.model_dump())
    session.add(user)
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        raise HTTPException(409, "The address is taken.") from None
    session.refresh(user)
    response.headers["Location"] = f"/users/{user.id}"
    return user
