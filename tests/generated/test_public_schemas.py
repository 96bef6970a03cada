"""Northwind and Pagila, as the examples say them: what the originals refuse is refused."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from support.generated import REPOSITORY, generate
from support.northwind import NORTHWIND
from support.pagila import PAGILA
from support.public_schemas import PublicSchema
from support.server import Answer, Server

JSON = {"Content-Type": "application/json"}


class Served(NamedTuple):
    """An example behind gunicorn, with the rows of its schema."""

    schema: PublicSchema
    server: Server

    def post(self, route: str, body: object) -> Answer:
        """Send a row to a route."""
        return self.server.request("POST", f"/{route}", json.dumps(body).encode(), JSON)

    def counts(self) -> dict[str, int]:
        """How many rows each route has."""
        totals = (self.server.get(f"/{route}").json for route in self.schema.rows)
        return {route: page["total"] for route, page in zip(self.schema.rows, totals, strict=True)}


@pytest.fixture(params=[NORTHWIND, PAGILA], ids=lambda schema: schema.name)
def served(
    request: pytest.FixtureRequest,
    ant_path: Path,
    project_python: Path,
    database: dict[str, str],
    tmp_path: Path,
) -> Iterator[Served]:
    """Each of the examples on either database, with the row of each route that keeps all rules."""
    schema: PublicSchema = request.param
    spec = REPOSITORY / f"examples/{schema.name}.yaml"
    project = generate(ant_path, tmp_path, schema.name, spec)
    server = Server.gunicorn(project, project_python, {"JWT_SECRET": "x" * 40, **database})
    try:
        found = Served(schema, server)
        for route, row in (*schema.rows.items(), *schema.more):
            answer = found.post(route, row)
            assert answer.status == 201, (route, answer.body)
        yield found
    finally:
        server.kill()


@pytest.mark.slow
@pytest.mark.exhaustive_for("postgresql")
def test_what_the_original_refuses_is_refused_and_what_it_takes_is_taken(served: Served) -> None:
    before = served.counts()
    wrong = [
        (broken.rule, answer.status, answer.body)
        for broken in served.schema.broken()
        for answer in [served.post(broken.route, broken.row)]
        if (answer.status, named(answer)) != (broken.status, {*broken.fields})
    ]
    assert wrong == []
    for path in served.schema.referred:
        answer = served.server.request("DELETE", path)
        assert answer.status == 409, (path, answer.body)
    assert served.counts() == before
    for route, row in served.schema.least_and_longest_rows():
        answer = served.post(route, row)
        assert answer.status == 201, (route, row, answer.body)
    assert "Traceback" not in served.server.log


def named(answer: Answer) -> set[str]:
    """The fields that a refusal names."""
    body: dict[str, Any] = answer.json
    return {*body.get("errors", {})}
