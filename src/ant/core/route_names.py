"""Where the name of a route becomes identifiers and paths: nowhere else."""

import keyword
import re
from typing import NamedTuple

LONGEST_ROUTE_NAME = 60
"""Characters: PostgreSQL cuts identifiers at 63, and a key's name is the table's with ``pk_``."""

_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")

# Their classes would hide what the generated modules import: Any, Base, Mapped, and so on.
_TAKEN = {"any", "base", "default", "mapped", "repository", "sequence", "text"}


def route_name_fault(name: str) -> str | None:
    """Why a folded name cannot be a route's, in the words that users know; None where it can."""
    fault = word_fault(name)
    if fault:
        return fault
    if name in _TAKEN:
        return "the generated code already uses it"
    if name.startswith("sqlite_"):
        return "SQLite reserves the prefix 'sqlite_'"
    return None


def word_fault(name: str) -> str | None:
    """Why a folded name cannot be part of an identifier; None where it can."""
    if not _IDENTIFIER.fullmatch(name):
        return "must be a valid Python identifier"
    if keyword.iskeyword(name) or not name.strip("_"):
        return "must be a valid Python identifier that is not a keyword"
    if len(name) > LONGEST_ROUTE_NAME:
        return f"must have at most {LONGEST_ROUTE_NAME} characters"
    return None


class RouteNames(NamedTuple):
    """Every name that the generated code gives to a route; the text is checked beforehand."""

    text: str

    @property
    def class_name(self) -> str:
        """``user_posts`` gives ``UserPosts``; underscores that join nothing are kept."""
        return "".join(part.capitalize() or "_" for part in self.text.split("_"))

    @property
    def blueprint(self) -> str:
        """The blueprint's variable."""
        return f"{self.text}_bp"

    @property
    def prefix(self) -> str:
        """The URL below which all endpoints of the route are."""
        return f"/{self.text}"

    @property
    def route_module(self) -> str:
        """The module of the endpoints, dotted."""
        return f"routes.{self.text}_route"

    @property
    def service_module(self) -> str:
        """The module of the business rules, dotted."""
        return f"services.{self.text}_service"

    @property
    def repository_module(self) -> str:
        """The module of the queries, dotted."""
        return f"repositories.{self.text}_repository"

    @property
    def model_module(self) -> str:
        """The module of the table, dotted: ``models.User_posts_model``."""
        return f"models.{self.text.capitalize()}_model"

    @property
    def schema_module(self) -> str:
        """The module of the POST schema, dotted."""
        return f"schemas.Post{self.class_name}_schema"

    @property
    def service_class(self) -> str:
        """The class of the business rules."""
        return f"{self.class_name}Service"

    @property
    def service(self) -> str:
        """The singleton of the service."""
        return f"my{self.class_name}Service"

    @property
    def repository_class(self) -> str:
        """The class of the queries."""
        return f"{self.class_name}Repository"

    @property
    def repository(self) -> str:
        """The singleton of the repository."""
        return f"my{self.class_name}Repository"

    @property
    def schema_class(self) -> str:
        """The class that checks what a client posts."""
        return f"Post{self.class_name}Schema"
