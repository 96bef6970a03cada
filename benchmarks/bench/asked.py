"""The requests that are compared over HTTP."""

import json

ROWS = 10_000
PAGES = 20
KINDS = ("list", "get", "insert", "conflict")
"""A page of 20 rows and the total, one row by its id, an insert, and one that is refused."""


def request(kind: str, number: int, token: str = "") -> bytes:
    """One request of a kind; another one for each number, and an email never seen for an insert."""
    if kind == "list":
        return _request("GET", f"/users?page={1 + number % PAGES}", token)
    if kind == "get":
        return _request("GET", f"/users/{1 + number * 7919 % ROWS}", token)
    taken = f"user{1 + number * 7919 % ROWS}@example.com"
    email = taken if kind == "conflict" else f"new{number}@example.com"
    body = json.dumps({"name": f"Ada Lovelace {number}", "email": email, "age": 36})
    return _request("POST", "/users", token, body.encode())


def _request(method: str, target: str, token: str, body: bytes = b"") -> bytes:
    lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", "Accept: application/json"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body
