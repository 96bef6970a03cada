"""The service that the generator began, with the work of the routes."""

from typing import Any

from helper.execution_tracking.APIException import APIException
from helper.execution_tracking.Logger import Logger, myLogger
from models.Users_model import Users
from repositories.users_repository import UsersRepository, myUsersRepository
from sqlalchemy.exc import IntegrityError


class UsersService:
    """What can be done with ``users``."""

    logger: Logger = myLogger

    def __init__(self, users_repository: UsersRepository) -> None:
        """Work on a repository."""
        self.users_repository = users_repository

    def get_users(self, page: int, per_page: int) -> dict[str, Any]:
        """Return a page."""
        items = self.users_repository.get_page(page, per_page)
        total = self.users_repository.count()
        pages = -(-total // per_page)
        return {
            "items": items, "page": page, "per_page": per_page, "total": total, "pages": pages
        }  # fmt: skip

    def get_users_by_id(self, id: int) -> Users:
        """Return one row."""
        users = self.users_repository.get_by_id(id)
        if users is None:
            raise APIException(f"There is no row {id}.", 404)
        return users

    def create_users(self, data: dict[str, Any]) -> Users:
        """Insert a row."""
        try:
            return self.users_repository.add_users(data["name"], data["email"], data.get("age"))
        except IntegrityError:
            raise APIException("The address is taken.", 409) from None


myUsersService = UsersService(myUsersRepository)
