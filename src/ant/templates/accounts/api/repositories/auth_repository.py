"""The queries of accounts and of their refresh tokens."""

from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from helper.accounts.ids import AccountId
from helper.accounts.tokens import Account
from helper.columns import utc_now
from helper.DBSession import myDB
from helper.execution_tracking.Logger import myLogger
from models.Refresh_tokens_model import RefreshTokens
from repositories.accounts import Model
from repositories.Repository import Repository

ACCOUNT = select(
    Model.id,
    Model.email,
    Model.password,
    Model.roles,
    Model.verified_at,
    Model.disabled,
)


class AuthRepository(Repository):
    """Reads accounts and keeps refresh tokens."""

    def find(self, email: str) -> Account | None:
        """Return the account with this address, or None."""
        with self.db.connection() as connection:
            row = connection.execute(ACCOUNT.where(Model.email == email)).one_or_none()
            return _account(row)

    def get(self, id: AccountId) -> Account | None:
        """Return an account, or None; in a transaction it is locked until that ends."""
        query = ACCOUNT.where(Model.id == id)
        query = query.with_for_update() if self.db.in_transaction() else query
        with self.db.connection() as connection:
            return _account(connection.execute(query).one_or_none())

    def list_all(self) -> list[Account]:
        """Return all accounts."""
        with self.db.connection() as connection:
            rows = connection.execute(ACCOUNT.order_by(Model.id)).all()
        return [account for account in map(_account, rows) if account]

    def add_token(self, account_id: AccountId, values: dict[str, Any]) -> None:
        """Insert a refresh token, and delete those of the account that have expired."""
        mine = delete(RefreshTokens).where(RefreshTokens.account_id == account_id)
        with self.db.connection(writes=True) as connection:
            connection.execute(mine.where(RefreshTokens.expires_at < utc_now()))
            connection.execute(insert(RefreshTokens).values(account_id=account_id, **values))

    def find_token(self, digest: str) -> Row[Any] | None:
        """Return the refresh token with this digest, or None."""
        with self.db.connection() as connection:
            return connection.execute(
                select(RefreshTokens.__table__).where(RefreshTokens.digest == digest)
            ).one_or_none()

    def use_token(self, digest: str) -> bool:
        """Mark a refresh token as used; return False where it was before, or is gone."""
        unused = (RefreshTokens.digest == digest, RefreshTokens.used_at.is_(None))
        marked = update(RefreshTokens).where(*unused).values(used_at=utc_now())
        with self.db.connection(writes=True) as connection:
            return connection.execute(marked).rowcount == 1

    def end_family(self, family: str) -> None:
        """Delete all refresh tokens that came from one sign-in."""
        self._delete(RefreshTokens.family == family)

    def end_all(self, account_id: AccountId) -> None:
        """Delete all refresh tokens of an account."""
        self._delete(RefreshTokens.account_id == account_id)

    def _delete(self, wanted: ColumnElement[bool]) -> None:
        with self.db.connection(writes=True) as connection:
            connection.execute(delete(RefreshTokens).where(wanted))


def _account(row: Any) -> Account | None:
    if row is None:
        return None
    is_verified = row.verified_at is not None
    return Account(row.id, row.email, row.password, row.roles, is_verified, row.disabled)


myAuthRepository = AuthRepository(myDB, myLogger)
