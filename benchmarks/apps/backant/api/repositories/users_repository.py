"""The repository that the generator began, with the queries of the routes."""

from helper.DBSession import myDB
from helper.execution_tracking.Logger import myLogger
from models.Users_model import Users
from repositories.Repository import Repository
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError


class UsersRepository(Repository):
    """The table ``users``."""

    def get_by_id(self, id: int) -> Users | None:
        """Return one row."""
        stmt = select(Users).where(Users.id == id)
        return myDB.execute(stmt).scalars().first()

    def get_page(self, page: int, per_page: int) -> list[Users]:
        """Return the rows of a page."""
        stmt = select(Users).order_by(Users.id).limit(per_page).offset((page - 1) * per_page)
        return myDB.execute(stmt).scalars().all()

    def count(self) -> int:
        """Return how many rows there are."""
        return myDB.execute(select(func.count()).select_from(Users)).scalar_one()

    def add_users(self, name: str, email: str, age: int | None) -> Users:
        """Insert a row."""
        users = Users(name=name, email=email, age=age)
        try:
            self.add(users)
        except IntegrityError as e:
            self.logger.warning(f"Could not create users <{email}> because <{e.detail}>!")
            raise e
        return users


myUsersRepository: UsersRepository = UsersRepository(myDB, myLogger)
