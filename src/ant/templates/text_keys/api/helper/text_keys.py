"""Ids of rows that are texts, which clients give."""

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator


class TextKey(TypeDecorator[str]):
    """The text that a row is called by: the code of a country, the number of a product."""

    impl = String
    cache_ok = True
    python_type = str

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return it; one that no database stores is the id of no row, and so is an empty text."""
        return "" if value is not None and "\0" in value else value
