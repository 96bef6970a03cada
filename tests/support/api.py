"""Calls to a generated API that send and read JSON."""

import json
import uuid
from typing import Any

from support.server import Answer, Server

Json = Any


class Api:
    """A server whose resources the tests call."""

    def __init__(self, server: Server) -> None:
        """Take the server."""
        self.server = server

    def call(self, method: str, path: str, body: Json = None, **headers: str) -> Answer:
        """Send one request; underscores in the names of headers become hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is None:
            return self.server.request(method, path, headers=named)
        content = json.dumps(body).encode()
        return self.server.request(
            method, path, content, {"Content-Type": "application/json", **named}
        )

    def get(self, path: str, **headers: str) -> Answer:
        """Send a GET."""
        return self.call("GET", path, **headers)

    def made(self, path: str, **body: Json) -> dict[str, Json]:
        """Make a row and return it."""
        answer = self.call("POST", path, body)
        assert answer.status == 201, (answer.body, self.server.log[-2000:])
        row: dict[str, Json] = answer.json
        return row

    def user(self, **more: Json) -> dict[str, Json]:
        """Make a user that no other one collides with."""
        email = f"{uuid.uuid4().hex}@example.com"
        return self.made("/users", **{"name": "Ada", "email": email} | more)

    def tag(self) -> dict[str, Json]:
        """Make a tag."""
        letters = str.maketrans("0123456789", "ghijklmnop")
        return self.made("/tags", label=uuid.uuid4().hex.translate(letters))

    def order(self, **more: Json) -> dict[str, Json]:
        """Make an order, of a new user unless one is given."""
        user = more.pop("user_id", None) or self.user()["id"]
        return self.made("/orders", user_id=user, **more)

    def ids(self, path: str) -> list[int]:
        """The ids on one page of a list."""
        answer = self.get(path)
        assert answer.status == 200, answer.body
        return [row["id"] for row in answer.json["items"]]

    def faults(self, method: str, path: str, body: Json = None, status: int = 400) -> set[str]:
        """The fields that a refusal names."""
        answer = self.call(method, path, body)
        assert answer.status == status, answer.body
        assert isinstance(answer.json["message"], str)
        return {*answer.json.get("errors", {})}
