"""``email`` and ``url``, texts of a shape that every client knows."""

from typing import ClassVar

from ant.core.text.json_value import Json
from ant.field_types.texts.text import Measured


class _Address(Measured):
    """What is checked when it comes in, and shown as a text."""

    shown_class = "String"


class Email(_Address):
    """An address of electronic mail; its column holds it in lower case."""

    name = "email"
    modifier_defaults: ClassVar[dict[str, Json]] = {"max": 254}
    synonyms = "mail e_mail email_address emailfield"
    shape = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
    requirement = "must be an email address"
    longest = 254
    shortest: ClassVar[int] = len("a@b.co")
    column = "LowerCase"
    is_own_column = True
    is_lower_case = True
    has_case = False
    schema_class = "Email"
    examples: ClassVar[tuple[Json, ...]] = ("ada@example.com", "a@b.co")


class Url(_Address):
    """An address on the web."""

    name = "url"
    modifier_defaults: ClassVar[dict[str, Json]] = {"max": 2048}
    synonyms = "uri link href urlfield"
    shape = r"https?://[^\s/?#]+\S*"
    requirement = "must begin with http:// or https://"
    shortest: ClassVar[int] = len("http://b")
    schema_class = "Url"
    examples: ClassVar[tuple[Json, ...]] = ("https://example.com/a?b=c", "http://b")
