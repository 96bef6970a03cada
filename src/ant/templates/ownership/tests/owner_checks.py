"""What is asked of a route whose rows belong to somebody: for all others they do not exist."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import g
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import aliased
from werkzeug.routing import Rule

from checks.base import ANY_VERSION, Checks, assert_refused, shared_app
from factories.columns import Column, Json, as_json
from factories.factory import Factory, factory_of, no_row
from factories.owned import CALLER, OTHER, row_called
from factories.prefix import PREFIX
from repositories.ownership import unscoped
from startup.Alchemy import db_session

NO_IDS = ("somebody", "", "0", "-1", f"0{CALLER}", f" {CALLER}", f"{CALLER}.0", f"{2**63}", None)
Call = tuple[str, str]

pytest.register_assert_rewrite("checks.base")


class OwnerChecks(Checks):
    """The owner, another one, and whoever sees the rows of everybody, at every URL of a row."""

    owners: ClassVar[str]
    """The columns by which a row belongs to somebody, with the claim of each: ``user_id sub``."""

    @pytest.fixture(autouse=True)
    def _tokens(self, make_token: Callable[..., str], rights: dict[str, Any]) -> None:
        self.make_token, self.rights = make_token, rights

    @property
    def claims(self) -> dict[str, Column]:
        """The columns by which a row belongs to somebody, by what of a token they hold."""
        return claims_of(self.factory)

    @property
    def own(self) -> set[str]:
        """The names of these columns."""
        return {column.name for column in self.claims.values()}

    @property
    def roles(self) -> set[str]:
        """The roles that see the rows of everybody."""
        return {role(column) for column in self.claims.values()} - {""}

    def client_of(self, id: object, *, as_role: bool = False) -> FlaskClient:
        """Return what sends requests as somebody without a role that sees everything.

        ``as_role`` with those of this route; what they do not open is the caller's then.
        """
        claims = {
            name: named(column, CALLER if as_role and self.roles and not role(column) else id)
            for name, column in self.claims.items()
        }
        claims = {name: value and str(value) for name, value in claims.items()}
        roles = {*self.rights["roles"]} - all_roles() | (self.roles if as_role else set())
        client = shared_app().test_client()
        token = self.make_token(**self.rights | claims | {"roles": [*roles]})
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        client.environ_base["HTTP_IF_MATCH"] = ANY_VERSION["If-Match"]  # which a route may ask for
        return client

    def foreign(self, factory: Factory, **values: Any) -> Json:
        """Make a row that belongs to the other one, as far as by the same claims; return its id."""
        others = {
            column.name: row_called(column.to, OTHER)
            for name, column in claims_of(factory).items()
            if name in self.claims
        }
        return as_json(factory.insert({**factory.body(whole=False), **others, **values}).id)

    def referring(self) -> Iterator[tuple[Factory, str]]:
        """Yield the factories of what refers to such a row, and by which field."""
        for factory in all_factories():
            for name, column in factory.references.items():
                if column.to == self.factory.route and not column.claimed:
                    yield factory, name

    def calls(self, id: Json) -> Iterator[Call]:
        """Yield what can be done with a row, and below it; what it is linked to is the other's."""
        for rule in shared_app().url_map.iter_rules():
            if below := below_a_row(self.factory, rule):
                path = f"{self.factory.path}/{id}{below[0]}"
                if "<" in path:
                    path = path.partition("<")[0]
                    path += str(self.linked(id, path.split("/")[-2]))
                for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                    yield method, path

    def linked(self, id: Json, name: str) -> Json:
        """Make a row of the other one that is linked to one; return its id."""
        other = self.foreign(self.far(name))
        getattr(self.factory.service, f"add_{self.factory.route}_{name}")(id, other)
        return other

    def far(self, name: str) -> Factory:
        """Return the factory of the rows that are linked under a name."""
        return factory_of(self.factory.links[name][0])

    def test_the_columns_say_whose_a_row_is(self) -> None:
        found = {f"{column.name} {name}" for name, column in self.claims.items()}
        assert found == {*self.owners.split(", ")}

    def test_another_one_does_not_find_a_row(self) -> None:
        row, other = self.made(), self.client_of(OTHER)
        for factory, name in self.referring():
            self.foreign(factory, **{name: row["id"]})
        for method, path in [*self.calls(row["id"])]:
            missing = path.replace(f"/{row['id']}", f"/{self.factory.id_of()}", 1)
            body = self.factory.body(refer=named)
            answer, nowhere = (other.open(url, method=method, json=body) for url in (path, missing))
            assert answer.status_code == nowhere.status_code, path
            assert answer.status_code == 404 or (answer.status_code == 403 and all_roles()), path
        assert self.plain(self.client.get(self.path(row)).get_json()) == self.plain(row)

    def test_who_does_not_see_both_rows_does_not_change_their_link(self) -> None:
        calls = [path for method, path in self.calls(self.made()["id"]) if method == "PUT"]
        for path in (path for path in calls if path.removeprefix(PREFIX).count("/") == 4):
            seen = self.claims.keys().isdisjoint(claims_of(self.far(path.split("/")[-2])))
            for client in (self.client_of(OTHER), *([] if seen else [self.client_of(CALLER)])):
                for method in ("DELETE", "PUT", "DELETE"):
                    assert client.open(path, method=method).status_code in (403, 404), path

    def test_a_precondition_does_not_tell_that_a_row_is_there(self) -> None:
        row, other = self.made(), self.client_of(OTHER)
        for method in ("PUT", "PATCH", "DELETE"):
            answer = other.open(
                self.path(row), method=method, json={}, headers={"If-Match": '"another"'}
            )
            assert answer.status_code != 412

    def test_a_list_shows_and_counts_own_rows_alone(self) -> None:
        row, other = self.made(), self.foreign(self.factory)
        for query in ({}, {"id__in": f"{row['id']},{other}"}, {"sort": "-id"}, {"per_page": 1}):
            for owner, id in ((CALLER, row["id"]), (OTHER, other)):
                shown = self.client_of(owner).get(self.factory.path, query_string=query)
                if shown.status_code != 403 or not all_roles():  # which a guard may ask for
                    assert (ids(shown), shown.get_json()["total"]) == ([id], 1)

    def test_a_list_below_another_row_shows_whoever_asks_own_rows(self) -> None:
        row, other = self.made(**self.factory.body()), self.client_of(OTHER)
        for name, column in self.factory.columns.items():
            if not column.to or name not in row:
                continue
            owner = factory_of(column.to)
            lists = [
                f"{owner.path}/{row[name]}{below}"
                for rule in shared_app().url_map.iter_rules()
                if "GET" in (rule.methods or ())
                for below in below_a_row(owner, rule)
                if below and "<" not in below
            ]
            answers = {path: self.client.get(path).get_json(silent=True) for path in lists}
            rows = {path: answer for path, answer in answers.items() if answer is not None}
            shown = [answer.get("items", [answer]) for answer in rows.values()]
            assert row[name] is None or any(row in items for items in shown), name
            for path in rows:  # what is no JSON are bytes of the other row
                assert row not in (other.get(path).get_json().get("items") or []), path

    def test_nobody_refers_to_the_row_of_another_one(self) -> None:
        other, client = self.foreign(self.factory), self.client_of(CALLER)
        for factory, name in self.referring():
            body, own = factory.body(), factory.insert(factory.body())
            for method, path in (("POST", factory.path), ("PATCH", f"{factory.path}/{own.id}")):
                here, nowhere = (
                    client.open(path, method=method, json={**body, name: id})
                    for id in (other, no_row(factory.references[name]))
                )
                assert (here.status_code, here.json) == (nowhere.status_code, nowhere.json)
                assert here.status_code == 403 or name in here.get_json()["errors"]

    def test_a_row_belongs_to_whoever_makes_it(self) -> None:
        client = self.client_of(CALLER)
        others = {column.name: row_called(column.to, OTHER) for column in self.claims.values()}
        made = client.post(self.factory.path, json={**self.factory.body(), **others})
        if made.status_code == 403:  # for a guard asks for a role that sees everything
            assert self.roles
            return
        row = made.get_json()
        mine = {column.name: named(column) for column in self.claims.values()}
        assert row | mine == row
        patched = client.patch(self.path(row), json=others)
        assert patched.status_code == 403 or patched.get_json() == row
        client.put(self.path(row), json={**self.factory.body(), **others})
        stored = self.stored(row)
        assert {name: as_json(stored[name]) for name in mine} == mine

    def test_a_token_that_names_no_row_shows_nothing(self) -> None:
        self.made()
        for wrong in NO_IDS:
            client = self.client_of(wrong)
            shown = client.get(self.factory.path)
            assert shown.status_code == 403 or shown.get_json()["total"] == 0, wrong
            assert_refused(client.post(self.factory.path, json=self.factory.body()), 403)

    def test_a_role_sees_the_rows_of_everybody(self) -> None:
        row, client = self.made(), self.client_of(OTHER, as_role=True)
        shown = client.get(self.factory.path).get_json()
        assert shown["items"] == ([row] if self.roles else [])
        for column in self.claims.values():
            if role(column):
                other = row_called(column.to, OTHER)
                patched = client.patch(self.path(row), json={column.name: other})
                assert patched.get_json()[column.name] == other
                body = self.factory.body(whole=False)
                if any(name in body for name in self.factory.references if name not in self.own):
                    continue  # such a row may be of somebody else, who has no such role
                made = client.post(self.factory.path, json=body)
                assert made.get_json()[column.name] == named(column)

    def test_the_orm_sees_own_rows_alone(self) -> None:
        id, model = self.made()["id"], self.factory.model
        repository: Any = getattr(self.factory.service, "repository")  # noqa: B009
        counted = select(func.count()).select_from(model)
        changes = (update(model).values(id=model.__table__.c.id), delete(model))
        with shared_app().test_request_context():
            g.claims = {name: named(column, OTHER) for name, column in self.claims.items()}
            assert [
                *db_session.scalars(select(model)),
                *db_session.scalars(select(aliased(model))),
            ] == []
            assert (db_session.scalar(counted), db_session.get(model, id)) == (0, None)
            for change in changes:
                assert db_session.execute(change.returning(model.__table__.c.id)).all() == []
            with unscoped():
                assert db_session.get(model, id) is not None
                assert repository.exists(id)
            assert not repository.exists(id)


def claims_of(factory: Factory) -> dict[str, Column]:
    """Return the columns by which rows of a route belong to somebody, by their claims."""
    columns = (column for column in factory.columns.values() if column.claimed)
    return {column.stored.info["claim"]: column for column in columns if column.stored is not None}


def named(column: Column, id: Any = CALLER) -> Json:
    """Return a number as the id of whom a column can name; anything else stays."""
    return factory_of(column.to).id_of(id) if isinstance(id, int) else id


def below_a_row(factory: Factory, rule: Rule) -> list[str]:
    """Return what a rule of a row's URL has behind the id; nothing for other rules."""
    start, is_there, below = rule.rule.partition(":id>")
    return [below] if is_there and start.rpartition("<")[0] == f"{factory.path}/" else []


def role(column: Column) -> str:
    """Return the role of whoever sees the rows of everybody; '' for nobody."""
    assert column.stored is not None
    return str(column.stored.info.get("all", ""))


def all_factories() -> list[Factory]:
    """Return the factories of all routes."""
    files = sorted((Path(__file__).parent / "factories").glob("*_factory.py"))
    return [factory_of(path.name.removesuffix("_factory.py")) for path in files]


def all_roles() -> set[str]:
    """Return the roles of all routes that see the rows of everybody."""
    columns = (column for factory in all_factories() for column in claims_of(factory).values())
    return {role(column) for column in columns} - {""}


def ids(response: Any) -> list[Json]:
    """Return the ids of the rows in a list."""
    return [row["id"] for row in response.get_json()["items"]]
