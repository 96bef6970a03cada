"""Identifiers and paths derived from the name of a route."""

import keyword
import re
from functools import cache, lru_cache
from typing import NamedTuple

from ant.core.names.identifiers import DEVICES

LONGEST_ROUTE_NAME = 60
"""Characters: PostgreSQL cuts identifiers at 63, and a key's name is the table's with ``pk_``."""

_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")

_IMPORTED = {
    "Any", "Base", "BigInteger", "Boolean", "Callable", "Check", "CheckConstraint",
    "CrudRepository", "Date", "Decimal", "Double", "ForeignKey", "Index", "Integer", "LargeBinary",
    "LinkedIds", "LinkedListing", "ListQuery", "Listing", "LowerCase", "Mapped", "NotFound", "Page",
    "Repository", "Sequence", "SmallInteger", "String", "Text", "Time", "UniqueConstraint", "Uuid",
}  # fmt: skip
"""Classes that the generated modules of routes import, and that one of theirs would hide."""

DEFAULT_ROUTE = "default"
"""What every project has at ``/``; it is in no spec."""

REFRESH_TOKENS = "refresh_tokens"
"""The table of the sessions of accounts."""

SQL_WORDS = {
    "collation", "concurrently", "lateral", "nothing", "returning", "system_user", "tablesample",
}  # fmt: skip
"""Words of PostgreSQL and SQLite that SQLAlchemy does not know, and so does not put in quotes."""

_RESERVED = {
    "sqlite_": "SQLite reserves the prefix 'sqlite_'",
    "pg_": "PostgreSQL reserves the prefix 'pg_'",
}


def folded(name: str) -> str:
    """The name in lower case. Only ASCII is folded: other letters are refused anyway."""
    return name.lower() if name.isascii() else name


def route_name_fault(name: str, *, is_stored: bool = False) -> str | None:
    """Why a folded name cannot be a route's, in the words that users know; None where it can.

    One that ``is_stored`` under another name need not be that of a table.
    """
    fault = word_fault(name)
    if fault:
        return fault
    if name == DEFAULT_ROUTE:
        return "every project has that route already"
    if name == "static":
        return "Flask serves static files there"
    if name == "docs":
        return "the API's documentation is there"
    if name.startswith("__"):
        return "Python changes names that begin with '__' inside classes"
    return None if is_stored else table_name_fault(name)


def table_name_fault(name: str) -> str | None:
    """Why no table can have a name that has the form of one; None where one can."""
    if name == "alembic_version":
        return "Alembic keeps the revision of the database there"
    if name in SQL_WORDS:
        return "SQL reserves it"
    for prefix, why in _RESERVED.items():
        if name.startswith(prefix):
            return why
    return None


def identifier_fault(name: str) -> str | None:
    """Why a folded name has not the form of an identifier; None where it has."""
    if not _IDENTIFIER.fullmatch(name):
        ascii_only = " in ASCII" if name.isidentifier() else ""
        return f"must be a valid Python identifier{ascii_only}"
    if len(name) > LONGEST_ROUTE_NAME:
        return f"must have at most {LONGEST_ROUTE_NAME} characters"
    return None


def word_fault(name: str) -> str | None:
    """Why a folded name cannot be part of an identifier; None where it can."""
    fault = identifier_fault(name)
    if fault:
        return fault
    if not name.strip("_"):
        return "must have a letter"
    if name in DEVICES:
        return "Windows reserves it for a device"  # the file of its mock could not be made
    return None


def suggested_name(text: str) -> str | None:
    """The name that was probably intended by an invalid one: ``my-route``, ``my_route``."""
    if not text.isascii() or _IDENTIFIER.fullmatch(folded(text)):
        return None
    name = re.sub(r"[^a-z0-9]+", "_", folded(text)).strip("_")
    return name if route_name_fault(name) is None else None


class RouteNames(NamedTuple):
    """Every name that the generated code gives to a route; the text is checked beforehand."""

    text: str

    @property
    def stem(self) -> str:
        """``user_posts`` gives ``UserPosts``; underscores that join nothing are kept."""
        return _joined(self.text)

    @property
    def class_name(self) -> str:
        """The class of the model: the stem, or ``Text_`` where the code imports a ``Text``."""
        return _free(self.stem)

    @property
    def capitalized(self) -> str:
        """``user_posts`` gives ``User_posts``, as the file of a model has it."""
        return self.text.capitalize()

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
        return f"models.{self.capitalized}_model"

    @property
    def schema_module(self) -> str:
        """The module of the POST schema, dotted."""
        return f"schemas.Post{self.stem}_schema"

    @property
    def read_schema_module(self) -> str:
        """The module of the schema of what clients see, dotted."""
        return f"schemas.Get{self.stem}_schema"

    @property
    def put_schema_module(self) -> str:
        """The module of the PUT schema, dotted."""
        return f"schemas.Put{self.stem}_schema"

    @property
    def patch_schema_module(self) -> str:
        """The module of the PATCH schema, dotted."""
        return f"schemas.Patch{self.stem}_schema"

    @property
    def modules(self) -> tuple[str, ...]:
        """All of these modules."""
        return (
            self.route_module, self.service_module, self.repository_module, self.model_module,
            self.schema_module, self.read_schema_module, self.put_schema_module,
            self.patch_schema_module,
        )  # fmt: skip

    @property
    def service_class(self) -> str:
        """The class of the business rules."""
        return f"{self.stem}Service"

    @property
    def service(self) -> str:
        """The singleton of the service."""
        return f"my{self.stem}Service"

    @property
    def repository_class(self) -> str:
        """The class of the queries."""
        return _free(f"{self.stem}Repository")

    @property
    def repository(self) -> str:
        """The singleton of the repository."""
        return f"my{self.stem}Repository"

    @property
    def schema_class(self) -> str:
        """The class that validates a POST."""
        return f"Post{self.stem}Schema"

    @property
    def read_schema_class(self) -> str:
        """The class that describes what clients see."""
        return f"Get{self.stem}Schema"

    @property
    def put_schema_class(self) -> str:
        """The class that validates a PUT."""
        return f"Put{self.stem}Schema"

    @property
    def patch_schema_class(self) -> str:
        """The class that validates a PATCH."""
        return f"Patch{self.stem}Schema"


def _free(class_name: str) -> str:
    """The name of a class, with an underscore behind it where it would hide another one."""
    is_taken = class_name in _IMPORTED or keyword.iskeyword(class_name)
    return f"{class_name}_" if is_taken else class_name


@cache  # every layer asks for it
def _joined(text: str) -> str:
    return "".join([part.capitalize() or "_" for part in text.split("_")])


class CapitalizedNames(RouteNames):
    """The names of a route by ``backant-cli``, which calls ``user_posts`` ``User_posts``."""

    @property
    def stem(self) -> str:
        """The name with its first letter in upper case."""
        return self.capitalized

    @property
    def class_name(self) -> str:
        """The same, whatever it hides: the code is there already."""
        return self.stem


@lru_cache(maxsize=None, typed=True)  # two kinds of names may be equal and yet give other classes
def claims(names: RouteNames, table: str = "") -> dict[str, str]:
    """What no two routes can share, in words, by the same words in lower case.

    ``table`` is its table, where that is not called like it.

    Case does not count, as in many file systems. PostgreSQL keeps tables, the indexes of their keys
    and the sequences of their ids in one place.
    """
    stored = f"database name {table or names.text}"
    key = f"database name pk_{table or names.text}"
    ids = f"{stored}_id_seq"
    named = f"class {names.class_name}"
    return {named.lower(): named, stored: stored, key: key, ids: ids}


def shared_claim(
    one: RouteNames, other: RouteNames, tables: tuple[str, str] = ("", "")
) -> str | None:
    """What two routes would both be called, in words; None where nothing is."""
    taken, others = claims(one, tables[0]), claims(other, tables[1])
    for key, claim in others.items():
        if key in taken:
            return claim
    return None
