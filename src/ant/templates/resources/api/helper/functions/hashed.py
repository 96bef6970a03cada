"""Passwords as they are stored."""

from typing import Any

from werkzeug.security import generate_password_hash

METHOD = "scrypt"  # slow on purpose; the tests set one that is not


def hashed(data: dict[str, Any], *names: str) -> dict[str, Any]:
    """Return the data with its passwords hashed; ``check_password_hash`` compares with one."""
    given = {name: data[name] for name in names if data.get(name) is not None}
    return {**data, **{name: generate_password_hash(text, METHOD) for name, text in given.items()}}
