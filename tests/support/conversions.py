"""What becomes of a value of each type when its column gets each other type."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

KINDS = {
    "string": "string", "text": "text", "enum": "enum:values=a,b", "email": "email", "url": "url",
    "smallint": "smallint", "integer": "integer", "bigint": "bigint", "float": "float",
    "decimal": "decimal", "boolean": "boolean", "date": "date", "time": "time",
    "datetime": "datetime", "uuid": "uuid",
    "json": "json", "list": "list:of=string", "password": "password",
    "binary": "binary",
}  # fmt: skip
"""The types, as somebody would write them: a string of 255 characters, a decimal(12, 2)."""

# Each line is a type before, each letter a type after, in the order above.
# k: every value is kept; s: what would not be the same stops the migration; -: all values go.
TABLE = """
string    =kssksssssssssss---
text      s=ssssssssssssss---
enum      kk=kkssssssssss----
email     kks=k--------------
url       skss=--------------
smallint  kkk--=kkkks----k---
integer   kkk--s=kkks----k---
bigint    kkk--ss=sss----k---
float     kkk--sss=ss----k---
decimal   kkk--sssk=s--------
boolean   kkk--kkkkk=----k---
date      kkk--------=-k-----
time      kkk---------=------
datetime  kkk--------s-=-----
uuid      kkk-----------=----
json      sk---ssss-s----=---
list      ----------------=--
password  -----------------=-
binary    ------------------=
"""
TEXTS = ("string", "text", "enum", "email", "url")
FREE = ("string", "text", "enum")
U = "123e4567-e89b-12d3-a456-426614174000"


def moment(*parts: int) -> dt.datetime:
    """A moment in UTC."""
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[misc,arg-type]


SPELLED: list[tuple[str, Any, str]] = [
    ("smallint", 0, "0"), ("smallint", -(2**15), "-32768"), ("smallint", 2**15 - 1, "32767"),
    ("integer", 0, "0"), ("integer", -(2**31), "-2147483648"), ("integer", 2**31 - 1, "2147483647"),
    ("bigint", -(2**63), "-9223372036854775808"), ("bigint", 2**63 - 1, "9223372036854775807"),
    ("float", 5.0, "5.0"), ("float", 0.0, "0.0"), ("float", 0.1 + 0.2, "0.30000000000000004"),
    ("float", -1.5, "-1.5"), ("float", 1e15, "1000000000000000.0"), ("float", 1e16, "1e16"),
    ("float", 1e300, "1e300"), ("float", -1.7976931348623157e308, "-1.7976931348623157e308"),
    ("float", 5e-324, "5e-324"), ("float", 2.5e-7, "2.5e-7"), ("float", 1e-5, "0.00001"),
    ("float", 1234567.125, "1234567.125"),
    ("float", 1.2345678901234568e17, "1.2345678901234568e17"),
    ("decimal", Decimal("0.00"), "0.00"), ("decimal", Decimal("-0.05"), "-0.05"),
    ("decimal", Decimal("9999999999.99"), "9999999999.99"), ("boolean", True, "true"),
    ("boolean", False, "false"), ("date", dt.date(1, 1, 1), "0001-01-01"),
    ("date", dt.date(1850, 1, 1), "1850-01-01"), ("date", dt.date(9999, 12, 31), "9999-12-31"),
    ("date", dt.date(2024, 2, 29), "2024-02-29"), ("time", dt.time(0, 0), "00:00:00"),
    ("time", dt.time(23, 5, 1, 120000), "23:05:01.120000"),
    ("datetime", moment(1, 1, 1), "0001-01-01T00:00:00Z"),
    ("datetime", moment(1850, 1, 1, 2, 3, 4, 50), "1850-01-01T02:03:04.000050Z"),
    ("datetime", moment(9999, 12, 31, 23, 59, 59, 999999), "9999-12-31T23:59:59.999999Z"),
    ("uuid", UUID(U), U),
]  # fmt: skip
"""A value and the text of it, which the API shows: each becomes the other."""

READ: list[tuple[str, str, Any, str]] = [
    ("float", "12", 12.0, "12.0"), ("float", "-1E3", -1000.0, "-1000.0"),
    ("decimal", "7", Decimal("7.00"), "7.00"), ("decimal", "-1.500", Decimal("-1.50"), "-1.50"),
    ("time", "23:05", dt.time(23, 5), "23:05:00"), ("uuid", U.upper(), UUID(U), U),
    ("datetime", "2030-01-01T01:00:00+02:00", moment(2029, 12, 31, 23), "2029-12-31T23:00:00Z"),
    ("json", ' {"a":[1,null,"é"]}', {"a": [1, None, "é"]}, '{"a": [1, null, "é"]}'),
    ("json", '"x"', "x", '"x"'), ("json", "12", 12, "12"),
]  # fmt: skip
"""A text that becomes a value, and the text of that value."""

EQUAL: list[dict[str, Any]] = [
    {"smallint": 12, "integer": 12, "bigint": 12, "float": 12.0, "decimal": Decimal("12.00")},
    {"smallint": 12, "integer": 12, "bigint": 12, "json": 12},
    {
        "smallint": 1,
        "integer": 1,
        "bigint": 1,
        "float": 1.0,
        "decimal": Decimal("1.00"),
        "boolean": True,
    },
    {
        "smallint": 0,
        "integer": 0,
        "bigint": 0,
        "float": 0.0,
        "decimal": Decimal("0.00"),
        "boolean": False,
    },
    {"smallint": -(2**15), "integer": -(2**15), "bigint": -(2**15), "float": -(2.0**15)},
    {"smallint": 2**15 - 1, "decimal": Decimal(2**15 - 1)},
    {"integer": -(2**31), "bigint": -(2**31), "float": -(2.0**31), "decimal": Decimal(-(2**31))},
    {"bigint": 2**53, "float": 2.0**53},
    {"float": 0.1, "decimal": Decimal("0.10")},
    {"float": 9999999999.99, "decimal": Decimal("9999999999.99")},
    {"float": 1.5, "json": 1.5},
    {"boolean": True, "json": True},
    {"boolean": False, "json": False},
    {"date": dt.date(1850, 1, 1), "datetime": moment(1850, 1, 1)},
    {"date": dt.date(1, 1, 1), "datetime": moment(1, 1, 1)},
    {"date": dt.date(9999, 12, 31), "datetime": moment(9999, 12, 31)},
]
"""The same value of several types: each becomes each other one."""

STOPS: list[tuple[str, str, Any]] = [
    *(("text", size, "x" * (limit + 1)) for size, limit in
      (("string", 255), ("enum", 100), ("email", 254), ("url", 2048))),
    ("string", "enum", "x" * 101), ("string", "email", "x" * 255), ("email", "enum", "e" * 101),
    ("url", "string", "u" * 256), ("url", "email", "u" * 255), ("url", "enum", "u" * 101),
    *((free, kind, text) for free in FREE for kind, texts in {
        "integer": ["", "x", "1.0", "007", "+1", " 1", "-0", "2147483648", "1\n", "1e3", "٣"],
        "smallint": ["32768", "-32769", "1.0"],
        "bigint": ["9223372036854775808", "0x1", "1_0"],
        "float": ["1e400", "1e-400", "nan", "inf", "0.12345678901234567890", ".5", "1."],
        "decimal": ["0.001", "10000000000.00", "1e3", "NaN"],
        "boolean": ["1", "True", "yes", ""],
        "date": ["2023-02-29", "2023-1-1", "0000-01-01", "2023-13-01", "2023-01-01T00:00:00Z"],
        "time": ["24:00:00", "1:00", "10:00:00+02:00"],
        "datetime": ["2023-01-01T00:00:00", "2023-02-30T00:00:00Z", "0001-01-01T00:00:00+01:00",
                     "9999-12-31T23:59:59-01:00", "2023-01-01"],
        "uuid": [U.replace("-", ""), U[:-1], f"{{{U}}}"],
    }.items() for text in texts),
    ("string", "json", "{"), ("text", "json", "nothing"),
    ("smallint", "boolean", 2), ("integer", "smallint", 2**15), ("bigint", "smallint", -(2**63)),
    ("float", "smallint", 32768.0), ("decimal", "smallint", Decimal(-(2**15) - 1)),
    ("json", "smallint", 0.5), ("integer", "boolean", 2), ("bigint", "boolean", -1),
    ("float", "boolean", 0.5),
    ("decimal", "boolean", Decimal("0.01")), ("bigint", "integer", 2**31),
    ("bigint", "float", 2**53 + 1), ("bigint", "decimal", 10**10), ("float", "integer", 0.5),
    ("float", "integer", 2.0**31), ("float", "bigint", 2.0**63), ("float", "decimal", 0.125),
    ("float", "decimal", 1e10), ("float", "bigint", 1e300), ("decimal", "integer", Decimal("0.50")),
    ("decimal", "integer", Decimal(2**31)), ("decimal", "bigint", Decimal("-0.01")),
    ("datetime", "date", moment(2023, 1, 1, 0, 0, 0, 1)),
    ("json", "string", ["x" * 300]), ("json", "integer", "12"), ("json", "bigint", 0.5),
    ("json", "float", {"a": 1}), ("json", "boolean", 1), ("json", "boolean", "true"),
]  # fmt: skip
"""A type, another, and a value of the first that is none of the second."""


def verdicts() -> Iterator[tuple[str, str, str]]:
    """Yield every two types and what the table says of them."""
    for line in TABLE.strip().splitlines():
        old, letters = line.split()
        yield from ((old, new, letter) for new, letter in zip(KINDS, letters, strict=True))


def examples(old: str, new: str) -> list[tuple[Any, Any, Any]]:
    """Return values of a type, what they are as values of another, and what these are again."""
    found: list[tuple[Any, Any, Any]] = []
    for kind, value, text in SPELLED:
        found += [(value, text, value)] if old == kind and new in FREE else []
        found += [(text, value, text)] if old in FREE and new == kind else []
    if old in FREE and (old, new) != ("enum", "json"):
        found += [(text, value, again) for kind, text, value, again in READ if kind == new]
    if old in TEXTS and new in TEXTS:
        found += [(text, text, text) for text in ("", "Ada é", "007 ")]
    if (old, new) in (("json", "string"), ("json", "text")):
        found += [(value, text, value) for kind, _, value, text in READ if kind == "json"]
    return found + [(fact[old], fact[new], fact[old]) for fact in EQUAL if {old, new} <= {*fact}]
