"""Whether an application answers right, before anybody times it."""

import json
from typing import Any

from bench.asked import ROWS
from bench.load import WrongAnswer
from bench.served import App
from support.server import Answer

ROW = {"name": "Ada Lovelace 77", "email": "user77@example.com", "age": 77}
NEW = {"name": "Grace Hopper", "email": "grace@example.com", "age": 85}
Json = dict[str, Any] | list[Any] | None

INVALID: tuple[dict[str, Any], ...] = (
    {"email": NEW["email"]},
    {**NEW, "name": "x" * 121},
    {**NEW, "email": "nobody"},
    {**NEW, "age": -1},
    {**NEW, "age": "many"},
)
STRICTLY_INVALID: tuple[Json, ...] = (
    {**NEW, "more": 1},
    {**NEW, "name": "a\0b"},
    {**NEW, "name": None},
    {**NEW, "name": 5},
    {**NEW, "email": "a@b"},
    {**NEW, "age": "3"},
    {**NEW, "age": True},
    {**NEW, "age": 2**31},
    [NEW],
)
BAD_QUERIES = ("page=0", "page=x", "page=2&page=3", "per_page=101", "more=1")


def check(app: App) -> None:
    """Raise ``WrongAnswer`` where an answer is not what its kind of application promises."""
    _check_reading(app)
    _check_writing(app)
    if app.kind.strict:
        _check_strictly(app)


def _check_reading(app: App) -> None:
    for page, first in ((1, 1), (3, 41)):
        body = json.loads(_ask(app, "GET", f"/users?page={page}", wanted=200).body)
        ids = [row["id"] for row in body[app.kind.items]]
        _demand(app, ids == list(range(first, first + 20)), f"page {page} has the rows {ids}")
        _demand(app, body[app.kind.total] == ROWS, f"it counts {body[app.kind.total]} rows")
    row = json.loads(_ask(app, "GET", "/users/77", wanted=200).body)
    _demand(app, row == {**row, **ROW, "id": 77}, f"row 77 is {row}")
    wanted = {*ROW, "id", "created_at", "updated_at"}
    _demand(app, set(row) == wanted, f"row 77 has the fields {sorted(row)}")
    _ask(app, "GET", f"/users/{10 * ROWS}", wanted=404)


def _check_writing(app: App) -> None:
    for body in INVALID:
        _ask(app, "POST", "/users", body, wanted=app.kind.invalid)
    made = _ask(app, "POST", "/users", NEW, wanted=201)
    row = json.loads(made.body)
    _demand(app, row == {**row, **NEW}, f"the new row is {row}")
    place = made.headers["Location"] or ""
    _demand(app, place.endswith(f"/users/{row['id']}"), f"the Location is {place!r}")
    found = json.loads(_ask(app, "GET", f"/users/{row['id']}", wanted=200).body)
    _demand(app, found == row, f"what was made is {found}, it said {row}")
    _ask(app, "POST", "/users", NEW, wanted=app.kind.conflict)
    total = json.loads(_ask(app, "GET", "/users", wanted=200).body)[app.kind.total]
    _demand(app, total == ROWS + 1, f"it has {total} rows after one insert")


def _check_strictly(app: App) -> None:
    for body in STRICTLY_INVALID:
        _ask(app, "POST", "/users", body, wanted=400)
    for query in BAD_QUERIES:
        _ask(app, "GET", f"/users?{query}", wanted=400)
    _ask(app, "GET", f"/users/{2**63}", wanted=404)
    made = _ask(app, "POST", "/users", {**NEW, "email": "other@example.com"}, wanted=201)
    tag = made.headers["ETag"] or ""
    place = f"/users/{json.loads(made.body)['id']}"
    _demand(app, _ask(app, "GET", place, wanted=200).headers["ETag"] == tag, "the ETags differ")
    same = app.server.get(place, {"If-None-Match": tag, **app.headers})
    _demand(app, tag != "" and same.status == 304, f"it knows its ETag {tag!r} no more")


def _ask(app: App, method: str, target: str, body: Json = None, *, wanted: int) -> Answer:
    content = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **app.headers}
    answer = app.server.request(method, target, content, headers)
    told = f"{method} {target} {body or ''}: {answer.status}, not {wanted}: {answer.body[:300]!r}"
    _demand(app, answer.status == wanted, told)
    return answer


def _demand(app: App, right: bool, otherwise: str) -> None:
    if not right:
        raise WrongAnswer(f"{app.kind.name}: {otherwise}")
