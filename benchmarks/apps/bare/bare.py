"""Flask and SQLAlchemy Core in one file, with the checks of a generated project and no layers."""

import datetime as dt
import hashlib
import json
import os
import re
from typing import Any

from flask import Flask, Response, request
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import BadRequest, HTTPException

EMAIL = re.compile(
    r"[-!#$%&'*+/=?^`{}|~\w]+(\.[-!#$%&'*+/=?^`{}|~\w]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z0-9-]{2,63}"
)
LAST_PAGE, MOST_PER_PAGE = 1_000_000_000, 100

metadata = MetaData()
users = Table(
    "users",
    metadata,
    Column("id", BigInteger, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("email", String(254), nullable=False),
    Column("age", Integer),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("email", name="uq_users_email"),
)
engine = create_engine(os.environ["DATABASE"], pool_pre_ping=True)


def create_app() -> Flask:
    """Build the application."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 1024 * 1024
    app.register_error_handler(HTTPException, answer_error)
    app.add_url_rule("/users", view_func=list_users)
    app.add_url_rule("/users/<int:id>", view_func=show_user)
    app.add_url_rule("/users", view_func=create_user, methods=["POST"])
    return app


def list_users() -> Response:
    """Answer with a page of rows and how many there are."""
    errors = {name: "Unknown." for name in request.args if name not in ("page", "per_page")}
    page = count_of("page", 1, LAST_PAGE, errors)
    per_page = count_of("per_page", 20, MOST_PER_PAGE, errors)
    if errors:
        return answer({"message": "Bad parameters.", "errors": errors}, 400)
    rows = select(users).order_by(users.c.id).limit(per_page).offset((page - 1) * per_page)
    with engine.connect() as connection:
        found = connection.execute(rows).all()
        total = connection.execute(select(func.count()).select_from(users)).scalar_one()
    items = [to_dict(row) for row in found]
    counts = {"page": page, "per_page": per_page, "total": total, "pages": -(-total // per_page)}
    return answer({"items": items, **counts})


def show_user(id: int) -> Response:
    """Answer with one row and its ETag."""
    if id >= 2**63:
        return answer({"message": "There is no such row."}, 404)
    with engine.connect() as connection:
        row = connection.execute(select(users).where(users.c.id == id)).one_or_none()
    if row is None:
        return answer({"message": "There is no such row."}, 404)
    return tagged(to_dict(row))


def create_user() -> Response:
    """Check a body and insert it."""
    try:
        body = request.get_json()
    except BadRequest:
        return answer({"message": "The body is not valid JSON."}, 400)
    if not isinstance(body, dict):
        return answer({"message": "It must be a JSON object."}, 400)
    errors = faults(body)
    if errors:
        return answer({"message": "Bad fields.", "errors": errors}, 400)
    now = dt.datetime.now(dt.UTC)
    values = {**body, "created_at": now, "updated_at": now}
    try:
        with engine.begin() as connection:
            row = connection.execute(insert(users).values(values).returning(*users.c)).one()
    except IntegrityError as error:
        name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
        if name != "uq_users_email":
            raise
        return answer({"message": "Taken.", "errors": {"email": "Taken."}}, 409)
    return tagged(to_dict(row), 201, Location=f"/users/{row.id}")


def count_of(name: str, default: int, most: int, errors: dict[str, str]) -> int:
    """Read a whole number of the query string; what is wrong with it goes to ``errors``."""
    texts = request.args.getlist(name)
    if not texts:
        return default
    text = texts[0]
    if len(texts) == 1 and text.isascii() and text.isdigit() and len(text) <= 10:
        number = int(text)
        if 1 <= number <= most:
            return number
    errors[name] = f"Must be a whole number from 1 to {most}."
    return default


def faults(body: dict[str, Any]) -> dict[str, str]:
    """What is wrong with a body, by field."""
    errors = {key: "Unknown field." for key in body if key not in ("name", "email", "age")}
    for key, most in (("name", 120), ("email", 254)):
        text = body.get(key)
        if not isinstance(text, str) or len(text) > most or "\0" in text:
            errors[key] = f"Must be a text of at most {most} characters."
    if "email" not in errors and not EMAIL.fullmatch(body["email"]):
        errors["email"] = "Must be an address."
    age = body.get("age")
    if age is not None and (type(age) is not int or not 0 <= age < 2**31):
        errors["age"] = "Must be a whole number from 0."
    return errors


def to_dict(row: Row[Any]) -> dict[str, Any]:
    """A row as JSON has it."""
    moments = {name: row._mapping[name].isoformat() for name in ("created_at", "updated_at")}
    return {**row._mapping, **moments}


def tagged(value: dict[str, Any], status: int = 200, **headers: str) -> Response:
    """An answer with its ETag; 304 where the client has it."""
    text = json.dumps(value)
    tag = hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
    headers["ETag"] = f'"{tag}"'
    if request.method == "GET" and request.if_none_match.contains_weak(tag):
        return Response(status=304, headers=headers)
    return Response(text, status, headers, mimetype="application/json")


def answer(value: dict[str, Any], status: int = 200) -> Response:
    """An answer in JSON."""
    return Response(json.dumps(value), status, mimetype="application/json")


def answer_error(error: HTTPException) -> Response:
    """An error of the HTTP layer in JSON."""
    response = Response(json.dumps({"message": error.description}), error.code)
    response.mimetype = "application/json"
    return response
