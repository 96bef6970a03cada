"""The business rules of the default resource."""

from repositories.default_repository import DefaultRepository, myDefaultRepository


class DefaultService:
    """What can be done with the default resource."""

    def __init__(self, default_repository: DefaultRepository = myDefaultRepository) -> None:
        """Work on a repository; a test can hand in one of its own."""
        self.default_repository = default_repository

    def get_default(self) -> str:
        """Return the sentence that says the backend is up."""
        return "Your backant backend is working"


myDefaultService = DefaultService()
