"""The business rules of accounts: who may sign in, and for how long."""

import datetime as dt
from typing import Any
from uuid import uuid4

from decorators.token_required import unauthorized
from helper.accounts.background import later
from helper.accounts.ids import AccountId
from helper.accounts.mail import link, send_mail
from helper.accounts.tokens import (
    Account,
    access_token,
    digest,
    mail_token,
    new_refresh_token,
    read_mail_token,
)
from helper.columns import utc_now
from helper.DBSession import myDB
from helper.execution_tracking.APIException import APIException
from helper.execution_tracking.Conflict import Conflict
from helper.execution_tracking.NotFound import found
from helper.functions.hashed import hashed, is_outdated, password_matches
from repositories.accounts import AccountRows, Model, myAccountRows
from repositories.auth_repository import AuthRepository, myAuthRepository
from startup.account_settings import myAccountSettings

Tokens = dict[str, str | int]


class AuthService:
    """What owners of accounts can do, and what ``ant user`` can."""

    def __init__(
        self,
        repository: AuthRepository = myAuthRepository,
        rows: AccountRows = myAccountRows,
    ) -> None:
        """Take the repositories; a test may pass others."""
        self.repository = repository
        self.rows = rows

    def register(self, data: dict[str, Any]) -> None:
        """Create an account after the response, which is the same for a known address."""
        later(self.send_welcome, hashed(data, "password"))

    def send_welcome(self, values: dict[str, Any]) -> None:
        """Make an account and send what confirms its address; tell its owner if there is one."""
        address = values["email"]
        try:
            self.rows.insert(values)
        except Conflict as conflict:
            if self.repository.find(address):
                self.send_reset(address)
            else:
                send_mail(address, "Your account", f"It could not be made: {conflict.message}")
            return
        account = self._found(address)
        where = link("verify", mail_token("verify", account))
        text = f"Somebody has signed up with this address. If that was you, confirm it: {where}"
        send_mail(address, "Confirm your address", text)

    def verify(self, token: str) -> None:
        """Confirm the address of an account."""
        with myDB.transaction():
            account = self._of_mail("verify", token)
            self.rows.update(account.id, {"verified_at": utc_now()})

    def login(self, email: str, password: str) -> Tokens:
        """Begin a session; an unknown address is refused just as a wrong password is."""
        account = self.repository.find(email)
        is_right = password_matches(account and account.password, password)
        if account is None or account.is_disabled or not is_right:
            raise unauthorized("The address or the password is wrong.")
        if not account.is_verified:
            raise APIException("The address is not confirmed yet: look into your mail.", 403)
        if is_outdated(account.password):
            account = self._with_new_hash(account, password)
        return self._tokens(account, uuid4().hex)

    def refresh(self, refresh_token: str) -> Tokens:
        """Exchange a refresh token for new tokens; one that was used before ends its family."""
        with myDB.transaction():
            tokens = self._exchanged(digest(refresh_token))
        if tokens is None:  # raised after the transaction, which an error would roll back
            raise unauthorized("The refresh token is not valid.")
        return tokens

    def logout(self, refresh_token: str, *, everywhere: bool) -> None:
        """End a session, or all sessions of its account."""
        with myDB.transaction():
            token = self.repository.find_token(digest(refresh_token))
            if token is None:
                return
            self.repository.get(token.account_id)  # which locks it: nothing is refreshed meanwhile
            if everywhere:
                self.repository.end_all(token.account_id)
            else:
                self.repository.end_family(token.family)

    def change_password(self, id: AccountId, password: str, new_password: str) -> Tokens:
        """Set another password; all sessions end, and a new one begins."""
        account = self.account(id)
        if not password_matches(account.password, password):
            raise APIException("The password is wrong.", 400)
        self._set_password(account, hashed({"password": new_password}, "password"))
        return self._tokens(self.account(id), uuid4().hex)

    def ask_for_reset(self, email: str) -> None:
        """Send what sets a new password, after the answer."""
        later(self.send_reset, email)

    def send_reset(self, email: str) -> None:
        """Send a mail that sets a new password, if there is such an account."""
        account = self.repository.find(email)
        if account and not account.is_disabled:
            where = link("reset", mail_token("reset", account))
            text = f"You have an account. If you want to give it a new password: {where}"
            send_mail(account.email, "Your account", text)

    def reset(self, token: str, password: str) -> None:
        """Set a new password with the token of a mail; all sessions end."""
        values = hashed({"password": password, "verified_at": utc_now()}, "password")
        with myDB.transaction():
            self._set_password(self._of_mail("reset", token), values)

    def account(self, id: AccountId) -> Account:
        """Return an account that is there and not disabled; raise a 401."""
        account = self.repository.get(id)
        if account is None or account.is_disabled:
            raise unauthorized("There is no such account any more.")
        return account

    def profile(self, id: AccountId) -> Model:
        """Return the row of an account."""
        self.account(id)
        return found(self.rows.get_by_id(id), "accounts", id)

    def change_profile(self, id: AccountId, data: dict[str, Any], check: Any = None) -> Model:
        """Change what its owner may change, and return the row."""
        self.account(id)
        return found(self.rows.update(id, data, check), "accounts", id)

    def create(self, data: dict[str, Any], roles: list[str]) -> Account:
        """Make an account whose address is confirmed; raise ``Conflict``."""
        values = {**hashed(data, "password"), "roles": roles, "verified_at": utc_now()}
        self.rows.insert(values)
        return self._found(data["email"])

    def set_roles(self, account: Account, roles: list[str]) -> None:
        """Give an account other roles; it has them from its next access token on."""
        self.rows.update(account.id, {"roles": roles})

    def disable(self, account: Account, *, disabled: bool) -> None:
        """Let an account sign in no more, or again; its sessions end."""
        with myDB.transaction():
            self.rows.update(account.id, {"disabled": disabled})
            self.repository.end_all(account.id)

    def _exchanged(self, token_digest: str) -> Tokens | None:
        token = self.repository.find_token(token_digest)
        account = self.repository.get(token.account_id) if token else None
        if token is None or account is None:
            return None
        is_good = token.expires_at > utc_now() and token.fingerprint == account.fingerprint
        if account.is_disabled or not is_good or not self.repository.use_token(token_digest):
            self.repository.end_family(token.family)
            return None
        return self._tokens(account, token.family)

    def _tokens(self, account: Account, family: str) -> Tokens:
        token = new_refresh_token()
        life = dt.timedelta(seconds=myAccountSettings.REFRESH_TOKEN_SECONDS)
        values = {"digest": digest(token), "family": family, "expires_at": utc_now() + life}
        self.repository.add_token(account.id, {**values, "fingerprint": account.fingerprint})
        return {
            "access_token": access_token(account),
            "refresh_token": token,
            "token_type": "Bearer",
            "expires_in": myAccountSettings.ACCESS_TOKEN_SECONDS,
        }

    def _with_new_hash(self, account: Account, password: str) -> Account:
        values = hashed({"password": password}, "password")
        with myDB.transaction():
            if self.repository.get(account.id) == account:  # else somebody sets another password
                self.rows.update(account.id, values)
            return self.account(account.id)

    def _set_password(self, account: Account, values: dict[str, Any]) -> None:
        self.rows.update(account.id, values)
        self.repository.end_all(account.id)

    def _of_mail(self, purpose: str, token: str) -> Account:
        said = read_mail_token(purpose, token)
        account = self.repository.get(said[0]) if said else None
        if not account or account.is_disabled or (account.id, account.fingerprint) != said:
            raise APIException("The token is not valid any more: ask for another mail.", 400)
        return account

    def _found(self, email: str) -> Account:
        account = self.repository.find(email)
        if account is None:
            raise LookupError("The account is gone.")
        return account


myAuthService = AuthService()
