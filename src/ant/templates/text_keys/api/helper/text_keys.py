"""Primary keys that are strings chosen by clients."""

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator


class TextKey(TypeDecorator[str]):
    """A string primary key, such as the code of a country or the number of a product."""

    impl = String
    cache_ok = True
    python_type = str

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return it; one that no database stores is the id of no row, and so is an empty text."""
        return "" if value is not None and "\0" in value else value
