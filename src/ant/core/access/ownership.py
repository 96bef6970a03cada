"""Row ownership in a spec: which column has to match which claim of a token."""

from typing import NamedTuple

OWNER, TENANT = "owner", "tenant"
"""The words of a route that name the reference to the owner of its rows."""
SUBJECT = "sub"
"""The claim of a token that is the id of an owner; that of a tenant has the name of its column."""


class Owner(NamedTuple):
    """A required reference, and the role that sees the rows of everybody; '' for none."""

    field: str
    all: str = ""

    def to_json(self) -> str | dict[str, str]:
        """The same as ``ant.json`` holds it."""
        return {"field": self.field, "all": self.all} if self.all else self.field


class Claim(NamedTuple):
    """What of a token a column must hold, and the role of which it need not."""

    name: str
    all: str = ""
