"""What the Python clients send, a value of every type, and shall be shown again."""

import datetime as dt
from uuid import UUID

VALUES = {
    "name": "One",
    "note": None,
    "size": 3,
    "big": 2**62,
    "ratio": 0.5,
    "price": "10.50",
    "is_new": False,
    "day": dt.date(2030, 1, 2),
    "at": "12:30:00",
    "moment": dt.datetime(2030, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
    "code": UUID(int=7),
    "data": {"a": [1, None, "x"]},
    "email": "ada@example.com",
    "site": "https://example.com/x",
    "kind": "b",
}
