"""The tests of ``/auth``: what owners of accounts do, and what others try."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.security import generate_password_hash

from accounts import AUTH, PATH, Mail, Person, use_usual_settings
from app import create_app
from helper.columns import utc_now
from helper.functions import hashed
from models.Refresh_tokens_model import RefreshTokens
from repositories.accounts import Model, myAccountRows
from services import auth_service
from services.auth_service import myAuthService
from startup.account_settings import myAccountSettings
from startup.Alchemy import engine
from startup.Environment import myEnvironment

OTHER = "another good password"
QUICK = "pbkdf2:sha256:1"
ANY_VERSION = {"If-Match": "*"}  # a project may ask for it where a row is changed


@pytest.fixture
def client(database: None, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """Send requests to an application of its own, which has counted nothing yet."""
    use_usual_settings(monkeypatch)
    return create_app().test_client()


@pytest.fixture
def outbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Mail]]:
    """Keep mails here; passwords are hashed quickly, and nothing is done later."""
    mails: list[Mail] = []
    monkeypatch.setattr(hashed, "METHOD", QUICK)
    monkeypatch.setattr(auth_service, "send_mail", lambda *parts: mails.append(Mail(*parts)))
    monkeypatch.setattr(auth_service, "later", lambda work, *arguments: work(*arguments))
    yield mails


@pytest.fixture
def stranger(client: FlaskClient, outbox: list[Mail]) -> Person:
    """Somebody without an account."""
    return Person(client, outbox)


@pytest.fixture
def person(client: FlaskClient, outbox: list[Mail]) -> Person:
    """Somebody who has an account and is signed in."""
    person = Person(client, outbox)
    assert person.sign_up().status_code == 202
    assert person.call("POST", "/verify", token=outbox.pop().token).status_code == 204
    assert person.sign_in().status_code == 200
    return person


def test_an_account_from_its_beginning_to_its_end(stranger: Person) -> None:
    assert stranger.sign_up().status_code == 202
    [mail] = stranger.outbox
    assert mail.to == stranger.email
    assert stranger.sign_in().status_code == 403
    assert stranger.call("POST", "/verify", token=mail.token).status_code == 204
    assert stranger.call("POST", "/verify", token=mail.token).status_code == 400
    signed_in = stranger.sign_in()
    assert signed_in.headers["Cache-Control"] == "no-store"
    assert signed_in.get_json().keys() == {
        "access_token",
        "refresh_token",
        "token_type",
        "expires_in",
    }
    me = stranger.call("GET", "/me")
    assert me.get_json()["email"] == stranger.email
    assert "password" not in me.get_json()
    assert stranger.refresh().status_code == 200
    assert stranger.call("GET", "/me").status_code == 200
    assert stranger.call("POST", "/logout", refresh_token=stranger.tokens["refresh_token"])
    assert stranger.refresh().status_code == 401


def test_a_refresh_token_that_is_used_twice_ends_its_family_and_no_other(person: Person) -> None:
    other = dict(person.tokens)
    assert person.sign_in().status_code == 200
    first = person.tokens["refresh_token"]
    assert person.refresh().status_code == 200
    assert person.refresh(first).status_code == 401
    assert person.refresh().status_code == 401
    assert person.refresh(other["refresh_token"]).status_code == 200


def test_a_refresh_token_ends_with_its_time(person: Person) -> None:
    with engine.begin() as connection:
        past = utc_now() - dt.timedelta(seconds=1)
        connection.execute(update(RefreshTokens).values(expires_at=past))
    assert person.refresh().status_code == 401


def test_logging_out_everywhere_ends_all_sessions(person: Person) -> None:
    first = person.tokens["refresh_token"]
    person.sign_in()
    token = person.tokens["refresh_token"]
    done = person.call("POST", "/logout", refresh_token=token, everywhere=True)
    assert done.status_code == 204
    assert person.refresh(first).status_code == 401
    assert person.call("POST", "/logout", refresh_token="unknown").status_code == 204


def test_another_password_ends_the_other_sessions(person: Person) -> None:
    first = person.tokens["refresh_token"]
    wrong = person.call("POST", "/password", password=OTHER, new_password=OTHER)
    assert wrong.status_code == 400
    changed = person.call("POST", "/password", password=person.password, new_password=OTHER)
    assert changed.status_code == 200
    assert person.refresh(first).status_code == 401
    assert person.refresh(changed.get_json()["refresh_token"]).status_code == 200
    assert person.sign_in().status_code == 401
    assert person.sign_in(OTHER).status_code == 200


def test_a_password_that_somebody_else_sets_ends_the_sessions(
    person: Person, user_client: FlaskClient
) -> None:
    id = person.call("GET", "/me").get_json()["id"]
    changed = user_client.patch(f"{PATH}/{id}", json={"password": OTHER}, headers=ANY_VERSION)
    assert changed.status_code == 200
    assert person.refresh().status_code == 401


def test_a_forgotten_password_is_reset_by_mail_once(person: Person) -> None:
    first = person.tokens["refresh_token"]
    assert person.call("POST", "/reset", email=person.email.upper()).status_code == 202
    token = person.outbox.pop().token
    assert person.call("PUT", "/reset", token=token, password=OTHER).status_code == 204
    assert person.call("PUT", "/reset", token=token, password=OTHER).status_code == 400
    assert person.refresh(first).status_code == 401
    assert person.sign_in(OTHER).status_code == 200


def test_a_mail_is_good_for_one_purpose_and_for_its_time(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.call("POST", "/reset", email=person.email)
    token = person.outbox.pop().token
    assert person.call("POST", "/verify", token=token).status_code == 400
    assert person.call("PUT", "/reset", token=f"{token}x", password=OTHER).status_code == 400
    monkeypatch.setattr(myAccountSettings, "MAIL_TOKEN_SECONDS", -1)
    assert person.call("PUT", "/reset", token=token, password=OTHER).status_code == 400


def test_nobody_is_told_whether_there_is_an_account(person: Person, client: FlaskClient) -> None:
    stranger = Person(client, person.outbox)
    taken = {**stranger.body, "email": person.email}
    new, old = stranger.sign_up(), person.call("POST", "/register", **taken)
    assert (new.status_code, new.get_json()) == (old.status_code, old.get_json())
    assert [mail.to for mail in person.outbox] == [stranger.email, person.email]
    assert person.sign_in().status_code == 200  # nothing of it was changed
    answers = [
        person.call("POST", "/reset", email=email)
        for email in (person.email, "nobody@nowhere.example")
    ]
    assert len({(answer.status_code, answer.text) for answer in answers}) == 1
    answers = [
        person.call("POST", "/login", email=email, password=OTHER)
        for email in (person.email, "nobody@nowhere.example")
    ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(401, answers[0].text)}


def test_a_password_is_compared_where_there_is_no_account(
    stranger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []

    def matches(stored: str, _password: str) -> bool:
        compared.append(stored)
        return True

    monkeypatch.setattr(hashed, "_matches", matches)
    assert stranger.sign_in().status_code == 401
    assert len(compared) == 1 and compared[0]
    monkeypatch.undo()
    assert not hashed.password_matches(None, "nobody")


def test_nobody_gives_rights_to_themselves(person: Person, client: FlaskClient) -> None:
    for right in ({"roles": ["admin"]}, {"disabled": False}, {"verified_at": None}, {"id": 1}):
        assert person.call("PATCH", "/me", **right).status_code == 400
        stranger = Person(client, person.outbox)
        stranger.body |= right
        assert stranger.sign_up().status_code == 400
    assert person.call("GET", "/me").get_json()["roles"] == []
    assert client.get(PATH).status_code == 401
    assert client.get(PATH, headers=bearer(person)).status_code == 403


def test_roles_are_in_the_next_token(person: Person, client: FlaskClient) -> None:
    account = myAuthService.repository.find(person.email)
    assert account
    myAuthService.set_roles(account, ["admin"])
    assert client.delete(f"{PATH}/{account.id}", headers=bearer(person)).status_code == 403
    person.refresh()
    assert client.delete(f"{PATH}/{account.id}", headers=bearer(person)).status_code == 204
    assert person.call("GET", "/me").status_code == 401
    assert person.refresh().status_code == 401


def test_a_disabled_account_is_out(person: Person) -> None:
    account = myAuthService.repository.find(person.email)
    assert account
    myAccountRows.update(account.id, {"disabled": True})
    assert person.call("GET", "/me").status_code == 401
    assert person.refresh().status_code == 401
    assert person.sign_in().status_code == 401
    assert person.call("POST", "/reset", email=person.email).status_code == 202
    assert not person.outbox


def test_a_token_of_somebody_else_is_no_account(
    person: Person, make_token: Callable[..., str]
) -> None:
    person.tokens = {"access_token": make_token()}
    assert person.call("GET", "/me").status_code == 401


@pytest.mark.parametrize("password", ["short", "x" * 129, "password1", "Iloveyou123", "        "])
def test_a_bad_password_is_refused(stranger: Person, password: str) -> None:
    stranger.body["password"] = password
    refused = stranger.sign_up()
    assert refused.status_code == 400
    assert "password" in refused.get_json()["errors"]


def test_who_tries_too_often_has_to_wait(person: Person) -> None:
    answers = [person.sign_in(OTHER) for _ in range(11)]
    assert [answer.status_code for answer in answers].count(429) > 0
    assert answers[-1].get_json()["message"]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert person.sign_in().status_code == 429
    other = person.call("POST", "/login", email="other@nowhere.example", password=OTHER)
    assert other.status_code == 401


def test_an_address_that_tries_many_accounts_has_to_wait(
    stranger: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(myAccountSettings, "ADDRESS_LIMIT", "2 per minute")
    codes = [
        stranger.call("POST", "/reset", email=f"{name}@nowhere.example").status_code
        for name in "abc"
    ]
    assert codes == [202, 202, 429]


def test_the_sessions_behind_one_address_are_limited_one_by_one(person: Person) -> None:
    assert [person.refresh().status_code for _ in range(12)] == [200] * 12
    codes = [person.refresh("a guess").status_code for _ in range(12)]
    assert (codes[0], codes[-1]) == (401, 429)


def test_limits_hold_while_redis_is_away(stranger: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(myEnvironment, "REDIS_URL", "redis://127.0.0.1:1")
    stranger.client = create_app().test_client()
    codes = [stranger.sign_in().status_code for _ in range(12)]
    assert codes[0] == 401
    assert codes[-1] == 429


def test_passwords_and_tokens_are_stored_as_digests(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashed, "METHOD", "argon2id")
    query = select(Model.password).where(Model.email == person.email)
    for earlier in (None, generate_password_hash(person.password, "scrypt")):
        if earlier:
            with engine.begin() as connection:
                connection.execute(update(Model).values(password=earlier))
        assert person.sign_in().status_code == 200
        with engine.connect() as connection:
            assert connection.scalars(query).one().startswith("$argon2id$v=19$m=19456,t=2,p=1$")
            digests = connection.scalars(select(RefreshTokens.digest)).all()
        assert person.tokens["refresh_token"] not in digests
    assert person.sign_in(OTHER).status_code == 401
    assert person.refresh().status_code == 200


def test_the_document_tells_of_tokens_and_limits(client: FlaskClient) -> None:
    document = client.get("/openapi.json").get_json()
    answers = document["paths"][f"{AUTH}/login"]["post"]["responses"]
    assert answers["429"] == {"$ref": "#/components/responses/429"}
    [content] = answers["200"]["content"].values()
    assert content["schema"] == {"$ref": "#/components/schemas/Tokens"}
    assert "202" in document["paths"][f"{AUTH}/register"]["post"]["responses"]


def bearer(person: Person) -> dict[str, str]:
    return {"Authorization": f"Bearer {person.tokens['access_token']}", **ANY_VERSION}
